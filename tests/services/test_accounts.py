"""What each demo borrower sees: the figures of domain.md, section 4, to the cent."""

from datetime import date

import pytest
from sqlmodel import col, select

from finance_portal.models.people import Borrower
from finance_portal.services import demo, history
from finance_portal.services.accounts import accounts
from finance_portal.services.boarding.board import board
from tests.make import MORNING, cents

FIGURES = {
    ("P-1001", 0): {
        "standing": "current",
        "principal": "39,974.96",
        "accrued_interest": "126.27",
        "payoff_ten_day": "40,161.35",
        "next_due_amount": "1,004.91",
        "next_due_on": date(2026, 12, 1),
        "per_diem": "6.0127",
    },
    ("P-1002", 0): {
        "standing": "past_due",
        "principal": "25,040.88",
        "past_due": "685.38",
        "days_past_due": 22,
        "late_charges": "34.27",
        "returned_fees": "30.00",
        "to_cure": "749.65",
        "payoff_ten_day": "25,450.49",
    },
    ("P-1005", 0): {
        "standing": "current",
        "principal": "30,516.97",
        "payoff_ten_day": "30,584.79",
        "next_due_on": date(2026, 12, 20),
        "installments_left": 3,
    },
    ("P-1006", 0): {
        "standing": "paid_ahead",
        "principal": "18,549.82",
        "next_due_on": date(2027, 1, 5),
        "next_due_amount": "752.20",
    },
    ("P-1007", 0): {
        "standing": "paid_off",
        "principal": "0.00",
        "payoff_today": "0.00",
        "closed_on": date(2026, 10, 26),
        "credit_balance": "0.00",
    },
    ("P-1008", 0): {
        "standing": "current",
        "principal": "30,793.31",
        "maturity_on": date(2030, 12, 19),
    },
    ("P-1009", 0): {
        "rate": "6.00%",
        "contract_rate": "9.49%",
        "next_due_amount": "622.84",
        "signed_installment": "669.09",
    },
    ("P-1011", 0): {
        "standing": "first_bill",
        "next_due_amount": "1,144.28",
        "next_due_on": date(2026, 12, 31),
    },
}
LEASES = {
    ("P-1004", 0): {
        "payments_made": 33,
        "payments_left": 3,
        "remaining_payments": "2,719.32",
        "early_buyout": "37,456.12",
        "maturity_buyout": "35,345.15",
        "extended_months": 0,
    },
    ("P-1006", 1): {"payments_left": 24, "remaining_payments": "15,636.72"},
    ("P-1010", 0): {"payments_left": 1, "extended_months": 3, "early_buyout": None},
}


@pytest.fixture
def portfolio(db):
    board(db, demo.PORTFOLIO, now=MORNING)
    return db


def seen_by(db, person):
    with db.read() as session:
        borrower = session.exec(select(Borrower).where(col(Borrower.external_id) == person)).one()
    return borrower.id, accounts(db, borrower_id=borrower.id, today=MORNING.date())


def shown(wanted):
    is_money = isinstance(wanted, str) and wanted[-3:-2] == "." and "%" not in wanted
    return cents(wanted) if is_money else wanted


def test_the_figures_of_the_demo_portfolio(portfolio):
    for (person, place), figures in FIGURES.items():
        account = seen_by(portfolio, person)[1][place]
        assert {name: getattr(account, name) for name in figures} == {
            name: shown(wanted) for name, wanted in figures.items()
        }, person


def test_the_three_figures_of_a_lease_are_kept_apart(portfolio):
    for (person, place), figures in LEASES.items():
        lease = seen_by(portfolio, person)[1][place].lease
        assert {name: getattr(lease, name) for name in figures} == {
            name: shown(wanted) for name, wanted in figures.items()
        }, person


def test_the_mileage_of_a_lease_is_projected(portfolio):
    miles = seen_by(portfolio, "P-1004")[1][0].lease.miles

    assert (miles.projected, miles.excess, miles.charge) == (31_223, 1_211, cents("302.75"))


def test_co_borrowers_see_the_same_contract(portfolio):
    marcus, priya = (seen_by(portfolio, person)[1] for person in ("P-1002", "P-1003"))

    assert marcus == priya


def test_the_balance_over_time_begins_with_the_amount_financed_and_ends_at_zero(portfolio):
    account = seen_by(portfolio, "P-1001")[1][0]

    assert account.balance_history[0] == (date(2025, 6, 14), cents("52,480.00"))
    assert account.balance_history[-1] == (date(2026, 11, 2), cents("39,974.96"))
    assert account.projected[-1][1] == 0


def test_a_returned_payment_stays_in_the_history(portfolio):
    borrower_id, (account,) = seen_by(portfolio, "P-1002")
    lines = history.activity(
        portfolio, borrower_id=borrower_id, contract_ref=account.ref, today=MORNING.date()
    )
    august = [line for line in lines if line.on.month == 8 and line.on.year == 2026]

    assert [(line.on.day, line.kind, line.status, line.amount) for line in august] == [
        (19, "payment", "posted", cents("685.38")),
        (5, "charge", "posted", cents("30.00")),
        (5, "return", "posted", -cents("685.38")),
        (3, "payment", "returned", cents("685.38")),
    ]
    assert (august[0].interest, august[0].principal) == (cents("284.99"), cents("400.39"))
    assert august[-1].balance_after is None
