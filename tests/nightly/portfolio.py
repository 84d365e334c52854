"""Builders: many boarded contracts, and what is to be taken from them on a day."""

from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace

from sqlmodel import col, select

from finance_portal.domain.calendar import EASTERN
from finance_portal.models.autopay import Autopay, PaymentAuthorization
from finance_portal.models.contracts import Contract
from finance_portal.models.payments import PaymentMethod
from finance_portal.models.people import Borrower, Obligor
from finance_portal.models.scheduled import ScheduledPayment
from finance_portal.services.boarding.board import board
from tests import make

PROCESSOR = SimpleNamespace(name="stripe", livemode=False)
"""The jobs that make payments need only this much of a processor."""


def night(day):
    return datetime.fromisoformat(f"{day}T01:00").replace(tzinfo=EASTERN)


def loans(count, **changes):
    """L1 that many times, each with a borrower of its own."""
    return [
        make.loan(
            id=f"N{number}",
            borrowers=[{"id": f"P{number}", "first_name": "Ada", "last_name": f"Byron {number}"}],
            **changes,
        )
        for number in range(count)
    ]


def boarded(db, folder, records, business_date="2026-03-02"):
    """Board contracts; return their ids in order."""
    board(db, make.file(folder, *records, business_date=business_date), now=make.MORNING)
    with db.read() as session:
        return list(session.exec(select(Contract.id).order_by(col(Contract.id))))


@dataclass
class Payer:
    """Who pays a contract, and what with."""

    borrower_id: int
    method_id: int


def payer(session, contract_id, **changes):
    """Give a contract's first borrower a checking account."""
    borrower_id = session.exec(
        select(Borrower.id)
        .join(Obligor, col(Obligor.borrower_id) == Borrower.id)
        .where(col(Obligor.contract_id) == contract_id)
    ).first()
    method = PaymentMethod(
        **{
            "ref": f"method-{contract_id}",
            "borrower_id": borrower_id,
            "processor": PROCESSOR.name,
            "livemode": False,
            "customer": f"cus_{contract_id}",
            "method": f"pm_{contract_id}",
            "kind": "us_bank_account",
            "label": "Test Bank",
            "last4": "6789",
            "usable": True,
            "added_at": make.MORNING,
            **changes,
        }
    )
    session.add(method)
    session.flush()
    return Payer(borrower_id, method.id)


def scheduled(db, contract_id, pay_on, amount="581.52", method=None, **changes):
    """Order a payment for a day; return its id."""
    with db.begin() as session:
        by = method or payer(session, contract_id)
        row = ScheduledPayment(
            **{
                "ref": f"S-{contract_id}-{pay_on}",
                "contract_id": contract_id,
                "borrower_id": by.borrower_id,
                "method_id": by.method_id,
                "form_token": f"token-{contract_id}-{pay_on}",
                "pay_on": night(pay_on).date(),
                "amount_cents": make.cents(amount),
                "intent": "regular",
                "status": "waiting",
                "made_at": make.MORNING,
                "changed_at": make.MORNING,
                "authorization": "I authorize it.",
                "ip": "127.0.0.1",
                "user_agent": "tests",
                **changes,
            }
        )
        session.add(row)
        session.flush()
        return row.id


def autopay(db, contract_id, debit_on, method=None, **changes):
    """Turn autopay on for what is due, its next debit on a day; return its id."""
    with db.begin() as session:
        by = method or payer(session, contract_id)
        signed = PaymentAuthorization(
            ref=f"Z-{contract_id}",
            contract_id=contract_id,
            borrower_id=by.borrower_id,
            method_id=by.method_id,
            words="I authorize it.",
            version="1",
            hash="0" * 64,
            signed_name="Ada Byron",
            signed_at=make.MORNING,
            ip="127.0.0.1",
            user_agent="tests",
        )
        session.add(signed)
        session.flush()
        row = Autopay(
            **{
                "ref": f"A-{contract_id}",
                "contract_id": contract_id,
                "borrower_id": by.borrower_id,
                "method_id": by.method_id,
                "authorization_id": signed.id,
                "status": "active",
                "amount": "due",
                "frequency": "monthly",
                "starts_on": night("2026-03-02").date(),
                "next_debit_on": night(debit_on).date(),
                "changed_at": make.MORNING,
                "made_at": make.MORNING,
                **changes,
            }
        )
        session.add(row)
        session.flush()
        return row.id


def all_of(db, table):
    with db.read() as session:
        return session.exec(select(table).order_by(col(table.id))).all()
