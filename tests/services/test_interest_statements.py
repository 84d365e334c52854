"""The interest statement of a year: the form or a summary, once, and corrected (1.19)."""

from datetime import date

import pytest
from sqlmodel import select

from finance_portal.domain.deadlines import interest_statement_furnish_by
from finance_portal.models.contracts import Contract, Loan
from finance_portal.services import demo
from finance_portal.services.boarding.board import board
from finance_portal.services.nightly.files import files
from finance_portal.services.nightly.work import work_off
from finance_portal.services.obligors import bound_by_each
from finance_portal.services.statements import past, yearly
from finance_portal.settings import settings
from tests import make
from tests.make import MORNING
from tests.services.stating import at, line, night, of, papers, pay, said, take_back


@pytest.fixture
def portfolio(db):
    board(db, demo.PORTFOLIO, now=MORNING)
    past.issue_past(db, now=MORNING)
    return db


def test_the_interest_of_2025_of_elena_is_in_her_interest_statement(portfolio):
    (row,) = of(portfolio, "P-1001", "interest_statement")

    assert row.period_from == date(2025, 1, 1)
    assert line(row, "sums", "Interest received in 2025") == "$1,309.84"
    assert line(row, "sums", "Outstanding principal at origination") == "$52,480.00"
    assert said(row)["total"] == "$1,309.84"
    assert row.title == "Vehicle loan interest statement (Form 1098-VLI) for 2025"


def test_a_loan_that_was_boarded_without_the_tax_flags_has_a_summary(portfolio):
    (row,) = of(portfolio, "P-1006", "interest_statement")

    assert row.title == "Interest summary for 2025"
    assert "1098" not in row.content


def test_the_names_of_the_form_are_settings(portfolio, monkeypatch):
    form = settings.interest_form.model_copy(update={"title": "Form X", "vin": "Box 9: VIN"})
    monkeypatch.setattr(settings, "interest_form", form)
    (row,) = of(portfolio, "P-1001", "interest_statement")
    with portfolio.read() as session:
        (file,) = files(session, [row.contract_id])
        bound = bound_by_each(session, [row.contract_id])[row.contract_id]
        paper = yearly.paper_of(session, file, 2025, bound)

    assert paper.title == "Form X for 2025"
    assert ["Box 9: VIN", "5UX53GP03S9A00117"] in paper.content["fields"]


def test_it_is_for_the_payer_of_record_alone(portfolio):
    assert len(of(portfolio, "P-1002", "interest_statement")) == 1
    assert of(portfolio, "P-1003", "interest_statement") == []


def test_a40_there_is_none_for_a_lease(portfolio):
    assert of(portfolio, "P-1004", "interest_statement") == []


def is_new(db):
    with db.begin() as session:
        loan = session.exec(select(Loan)).one()
        loan.is_new_vehicle = loan.is_first_lien = loan.is_personal_use = True


@pytest.fixture
def new_vehicle(db, books):
    is_new(db)
    with db.begin() as session:
        contract = session.get_one(Contract, books.contract.id)
        contract.serviced_from = date(2026, 1, 15)
    night(db, "2026-11-23")
    return books


def years(db, day):
    work_off(db, yearly.stating(at(day)), now=at(day))
    return papers(db, "interest_statement")


def test_a38_the_form_of_a_year_is_ready_in_the_middle_of_january(db, tmp_path):
    books = make.boarded(db, tmp_path)  # paid on March 1
    is_new(db)
    night(db, "2026-03-02")
    for month in range(4, 13):
        pay(db, books, f"2026-{month:02}-01", number=month)

    assert years(db, "2027-01-15") == []
    (row,) = years(db, "2027-01-16")
    assert row.title == "Vehicle loan interest statement (Form 1098-VLI) for 2026"
    assert line(row, "sums", "Interest received in 2026") == "$1,482.85"
    assert line(row, "sums", "Outstanding principal at origination") == "$30,000.00"


def test_a39_below_600_it_is_a_summary_without_the_name_of_a_form(db, books):
    night(db, "2026-11-23")
    pay(db, books, "2026-12-01", number=1)  # nothing says that the vehicle was new

    (row,) = years(db, "2027-01-16")

    assert row.title == "Interest summary for 2026"
    assert "1098" not in row.content


def test_a_december_payment_that_comes_back_in_january_corrects_the_year(db, new_vehicle):
    pay(db, new_vehicle, "2026-12-01", number=1)
    years(db, "2027-01-16")
    take_back(db, new_vehicle, "2027-01-18", number=1)
    night(db, "2027-01-19")

    first, corrected = papers(db, "interest_statement")
    assert corrected.corrects_id == first.id
    assert line(corrected, "sums", "Interest received") != line(first, "sums", "Interest received")


def test_a_year_without_interest_has_no_paper(db, new_vehicle):
    with db.begin() as session:
        assert session.exec(select(Loan)).one().interest_from.year == 2026

    assert next(row.period_from.year for row in years(db, "2028-01-20")) == 2026
    assert len(papers(db, "interest_statement")) == 1


def test_a41_it_is_there_before_it_has_to_be_furnished(db, books):
    night(db, "2026-11-23")

    (row,) = years(db, "2027-01-16")

    assert row.dated_on <= interest_statement_furnish_by(2026) == date(2027, 2, 1)
