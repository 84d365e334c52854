"""What was written to borrowers stays among their documents, word for word (R18.3)."""

from datetime import datetime

import pytest

from finance_portal import jobs
from finance_portal.domain.calendar import EASTERN
from finance_portal.models.people import Obligor
from finance_portal.services import documents
from finance_portal.services.security import contact_changes
from tests import make, paper
from tests.api.doors import login
from tests.nightly.portfolio import boarded, loans
from tests.services.after_paying import paid
from tests.services.desks import desk_of, signed_in, told, words
from tests.services.stating import night, papers, said

pytestmark = pytest.mark.anyio


def notices(db):
    return papers(db, "notice")


def paragraphs(row):
    return " ".join(said(row)["words"])


def test_a_late_charge_is_told_once_to_all_who_are_bound_and_kept(db, tmp_path):
    both = loans(1)
    both[0]["borrowers"].append({"id": "P9", "first_name": "Grace", "last_name": "Hopper"})
    boarded(db, tmp_path, both)
    late = datetime(2026, 4, 12, 1, tzinfo=EASTERN)

    assert jobs.assess_late_charges(db, now=late) == 1
    assert jobs.assess_late_charges(db, now=late) == 0

    (row,) = notices(db)
    assert row.borrower_id is None
    assert said(row)["to"] == ["Ada Byron 0", "Grace Hopper"]
    assert row.title == "A late charge of $29.08 was added"
    assert "due on April 1, 2026" in paragraphs(row)
    assert "by April 11, 2026" in paragraphs(row)
    assert "$29.08" in paper.text(documents.file_of(row))


async def test_a_payment_that_comes_back_is_kept_for_the_payer_alone(books, world):
    await paid(books, world, "pm_usBankAccount_insufficientFunds")

    (row,) = notices(books.db)
    assert row.borrower_id == books.borrower_id
    assert row.title == "Your payment was returned"
    assert "not enough money" in paragraphs(row)


def test_a_new_contract_begins_with_a_letter_about_the_first_payment(db, tmp_path):
    new = make.loan(
        terms={"contract_date": "2026-02-25", "first_due": "2026-04-01"},
        all_payments=False,
        last_payments=[],
    )
    make.boarded(db, tmp_path, new)

    night(db, "2026-03-02")
    night(db, "2026-03-03")

    (row,) = notices(db)
    assert row.title == "Welcome: your first payment"
    assert "$581.52 is due on April 1, 2026" in paragraphs(row)


def test_a_contract_that_is_under_way_gets_no_welcome(db, tmp_path):
    boarded(db, tmp_path, loans(1))

    night(db, "2026-03-02")

    assert notices(db) == []


def test_another_address_for_codes_is_kept_without_the_link_that_undoes_it(db, tmp_path):
    desk, elena = desk_of(db), login(db, email="elena@example.com")
    books = make.boarded(db, tmp_path)
    with db.begin() as session:
        session.add(
            Obligor(contract_id=books.contract.id, borrower_id=elena.borrower_id, is_primary=False)
        )
    act = signed_in(desk, elena)
    contact_changes.ask(desk, act, "email", typed="new@example.com")
    code = words(db, "contact_code").code

    contact_changes.change(desk, act, "email", typed="new@example.com", code=code)

    (row,) = notices(db)
    assert row.borrower_id == elena.borrower_id
    assert row.title == "Your e-mail address was changed"
    assert len(told(db, "email_changed")) == 2
    assert "not-me" not in row.content
    assert "new@example.com" not in row.content
