"""What a receipt says: the state of one payment, in words. Pure."""

from dataclasses import dataclass, field

from finance_portal.domain.calendar import EASTERN
from finance_portal.domain.cents import dollars
from finance_portal.domain.payment_status import NO_MONEY_MOVED, WORDS, PaymentStatus
from finance_portal.domain.rights import Right
from finance_portal.language import say, sentence
from finance_portal.notices.payment_news import reason_in_words
from finance_portal.services.receipts import Receipt
from finance_portal.ui.money import Part, split
from finance_portal.ui.surfaces import Fact
from finance_portal.ui.wording import clock_time, long_date, weekday_date

CARD = "card"

BEING_SENT, UNDER_WAY = 3, 30  # seconds after which the receipt asks how it goes on

ARRIVED = {PaymentStatus.SETTLED, PaymentStatus.REINSTATED}
ENDED_BADLY = NO_MONEY_MOVED | {PaymentStatus.RETURNED}
CHECKED = sentence("A person is looking at this payment. You need not do anything.")
SUBMITTED = ("info", sentence("It is being handed to the bank. This page says how it goes on."))
MEANINGS = {
    PaymentStatus.PROCESSING: (
        "info",
        sentence("Your bank has been asked for it. It should settle by {settles}."),
    ),
    PaymentStatus.SETTLED: (
        "good",
        sentence("The money has arrived and is posted to your contract."),
    ),
    PaymentStatus.REFUSED: ("danger", sentence("No money moved: {why}.")),
    PaymentStatus.FAILED: ("danger", sentence("No money was posted: {why}.")),
    PaymentStatus.CANCELED: ("warn", sentence("No money moved.")),
    PaymentStatus.RETURNED: (
        "danger",
        sentence("The money went back: {why}. Your contract stands as if it had not been paid."),
    ),
    PaymentStatus.REINSTATED: (
        "good",
        sentence(
            "The bank gave the money back to us. The payment counts, from the day it was made."
        ),
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
    working: list[str] = field(default_factory=list)
    after: list[Fact] = field(default_factory=list)
    authorization: str = ""
    account: str = ""
    can_retry: bool = False
    is_mine: bool = False
    can_stop: bool = False  # the second try that is planned
    has_paper: bool = True  # whoever looks may have it as a PDF
    next_steps: list[str] = field(default_factory=list)
    ask_again_after: int = 0  # seconds; 0: nothing more is expected


def receipt(found: Receipt) -> ReceiptView:
    """Return everything the receipt shows."""
    tone, status, meaning = _status(found)
    moves = found.split is not None
    return ReceiptView(
        ref=found.ref,
        tone=tone,
        status=status,
        meaning=meaning,
        amount=dollars(found.amount + found.card_fee),
        facts=_facts(found),
        milestones=_milestones(found) if moves else [],
        split_title=say("Where it went") if found.status in ARRIVED else say("Where it will go"),
        parts=_parts(found),
        working=list(found.split.working) if found.split else [],
        after=_after(found),
        authorization=found.authorization,
        account=found.contract_ref,
        can_retry=not moves and found.access.allows(Right.PAY),
        is_mine=found.is_mine,
        can_stop=found.retry_on is not None and found.is_mine,
        has_paper=found.is_mine or found.access.allows(Right.DOCUMENTS),
        next_steps=_next_steps(found),
        ask_again_after=_ask_again_after(found.status),
    )


def _status(found: Receipt) -> tuple[str, str, str]:
    """Return the tone, the word and the meaning of a payment's state."""
    if found.is_being_checked:
        return "warn", say("Being checked"), say(CHECKED)
    tone, meaning = MEANINGS.get(found.status, SUBMITTED)
    said = say(meaning, settles=weekday_date(found.expected_on), why=_why(found))
    return tone, say(WORDS[found.status]), said


def _why(found: Receipt) -> str:
    return say(reason_in_words(found.failure_code, is_card=found.method_kind == CARD))


def _next_steps(found: Receipt) -> list[str]:
    """Return what follows from a payment that came back: the fee, and what to do."""
    said = []
    if found.returned_fee:
        said.append(
            say(
                "Your contract has a fee for this: {returned_fee}.",
                returned_fee=dollars(found.returned_fee),
            )
        )
    if found.retry_on:
        said.append(
            say(
                "We try it once more on {retry_on}. Pay another way before that day, "
                "and we do not.",
                retry_on=weekday_date(found.retry_on),
            )
        )
    elif found.status in ENDED_BADLY:
        said.append(say("You can pay another way. We do not try this payment again."))
    if found.refunded:
        said.append(say("{refunded} of it was refunded.", refunded=dollars(found.refunded)))
    return said


def _ask_again_after(status: PaymentStatus) -> int:
    if status in {PaymentStatus.CREATED, PaymentStatus.INTENT, PaymentStatus.SUBMITTING}:
        return BEING_SENT
    return UNDER_WAY if status == PaymentStatus.PROCESSING else 0


def _facts(found: Receipt) -> list[Fact]:
    submitted = found.submitted_at.astimezone(EASTERN)
    at = say("{day}, {hour} Eastern", day=long_date(submitted.date()), hour=clock_time(submitted))
    fee = []
    if found.card_fee:
        fee = [
            Fact(say("Toward your contract"), dollars(found.amount)),
            Fact(say("Card fee"), dollars(found.card_fee)),
        ]
    return [
        *fee,
        Fact(say("Contract"), f"{found.vehicle} {found.number_masked}"),
        Fact(say("From"), found.method),
        *_made_by(found.origin),
        *_paid_by(found),
        Fact(say("Submitted"), at),
        Fact(say("Counts as paid on"), weekday_date(found.effective_on)),
    ]


def _made_by(origin: str) -> list[Fact]:
    words = {
        "autopay": say("By autopay"),
        "scheduled": say("As scheduled"),
        "retry": say("A second try"),
        "guest": say("As a guest"),
    }
    return [Fact(say("Made"), words[origin])] if origin in words else []


def _paid_by(found: Receipt) -> list[Fact]:
    """Say who paid without being bound: somebody who was given access."""
    return [Fact(say("Paid by"), found.made_by)] if found.made_by else []


def _milestones(found: Receipt) -> list[Milestone]:
    is_settled = found.status in ARRIVED
    is_accepted = is_settled or found.status == PaymentStatus.PROCESSING
    settles = long_date(found.expected_on)
    submitted = found.submitted_at.astimezone(EASTERN)
    return [
        Milestone(say("You submitted it"), long_date(submitted.date()), is_done=True),
        Milestone(say("The bank accepted it"), "", is_done=is_accepted),
        Milestone(
            say("Settled and posted"),
            "" if is_settled else say("expected by {settles}", settles=settles),
            is_done=is_settled,
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
        held=found.split.held,
        is_lease=found.is_lease,
    )


def _after(found: Receipt) -> list[Fact]:
    if found.split is None:
        return []
    following = (
        say("None, the contract is closed")
        if found.closes or found.next_due_on is None
        else say(
            "{amount} due {day}",
            amount=dollars(found.next_due_amount),
            day=long_date(found.next_due_on),
        )
    )
    return [
        Fact(
            say("Left to pay after it") if found.is_lease else say("Balance after it"),
            dollars(found.split.principal_after),
        ),
        Fact(say("Next payment"), following),
    ]
