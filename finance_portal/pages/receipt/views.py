"""What a receipt says: the state of one payment, in words. Pure."""

from dataclasses import dataclass, field

from finance_portal.domain.calendar import EASTERN
from finance_portal.domain.cents import dollars
from finance_portal.domain.payment_status import WORDS, PaymentStatus
from finance_portal.services.receipts import Receipt
from finance_portal.ui.money import Part, split
from finance_portal.ui.surfaces import Fact
from finance_portal.ui.wording import clock_time, long_date, weekday_date

CARD = "card"

FAILURES = {
    "R01": "there was not enough money in the account",
    "insufficient_funds": "there was not enough money in the account",
    "R02": "the account is closed",
    "account_closed": "the account is closed",
    "R03": "the bank knows no such account",
    "no_account": "the bank knows no such account",
    "R10": "the debit was reported as not authorized",
    "debit_not_authorized": "the debit was reported as not authorized",
    "expired_card": "the card has expired",
    "card_declined": "the bank declined the card",
    "generic_decline": "the bank declined the card",
    "bank_account_unusable": "the bank does not allow debits from this account",
}
UNKNOWN_FAILURE = "the bank gave no reason that we can pass on"

CHECKED = "A person is looking at this payment. You need not do anything."
SUBMITTED = ("info", "It is being handed to the bank. This page says how it goes on.")
MEANINGS = {
    PaymentStatus.PROCESSING: (
        "info",
        "Your bank has been asked for it. It should settle by {settles}.",
    ),
    PaymentStatus.SETTLED: ("good", "The money has arrived and is posted to your contract."),
    PaymentStatus.REFUSED: ("danger", "No money moved: {why}."),
    PaymentStatus.FAILED: ("danger", "No money was posted: {why}."),
    PaymentStatus.CANCELED: ("warn", "No money moved."),
    PaymentStatus.RETURNED: (
        "danger",
        "Your contract stands as if it had not been made: {why}. A fee may have been added.",
    ),
}


@dataclass(frozen=True)
class Milestone:
    """A step of the payment's way."""

    words: str = ""
    when: str = ""
    is_done: bool = False


@dataclass(frozen=True)
class ReceiptView:
    """One payment, ready to show."""

    ref: str = ""
    tone: str = "info"
    status: str = ""
    meaning: str = ""
    amount: str = ""
    facts: list[Fact] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    split_title: str = ""
    parts: list[Part] = field(default_factory=list)
    after: list[Fact] = field(default_factory=list)
    authorization: str = ""
    account: str = ""
    can_retry: bool = False


def receipt(found: Receipt) -> ReceiptView:
    """Return everything the receipt shows."""
    tone, status, meaning = _status(found)
    moves = found.split is not None
    return ReceiptView(
        ref=found.ref,
        tone=tone,
        status=status,
        meaning=meaning,
        amount=dollars(found.amount),
        facts=_facts(found),
        milestones=_milestones(found) if moves else [],
        split_title="Where it went"
        if found.status == PaymentStatus.SETTLED
        else "Where it will go",
        parts=_parts(found),
        after=_after(found),
        authorization=found.authorization,
        account=found.contract_ref,
        can_retry=not moves,
    )


def _status(found: Receipt) -> tuple[str, str, str]:
    """Return the tone, the word and the meaning of a payment's state."""
    if found.is_being_checked:
        return "warn", "Being checked", CHECKED
    tone, meaning = MEANINGS.get(found.status, SUBMITTED)
    said = meaning.format(
        settles=weekday_date(found.expected_on),
        why=FAILURES.get(found.failure_code or "", UNKNOWN_FAILURE),
    )
    return tone, WORDS[found.status], said


def _facts(found: Receipt) -> list[Fact]:
    submitted = found.submitted_at.astimezone(EASTERN)
    at = f"{long_date(submitted.date())}, {clock_time(submitted)} Eastern"
    return [
        Fact("Contract", f"{found.vehicle} {found.number_masked}"),
        Fact("From", found.method),
        Fact("Submitted", at),
        Fact("Counts as paid on", weekday_date(found.effective_on)),
    ]


def _milestones(found: Receipt) -> list[Milestone]:
    is_settled = found.status == PaymentStatus.SETTLED
    is_accepted = is_settled or found.status == PaymentStatus.PROCESSING
    settles = long_date(found.expected_on)
    submitted = found.submitted_at.astimezone(EASTERN)
    return [
        Milestone("You submitted it", long_date(submitted.date()), is_done=True),
        Milestone("The bank accepted it", "", is_done=is_accepted),
        Milestone(
            "Settled and posted", "" if is_settled else f"expected by {settles}", is_done=is_settled
        ),
    ]


def _parts(found: Receipt) -> list[Part]:
    if found.split is None:
        return []
    return split(
        principal=found.split.principal,
        interest=found.split.interest,
        fees=found.split.fees,
        credit=found.split.credit,
    )


def _after(found: Receipt) -> list[Fact]:
    if found.split is None:
        return []
    following = (
        "None, the contract is closed"
        if found.closes or found.next_due_on is None
        else f"{dollars(found.next_due_amount)} due {long_date(found.next_due_on)}"
    )
    return [
        Fact(
            "Left to pay after it" if found.is_lease else "Balance after it",
            dollars(found.split.principal_after),
        ),
        Fact("Next payment", following),
    ]
