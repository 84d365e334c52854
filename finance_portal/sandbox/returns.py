"""How banks send debits back: Nacha's return codes, in the words that Stripe has for them.

A code that blocks ends the mandate and every later debit of that account.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class BankReturn:
    """One reason. A limit of the processor's own has no code of the bank's."""

    network_code: str | None
    failure_code: str
    message: str
    block: str | None = None
    error_code: str | None = None  # where an intent's error cannot say what the charge says


class NoSuchReturn(Exception):
    """No bank sends a debit back with this code."""


# fmt: off
CLOSED, WRONG, FROZEN = "bank_account_closed", "bank_account_invalid_details", "bank_account_frozen"
RESTRICTED, REVOKED   = "bank_account_restricted", "debit_not_authorized"
BY_CODE = {
    one.network_code: one
    for one in (
        BankReturn("R01", "insufficient_funds", "There was not enough money in the account."),
        BankReturn("R02", "account_closed", "The account has been closed.", CLOSED),
        BankReturn("R03", "no_account", "The account could not be found.", WRONG),
        BankReturn("R04", "invalid_account_number", "The account number is not valid.", WRONG,
                   "account_number_invalid"),
        BankReturn("R05", REVOKED, "A consumer did not authorize this.", REVOKED),
        BankReturn("R07", REVOKED, "The owner revoked the authorization.", REVOKED),
        BankReturn("R08", REVOKED, "The owner stopped the payment.", REVOKED),
        BankReturn("R09", "insufficient_funds", "The money was not collected yet."),
        BankReturn("R10", REVOKED, "The owner did not authorize this.", REVOKED),
        BankReturn("R11", REVOKED, "This is not what the owner authorized.", REVOKED),
        BankReturn("R16", RESTRICTED, "The account is frozen.", FROZEN),
        BankReturn("R20", RESTRICTED, "The account takes no debits.", RESTRICTED),
        BankReturn("R29", REVOKED, "The company did not authorize this.", REVOKED),
        BankReturn("R31", RESTRICTED, "The bank does not take it back.", "bank_account_unusable"),
    )
}
# fmt: on
INVALID_CURRENCY = BankReturn(
    None,
    "invalid_currency",
    "The account has another currency.",
    error_code="payment_intent_payment_attempt_failed",
)
WEEKLY_LIMIT = BankReturn(
    None, "charge_exceeds_source_limit", "More was debited this week than is allowed."
)


def of(code: str) -> BankReturn:
    """Return what a code means. Raises NoSuchReturn."""
    if code not in BY_CODE:
        raise NoSuchReturn(f"No bank returns a debit with {code}.")
    return BY_CODE[code]
