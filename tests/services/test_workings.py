"""What the portal prints under its figures, read back by somebody who knows nothing of it."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import col, select

from finance_portal.domain.events import Payment, Returned
from finance_portal.models.people import Borrower
from finance_portal.services import demo, history, ledger, schedules
from finance_portal.services.accounts import accounts
from finance_portal.services.boarding.board import board
from finance_portal.services.contracts import ContractNotFound
from finance_portal.services.ledger import Happening
from finance_portal.services.on_a_day import DayRefused, on_a_day
from finance_portal.services.workings import Workings, workings
from tests import make
from tests.make import MORNING, cents
from tests.working.checker import recompute, split

TODAY = MORNING.date()


@pytest.fixture
def portfolio(db):
    board(db, demo.PORTFOLIO, now=MORNING)
    return db


def everybody(db):
    """Every contract of the portfolio with a borrower of it."""
    with db.read() as session:
        people = session.exec(select(Borrower.id).order_by(col(Borrower.id))).all()
    return [
        (person, account)
        for person in people
        for account in accounts(db, borrower_id=person, today=TODAY)
    ]


def test_every_figure_of_every_overview_follows_from_the_lines_under_it(portfolio):
    seen = everybody(portfolio)
    assert len(seen) > 10

    for person, account in seen:
        shown = workings(portfolio, borrower_id=person, account=account)
        due = account.to_cure if account.past_due else account.next_due_amount
        if shown.due:
            assert recompute(shown.due) == due
        if account.last_payment:
            parts = split(shown.last_payment)
            assert parts.get("principal", 0) == account.last_payment.principal
            assert parts.get("interest", 0) == account.last_payment.interest
        if account.lease is None:
            check_loan(shown, account)
        else:
            check_lease(shown, account.lease)


def check_loan(shown, account):
    assert recompute(shown.principal) == account.principal
    assert recompute(shown.interest) == account.accrued_interest
    assert recompute(shown.payoff) == account.payoff_today
    assert recompute(shown.payoff_later) == account.payoff_ten_day
    assert account.closed_on or shown.per_diem[-1].endswith(account.per_diem)


def check_lease(shown, lease):
    assert recompute(shown.remaining) == lease.remaining_payments
    for lines, price in (
        (shown.early_buyout, lease.early_buyout),
        (shown.maturity_buyout, lease.maturity_buyout),
        (shown.miles, lease.miles and lease.miles.charge),
    ):
        assert (recompute(lines) if lines else None) == price


def test_every_payment_of_every_history_follows_from_the_lines_under_it(portfolio):
    checked = 0
    for person, account in everybody(portfolio):
        for each in history.activity(
            portfolio, borrower_id=person, contract_ref=account.ref, today=TODAY
        ):
            if each.kind == "charge" and each.working:
                assert recompute(each.working) == each.amount
            elif each.working:
                parts = split(each.working)
                assert parts.get("interest", 0) == each.interest
                assert parts.get("principal", 0) == each.principal
                assert parts["principal after it"] == each.balance_after
                checked += 1
    assert checked > 100


def test_the_late_charge_of_contract_b_follows_from_the_lines_under_it(portfolio):
    found = [
        each
        for person, account in everybody(portfolio)
        for each in history.activity(
            portfolio, borrower_id=person, contract_ref=account.ref, today=TODAY
        )
        if each.kind == "charge" and each.working
    ]

    assert {recompute(each.working) for each in found} == {34_27}


def test_no_lines_stand_under_figures_that_they_do_not_lead_to(portfolio):
    person, account = everybody(portfolio)[0]
    moved = replace(account, principal=account.principal - 1)

    assert workings(portfolio, borrower_id=person, account=moved) == Workings()


class TestTheSchedules:
    def seen(self, db, place=0):
        person, account = everybody(db)[place]
        return schedules.schedules(
            db, borrower_id=person, contract_ref=account.ref, today=TODAY
        ), account

    def test_stand_side_by_side_and_end_where_the_account_says(self, portfolio):
        found, account = self.seen(portfolio)

        assert len(found.pairs) == 60
        assert [pair.number for pair in found.pairs if pair.is_paid] == list(range(1, 17))
        assert all((pair.projected is None) == pair.is_paid for pair in found.pairs)
        assert found.pairs[-1].own.balance == found.pairs[-1].projected.balance == 0
        projected = [pair.projected for pair in found.pairs if pair.projected]
        assert [(row.due_on, row.balance) for row in projected] == account.projected

    def test_say_what_was_paid_and_what_is_to_come(self, portfolio):
        found, account = self.seen(portfolio)

        assert found.interest_paid == cents("1,309.84") + cents("2,263.68")
        whole = sum(each.principal for each in found.years)
        assert whole == account.amount_financed
        assert sum(each.interest for each in found.years) == (
            found.interest_paid + found.interest_to_come
        )

    def test_show_how_the_last_payment_comes_about(self, portfolio):
        for place, (_, account) in enumerate(everybody(portfolio)):
            found, _ = self.seen(portfolio, place)
            if found.last_working:
                assert recompute(found.last_working) == found.last_payment.payment
            else:
                assert account.lease is not None or account.closed_on

    def test_are_a_table_for_a_spreadsheet(self, portfolio):
        found, _ = self.seen(portfolio)

        first, *rows = csv.reader(io.StringIO(schedules.as_csv(found)))

        assert tuple(first) == schedules.HEADINGS
        assert len(rows) == len(found.pairs)
        assert rows[0][:6] == ["1", "2025-08-01", "1004.91", "378.89", "626.02", "51853.98"]
        assert rows[0][6:] == [""] * 5
        assert rows[-1][-1] == "0.00"

    def test_are_nobody_elses(self, portfolio):
        _, account = everybody(portfolio)[0]
        stranger, _ = everybody(portfolio)[-1]

        with pytest.raises(ContractNotFound):
            schedules.schedules(
                portfolio, borrower_id=stranger, contract_ref=account.ref, today=TODAY
            )


class TestAnotherDay:
    @pytest.fixture
    def books(self, db, tmp_path):
        return make.boarded(db, tmp_path)

    def look(self, books, on, today=date(2026, 5, 10)):
        return on_a_day(
            books.db,
            borrower_id=books.borrower_id,
            contract_ref=books.contract.ref,
            on=on,
            today=today,
        )

    def post(self, books, event, now):
        with books.db.begin() as session:
            ledger.enter(session, books.contract.id, [Happening(event, f"once:{now}")], now)

    def test_shows_balances_and_what_was_due_as_they_were(self, books):
        before = self.look(books, date(2026, 2, 28)).now
        after = self.look(books, date(2026, 3, 1)).now

        assert before.principal == cents("30,000.00")
        assert before.next_due_on == date(2026, 3, 1)
        assert after.principal == cents("29,640.40")
        assert after.next_due_on == date(2026, 4, 1)
        assert after.interest == 0

    def test_what_was_boarded_was_known_on_its_own_day(self, books):
        found = self.look(books, date(2026, 3, 1))

        assert not found.is_corrected
        assert found.later == []

    def test_marks_what_a_return_that_was_entered_later_corrected(self, books):
        april = Payment(
            effective_on=date(2026, 4, 1), sequence=ledger.NEXT, id="P-1", amount=581_52
        )
        self.post(books, april, MORNING.replace(month=4, day=1))
        back = Returned(effective_on=date(2026, 4, 1), sequence=ledger.NEXT, payment_id="P-1")
        self.post(books, back, MORNING.replace(month=4, day=3))

        second = self.look(books, date(2026, 4, 2))
        fourth = self.look(books, date(2026, 4, 4))

        assert (second.then.principal, second.now.principal) == (2920992, 2964040)
        assert second.is_corrected
        (later,) = second.later
        assert later.title == "Payment returned by the bank"
        assert (later.counts_from, later.entered_on) == (date(2026, 4, 1), date(2026, 4, 3))
        assert not fourth.is_corrected
        assert fourth.now.principal == cents("29,640.40")
        assert recompute(fourth.payoff_working) == fourth.now.payoff
        assert recompute(fourth.principal_working) == fourth.now.principal

    @pytest.mark.parametrize("on", [date(2026, 1, 14), date(2026, 5, 11)])
    def test_refuses_a_day_before_the_contract_or_after_today(self, books, on):
        with pytest.raises(DayRefused, match="Choose a day from Jan 15, 2026 to May 10, 2026"):
            self.look(books, on)
