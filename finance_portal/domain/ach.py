"""Bank debits over the ACH: routing numbers, return codes, trying again (1.16)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from stdnum.us import rtn

from finance_portal.domain.calendar import next_banking_day

RETRY_DAYS = 180
MOST_RETRIES = 2
SUSPEND_AFTER_SHORT_FUNDS = 2
CLAIM_DAYS = 60
AUTOMATIC_RETRIES = 1  # of the MOST_RETRIES that the network allows
DAYS_BEFORE_RETRY = 5  # for the borrower to read the notice, and to pay in another way

MONITORED_DAYS = 60
FEWEST_MONITORED = 200  # below, one single return alone is above a limit
LIMITS_PER_MILLE = {"unauthorized": 5, "administrative": 30, "all": 150}
"""Of a lender's debits, how many may come back for which reason (R16.5)."""

_PREFIXES = {*range(13), *range(21, 33), *range(61, 73), 80}


class ReturnClass(Enum):
    """What a return code means for trying again and for the network's monitors (R16.3 to R16.5)."""

    SHORT_OF_FUNDS = "short of funds"  # may be presented again
    ADMINISTRATIVE = "administrative"  # needs other account data
    UNAUTHORIZED = "unauthorized"  # a consumer may claim it for 60 days
    UNAUTHORIZED_CORPORATE = "unauthorized corporate"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ReturnCode:
    """A published return code."""

    code: str
    title: str
    kind: ReturnClass = ReturnClass.OTHER

    @property
    def is_retryable(self) -> bool:
        """Tell whether the same debit may be presented again as it is (R16.4)."""
        return self.kind is ReturnClass.SHORT_OF_FUNDS

    @property
    def is_administrative(self) -> bool:
        """Tell whether it counts toward the 3 % of administrative returns."""
        return self.kind is ReturnClass.ADMINISTRATIVE

    @property
    def is_unauthorized(self) -> bool:
        """Tell whether it counts toward the 0.5 % of unauthorized returns."""
        return self.kind in {ReturnClass.UNAUTHORIZED, ReturnClass.UNAUTHORIZED_CORPORATE}

    @property
    def has_claim_window(self) -> bool:
        """Tell whether a consumer may send the debit back for 60 days after settlement."""
        return self.kind is ReturnClass.UNAUTHORIZED


RETURN_CODES = {
    each.code: each
    for each in (
        ReturnCode("R01", "Insufficient Funds", ReturnClass.SHORT_OF_FUNDS),
        ReturnCode("R02", "Account Closed", ReturnClass.ADMINISTRATIVE),
        ReturnCode("R03", "No Account/Unable to Locate Account", ReturnClass.ADMINISTRATIVE),
        ReturnCode("R04", "Invalid Account Number", ReturnClass.ADMINISTRATIVE),
        ReturnCode("R05", "Improper Debit to Consumer Account", ReturnClass.UNAUTHORIZED),
        ReturnCode("R06", "Returned per ODFI's Request"),
        ReturnCode("R07", "Authorization Revoked by Customer", ReturnClass.UNAUTHORIZED),
        ReturnCode("R08", "Payment Stopped"),
        ReturnCode("R09", "Uncollected Funds", ReturnClass.SHORT_OF_FUNDS),
        ReturnCode(
            "R10",
            "Customer Advises Originator is Not Known to Receiver and/or Originator is Not"
            " Authorized by Receiver to Debit Receiver\u2019s Account",
            ReturnClass.UNAUTHORIZED,
        ),
        ReturnCode(
            "R11",
            "Customer Advises Entry Not in Accordance with the Terms of the Authorization",
            ReturnClass.UNAUTHORIZED,
        ),
        ReturnCode("R12", "Branch Sold to Another DFI"),
        ReturnCode("R13", "RDFI not qualified to participate"),
        ReturnCode("R14", "Representative payee deceased or unable to continue in that capacity"),
        ReturnCode("R15", "Beneficiary or bank account holder"),
        ReturnCode("R16", "Bank account frozen"),
        ReturnCode(
            "R17",
            "File Record Edit Criteria/Entry with Invalid Account Number Initiated Under"
            " Questionable Circumstances",
        ),
        ReturnCode("R20", "Non-payment bank account"),
        ReturnCode("R22", "Invalid individual ID number"),
        ReturnCode("R23", "Credit entry refused by receiver"),
        ReturnCode("R24", "Duplicate entry"),
        ReturnCode("R28", "Transit routing number check digit error"),
        ReturnCode(
            "R29",
            "Corporate customer advises not authorized",
            ReturnClass.UNAUTHORIZED_CORPORATE,
        ),
        ReturnCode(
            "R51",
            "Item Related to RCK Entry is Ineligible or RCK Entry is Improper",
            ReturnClass.UNAUTHORIZED,
        ),
    )
}
"""The published codes, by code (R16.6)."""

SUSPENDING = frozenset({"R07", "R08", "R10", "R29"})
"""Returns that suspend autopay at once (R15.5)."""

BLOCKED = "bank_account_unusable"
"""What a processor says of an account that it does not debit any more, before it is debited."""

STOPPED = "R08"
"""A return that pauses autopay until its payer lets it go on (payments.md 14)."""

UNUSABLE = frozenset({"R02", "R03", "R04", "R16", "R20", "R31", BLOCKED})
"""Returns after which the account cannot be debited, whoever saved it (payments.md 14)."""

REVOKED = frozenset({"R05", "R07", "R10", "R11", "R29"})
"""Returns that end the permission to debit: a new authorization is needed (payments.md 14)."""

SAID_WITHOUT_CODE = {
    "insufficient_funds": "R01",
    "account_closed": "R02",
    "bank_account_closed": "R02",
    "no_account": "R03",
    "incorrect_account_details": "R03",
    "bank_account_invalid_details": "R03",
    "invalid_account_number": "R04",
    "customer_initiated": "R10",
    "debit_not_authorized": "R10",
    "bank_account_restricted": "R16",
}
"""What a processor calls a return whose code it does not give."""


def is_routing_number(number: str) -> bool:
    """Tell whether a bank's routing number is possible: checksum and a prefix that is in use."""
    return bool(rtn.is_valid(number)) and number.isascii() and int(number[:2]) in _PREFIXES


def code_of(reason: str | None) -> str | None:
    """Return the return code of a debit that came back; a reason that nobody knows, as it is."""
    return SAID_WITHOUT_CODE.get(reason or "", reason)


def retry_on(returned_on: date) -> date:
    """Return when a debit is presented again: a banking day, after the borrower was told (13)."""
    return next_banking_day(returned_on + timedelta(days=DAYS_BEFORE_RETRY))


def retries_left(original_settlement: date, returns: Sequence[str], today: date) -> int:
    """Count how often a returned debit may still be presented; the codes oldest first (R16.4)."""
    if today > retry_until(original_settlement) or not all(map(is_retryable, returns)):
        return 0
    return max(0, MOST_RETRIES + 1 - len(returns))


def retry_until(original_settlement: date) -> date:
    """Return the last day on which a debit may be presented again."""
    return original_settlement + timedelta(days=RETRY_DAYS)


def suspends_autopay(returns: Sequence[str]) -> bool:
    """Tell whether the returns of consecutive debits, oldest first, suspend autopay (R15.5)."""
    if any(code in SUSPENDING for code in returns):
        return True
    latest = returns[-SUSPEND_AFTER_SHORT_FUNDS:]
    return len(latest) == SUSPEND_AFTER_SHORT_FUNDS and all(code == "R01" for code in latest)


def limits_reached(debits: int, returns: Sequence[str]) -> list[str]:
    """Say which of the network's limits are reached by the codes of what came back (R16.5)."""
    if debits < FEWEST_MONITORED:
        return []
    kinds = [RETURN_CODES[code] for code in returns if code in RETURN_CODES]
    counted = {
        "unauthorized": sum(each.is_unauthorized for each in kinds),
        "administrative": sum(each.is_administrative for each in kinds),
        "all": len(returns),
    }
    return [
        f"{name} returns: {counted[name]} of {debits} debits, the limit is {limit / 10:g} %"
        for name, limit in LIMITS_PER_MILLE.items()
        if counted[name] * 1000 >= limit * debits
    ]


def is_retryable(code: str) -> bool:
    """Tell whether a debit that came back with this code may be presented again (R16.4)."""
    known = RETURN_CODES.get(code)
    return known is not None and known.is_retryable
