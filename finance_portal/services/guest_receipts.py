"""The receipt of a guest's payment, sealed: what they paid, and nothing of the account.

It is made when it is asked for and not kept: the account's documents are not the guest's.
"""

from datetime import date, datetime
from typing import Any

from finance_portal.db import Database
from finance_portal.documents import seal
from finance_portal.documents.typesetting import letterhead, typeset
from finance_portal.domain.calendar import EASTERN
from finance_portal.domain.cents import dollars
from finance_portal.domain.payment_status import NO_MONEY_MOVED, WORDS, PaymentStatus
from finance_portal.language import (
    long_day,
    say,
    spoken,
)
from finance_portal.models.payments import Payment, PaymentMethod
from finance_portal.services import guest
from finance_portal.services.document_keys import sealing_key
from finance_portal.services.documents import File
from finance_portal.services.payment_methods import label_for
from finance_portal.services.receipt_papers import ARRIVED, TEMPLATE, title_of
from finance_portal.settings import settings


def guest_receipt(db: Database, way_ref: str, *, now: datetime) -> File | None:
    """Return the receipt of what was paid on a guest's way; None while nothing was.

    `now` is the lender's time. Raises WayLost.
    """
    with db.read() as session:
        visit = guest.named(session, way_ref)
        if visit.payment_id is None:
            return None
        payment = session.get_one(Payment, visit.payment_id)
        method = session.get_one(PaymentMethod, payment.method_id)
        session.expunge_all()
    status = PaymentStatus(payment.status)
    key = sealing_key()
    pdf = typeset(
        TEMPLATE,
        {"from": letterhead(), "language": spoken(), **content_of(payment, method)},
        title=f"{title_of(status)} {payment.ref}",
        dated_on=now.date(),
        keywords=seal.place(key),
    )
    return File(f"receipt-{payment.ref}.pdf", seal.sealed(pdf, key))


def content_of(payment: Payment, method: PaymentMethod) -> dict[str, Any]:
    """Return what the receipt says: no balance, no name, no vehicle, no number of a contract."""
    status, total = PaymentStatus(payment.status), payment.amount_cents + payment.fee_cents
    submitted = payment.submitted_at.astimezone(EASTERN)
    fee = [[say("Card fee"), dollars(payment.fee_cents)]] if payment.fee_cents else []
    rehearsed = [say("SANDBOX: no money moved.")] if settings.processor == "sandbox" else []
    return {
        "amount": dollars(total),
        "status": say(WORDS[status]),
        "words": [_meaning(payment, status), *rehearsed],
        "facts": [
            [say("Confirmation number"), payment.ref],
            [say("From"), label_for(method, method.borrower_id)],
            [say("Submitted"), _day(submitted.date())],
            [say("Counts as paid on"), _day(payment.effective_on)],
            [say("Made"), say("As a guest")],
        ],
        "figures_title": say("What was paid"),
        "figures": [
            [say("Toward the account"), dollars(payment.amount_cents)],
            *fee,
            [say("Payment"), dollars(total), "total"],
        ],
        "authorization": payment.authorization,
    }


def _meaning(payment: Payment, status: PaymentStatus) -> str:
    if status in ARRIVED:
        return say("The money has arrived and is posted to the account.")
    if status in NO_MONEY_MOVED:
        return say("No money moved.")
    match status:
        case PaymentStatus.PROCESSING:
            return say(
                "The bank has been asked for it. It should settle by {day}.",
                day=_day(payment.expected_on),
            )
        case PaymentStatus.RETURNED:
            return say("The money went back. It does not count as paid.")
        case _:
            return say("It is being handed to the bank. This is not yet a confirmation.")


def _day(day: date) -> str:
    return long_day(day)
