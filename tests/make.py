"""Builders: contracts on a real database, boarded as any lender would, and payments on them."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import col, select

from finance_portal.db import Database
from finance_portal.domain.calendar import EASTERN
from finance_portal.models.contracts import Contract
from finance_portal.models.people import Borrower
from finance_portal.services import contracts, logins, payment_methods, payments, scheduled
from finance_portal.services.boarding.board import board
from finance_portal.services.client import Client
from finance_portal.services.payments import PaymentOrder
from finance_portal.services.vault import live_vault

HERE = Client("127.0.0.1", "tests")
MORNING = datetime(2026, 11, 23, 10, tzinfo=EASTERN)
CHECKING, CARD = "pm_usBankAccount_success", "pm_card_visa_debit"


def cents(text):
    """Read "1,004.91" as cents, without the code under test."""
    whole, part = text.replace(",", "").replace("$", "").split(".")
    return int(whole) * 100 + int(part)


def loan(**changes):
    """The canonical contract L1 of the domain rules, as a boarding record, first payment made."""
    record = {
        "id": "L1",
        "borrowers": [{"id": "P1", "first_name": "Ada", "last_name": "Byron"}],
        "product": "loan",
        "vin": "5UX53GP03S9A00117",
        "vehicle": "2026 Sedan",
        "terms": {
            "principal": "30000.00",
            "rate": "6.00",
            "term": 60,
            "contract_date": "2026-01-15",
            "first_due": "2026-03-01",
            "payment": "581.52",
            "late_charge": {"grace_days": 10, "percent": "5"},
            "returned_payment_fee": "25.00",
            "grace_on_banking_days": False,
        },
        "all_payments": True,
        "last_payments": [["2026-03-01", "581.52", "221.92", "359.60", "29640.40"]],
    }
    terms = record["terms"] | changes.pop("terms", {})
    return record | changes | {"terms": terms}


CURRENT = loan(all_payments=False, last_payments=[])
"""A loan of which every installment was paid when due."""


def file(folder: Path, *records, business_date="2026-03-02", name="contracts.json"):
    """Write a boarding file."""
    path = folder / name
    path.write_text(json.dumps({"business_date": business_date, "contracts": records}))
    return path


@dataclass
class Books:
    """One boarded contract and its borrower."""

    db: Database
    contract: Contract
    borrower_id: int


def boarded(db, folder, record=None, *, now=MORNING, business_date="2026-03-02"):
    """Board one contract and return it."""
    record = record or loan()
    board(db, file(folder, record, business_date=business_date), now=now)
    with db.read() as session:
        contract = contracts.by_number(session, live_vault(), record["id"])
        person = record["borrowers"][0]["id"]
        borrower = session.exec(select(Borrower).where(col(Borrower.external_id) == person)).one()
    return Books(db, contract, borrower.id)


async def method(db, processor, borrower_id, token, now=MORNING):
    """Save a payment method and return its public name."""
    await payment_methods.add_by_token(db, processor, borrower_id=borrower_id, token=token, now=now)
    with db.read() as session:
        return payment_methods.methods_of(session, borrower_id, processor.name)[-1].ref


def draft(books, method_ref, amount, *, choice="other", token=None, **changes):
    """An order as a form is read, before it is reviewed."""
    return PaymentOrder(
        form_token=token or payments.new_form_token(),
        contract_ref=books.contract.ref,
        choice=choice,
        amount=cents(amount),
        method_ref=method_ref,
        **changes,
    )


def order(books, method_ref, amount, *, now=MORNING, **changes):
    """A reviewed order, as the page holds it when the borrower clicks."""
    asked = draft(books, method_ref, amount, **changes)
    return payments.review(books.db, borrower_id=books.borrower_id, order=asked, now=now).order


async def pay(books, processor, method_ref, amount, *, choice="other", now=MORNING):
    """Review and make a payment; return its confirmation number."""
    reviewed = order(books, method_ref, amount, choice=choice, now=now)
    return await click(books, processor, reviewed, now=now)


async def click(books, processor, reviewed, *, now=MORNING, borrower_id=None):
    """Make the payment of a reviewed order; return its confirmation number."""
    return await payments.make_payment(
        books.db,
        processor,
        borrower_id=borrower_id or books.borrower_id,
        order=reviewed,
        now=now,
        ip=HERE.ip,
        user_agent=HERE.user_agent,
    )


def schedule(books, reviewed, *, now=MORNING, borrower_id=None):
    """Keep a reviewed order until its day; return its name."""
    return scheduled.schedule(
        books.db,
        borrower_id=borrower_id or books.borrower_id,
        order=reviewed,
        now=now,
        client=HERE,
    )


def login(books):
    """Give the borrower a way in, with an address that notices go to."""
    with books.db.begin() as session:
        logins.add_login(
            session,
            borrower=session.get_one(Borrower, books.borrower_id),
            user_name="ada.byron",
            password_hash="-",
            now=MORNING,
            email="ada@example.com",
        )
