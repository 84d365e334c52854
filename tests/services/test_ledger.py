"""The books: what is entered, what it posts, and that nothing of it can be changed."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from finance_portal.domain.events import Payment, Returned
from finance_portal.domain.postings import Account
from finance_portal.models.ledger import BOOKS, EntryKind, LedgerEntry
from finance_portal.services import ledger
from finance_portal.services.contracts import file_of
from finance_portal.services.ledger import Happening
from tests import make
from tests.make import cents


@pytest.fixture
def books(db, tmp_path):
    return make.boarded(db, tmp_path)


def enter(books, *happenings):
    with books.db.begin() as session:
        return ledger.enter(session, books.contract.id, happenings, make.MORNING)


def payment(on, amount, name="p"):
    event = Payment(
        effective_on=date.fromisoformat(on), sequence=ledger.NEXT, id=name, amount=cents(amount)
    )
    return Happening(event, f"settled:{name}")


def balances(books):
    with books.db.read() as session:
        return ledger.balances(session, books.contract.id)


def corrections(books):
    with books.db.read() as session:
        return session.exec(
            select(LedgerEntry).where(col(LedgerEntry.kind) == EntryKind.CORRECTION)
        ).all()


def test_a_boarded_contract_owes_what_its_payments_have_left(books):
    assert balances(books)[Account.PRINCIPAL] == cents("29,640.40")
    assert balances(books)[Account.INTEREST_INCOME] == -cents("221.92")
    assert balances(books)[Account.FUNDING] == -cents("30,000.00")


def test_a03_a_payment_on_time_moves_interest_and_principal(books):
    enter(books, payment("2026-04-01", "581.52"))

    assert balances(books)[Account.PRINCIPAL] == cents("29,209.92")
    assert balances(books)[Account.INTEREST_INCOME] == -cents("372.96")
    assert balances(books)[Account.CASH] == cents("1,163.04")


def test_a_happening_is_entered_once(books):
    assert enter(books, payment("2026-04-01", "581.52"))
    assert not enter(books, payment("2026-04-01", "581.52"))

    assert balances(books)[Account.PRINCIPAL] == cents("29,209.92")


def test_a_back_dated_payment_leaves_a_visible_correction(books):
    enter(books, payment("2026-04-01", "581.52", "april"))
    before = balances(books)[Account.INTEREST_INCOME]

    enter(books, payment("2026-03-16", "290.76", "half"))

    (correction,) = corrections(books)
    assert correction.effective_on == date(2026, 4, 1)
    assert balances(books)[Account.INTEREST_INCOME] != before
    assert_books_agree(books, date(2026, 4, 1))


def test_a30_a_returned_payment_counts_as_never_made(books):
    enter(books, payment("2026-04-01", "581.52"))

    back = Returned(effective_on=date(2026, 4, 3), sequence=ledger.NEXT, payment_id="p")
    enter(books, Happening(back, "returned:p"))

    assert balances(books)[Account.PRINCIPAL] == cents("29,640.40")
    assert balances(books)[Account.CASH] == cents("581.52")
    assert len(corrections(books)) == 1
    with books.db.read() as session:
        file = file_of(session, ledger_contract(session, books))
        position = file.position(date(2026, 4, 10))
    assert position.accrued_interest == cents("194.90")
    assert position.next_installment.due_on == date(2026, 4, 1)


def test_the_next_due_date_follows_for_the_jobs(books):
    enter(books, payment("2026-04-01", "581.52"))

    with books.db.read() as session:
        assert ledger_contract(session, books).next_due_on == date(2026, 5, 1)


@pytest.mark.parametrize("table", [table.__tablename__ for table in BOOKS])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET id = id"])
def test_i4_rows_of_the_books_cannot_be_changed(books, table, change):
    with pytest.raises(DBAPIError, match="append-only"), books.db.begin() as session:
        session.execute(text(change.format(table)))


def ledger_contract(session, books):
    return session.get_one(type(books.contract), books.contract.id)


def assert_books_agree(books, on):
    with books.db.read() as session:
        position = file_of(session, ledger_contract(session, books)).position(on)
    booked = balances(books)
    assert booked.get(Account.PRINCIPAL, 0) == position.principal
    assert booked.get(Account.UNPAID_INTEREST, 0) == position.unpaid_interest
    assert booked.get(Account.LATE_CHARGES, 0) == position.late_charges
    assert sum(booked.values()) == 0
