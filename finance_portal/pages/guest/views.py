"""What a guest is about to pay, or has paid, ready to show. Nothing of the account is in it."""

from dataclasses import dataclass, field

from finance_portal.domain.cents import dollars
from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.language import say, sentence
from finance_portal.services.guest_payments import GuestReview
from finance_portal.ui import wording
from finance_portal.ui.surfaces import Line

BEING_CHECKED = (
    sentence("We are checking it"),
    sentence("It was sent. Load this page again in a minute."),
    "info",
)
STATUS = {
    PaymentStatus.PROCESSING: (
        sentence("On its way"),
        sentence("Your bank has it. It is complete when the bank has paid."),
        "info",
    ),
    PaymentStatus.SETTLED: (
        sentence("Paid"),
        sentence("The payment is complete. Thank you."),
        "good",
    ),
    PaymentStatus.REFUSED: (
        sentence("Not accepted"),
        sentence("Nothing was charged. You can start again."),
        "danger",
    ),
    PaymentStatus.FAILED: (
        sentence("Not paid"),
        sentence("The bank or the card declined it. You can start again with another one."),
        "danger",
    ),
    PaymentStatus.CANCELED: (sentence("Canceled"), sentence("Nothing was charged."), "warn"),
    PaymentStatus.RETURNED: (
        sentence("Returned"),
        sentence("The bank has taken the payment back."),
        "danger",
    ),
}
AGAIN = frozenset({PaymentStatus.REFUSED, PaymentStatus.FAILED, PaymentStatus.CANCELED})


@dataclass(frozen=True)
class GuestView:
    """One guest's payment."""

    problem: str = ""
    amount: str = ""
    total: str = ""
    label: str = ""
    lines: list[Line] = field(default_factory=list)
    timing: str = ""
    authorization: str = ""
    is_paid: bool = False
    ref: str = ""
    status: str = ""
    meaning: str = ""
    tone: str = "info"
    can_retry: bool = False


def view(review: GuestReview) -> GuestView:
    """Return a payment as a guest sees it."""
    total = dollars(review.amount + review.fee)
    status, meaning, tone = ("", "", "info")
    if review.paid_status is not None:
        status, meaning, tone = STATUS.get(review.paid_status, BEING_CHECKED)
    return GuestView(
        problem=review.problem,
        amount=dollars(review.amount),
        total=total,
        label=review.label,
        lines=_lines(review),
        timing=_timing(review),
        authorization=review.authorization,
        is_paid=bool(review.paid_ref),
        ref=review.paid_ref,
        status=say(status),
        meaning=say(meaning),
        tone=tone,
        can_retry=review.paid_status in AGAIN,
    )


def _lines(review: GuestReview) -> list[Line]:
    fee = [Line(say("Fee for paying by card"), dollars(review.fee))] if review.fee else []
    return [
        Line(say("Payment"), dollars(review.amount)),
        *(fee or [Line(say("Fee"), say("Free"))]),
        Line(say("Total"), dollars(review.amount + review.fee), is_total=True),
    ]


def _timing(review: GuestReview) -> str:
    if review.effective_on is None or review.settles_on is None:
        return ""
    counts = say(
        "It counts as paid on {effective_on}.",
        effective_on=wording.weekday_date(review.effective_on),
    )
    if review.settles_on == review.effective_on:
        return counts
    return say(
        "{counts} The bank should have paid by {settles_on}.",
        counts=counts,
        settles_on=wording.weekday_date(review.settles_on),
    )
