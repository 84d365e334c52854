"""Somebody who pays a contract off: the dial, letters, and payments that arrive or come back."""

from dataclasses import replace
from datetime import date

from finance_portal.domain.allocation import Bucket
from finance_portal.domain.events import Charge, Intent, Waiver
from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.models.payments import Payment
from finance_portal.services import contracts, documents, journal, payment_entries, payments
from finance_portal.services.ledger import NEXT
from finance_portal.services.payments import PaymentOrder
from finance_portal.services.payoff.dial import dial_of
from finance_portal.services.payoff.quoting import Wanted, quote
from tests import paper
from tests.make import cents
from tests.services.payers import at, payer

QUOTED = at("2026-04-10")
THROUGH = date(2026, 4, 20)
TOTAL = cents("29,301.15")


def b2(db, folder):
    """Return the borrower of B2: two payments made, the second on April 1."""
    ada = payer(db, folder)
    ada.pay("2026-04-01", "581.52")
    return ada


def dial(ada, now=QUOTED):
    return dial_of(
        ada.db,
        borrower_id=ada.books.borrower_id,
        contract_ref=ada.contract_ref,
        today=now.date(),
    )


def ask(ada, through=THROUGH, *, now=QUOTED, **changes):
    wanted = Wanted(contract_ref=ada.contract_ref, good_through=through, **changes)
    return quote(ada.db, replace(ada.act, now=now), wanted=wanted, now=now)


def letter(ada, ref):
    file = documents.opened(ada.db, borrower_id=ada.books.borrower_id, ref=ref, now=QUOTED)
    return " ".join(paper.text(file.pdf).split())


def review(ada, now, **changes):
    order = PaymentOrder(
        form_token="t",
        contract_ref=ada.contract_ref,
        choice="payoff",
        amount=0,
        method_ref=ada.method.ref,
        **changes,
    )
    return payments.review(ada.db, borrower_id=ada.books.borrower_id, order=order, now=now)


def charge(ada, on, amount="29.08"):
    event = Charge(
        effective_on=date.fromisoformat(on),
        sequence=NEXT,
        bucket=Bucket.LATE_CHARGES,
        amount=cents(amount),
    )
    ada.enter(event, at(on))


def arrived(ada, on, amount, *, intent=Intent.PAYOFF, status=PaymentStatus.SETTLED):
    """Let a payment of any amount settle, as news of the processor would; return it."""
    with ada.db.begin() as session:
        row = Payment(
            ref=f"P-{on}",
            contract_id=ada.books.contract.id,
            borrower_id=ada.books.borrower_id,
            method_id=ada.method.id,
            form_token=on,
            amount_cents=amount,
            intent=intent,
            status=status,
            effective_on=date.fromisoformat(on),
            expected_on=date.fromisoformat(on),
            submitted_at=at(on),
            changed_at=at(on),
            processor="sandbox",
            livemode=False,
            authorization="",
            ip="",
            user_agent="",
        )
        session.add(row)
        session.flush()
        payment_entries.enter(session, row, status, at(on))
    return row


def came_back(ada, payment, on):
    with ada.db.begin() as session:
        row = session.get_one(Payment, payment.id)
        row.status = PaymentStatus.RETURNED
        payment_entries.enter(session, row, PaymentStatus.RETURNED, at(on))


def position(ada, on):
    with ada.db.read() as session:
        contract = contracts.contract_of(session, ada.books.borrower_id, ada.contract_ref)
        return contracts.file_of(session, contract).position(date.fromisoformat(on))


def waivers(ada):
    with ada.db.read() as session:
        found = journal.events_of(session, ada.books.contract.id)
    return [each.amount for each in found if isinstance(each, Waiver)]
