"""What if more were paid: the figures shown are those that the ledger then posts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from finance_portal.domain.events import Intent, Payment
from finance_portal.domain.postings import Account
from finance_portal.domain.projection import Extra
from finance_portal.services import accounts, ledger, what_if
from finance_portal.services.contracts import ContractNotFound, file_of
from finance_portal.services.ledger import Happening
from tests import make
from tests.make import cents

ON = date(2026, 3, 2)
PLANS = {
    "agreed": Extra(),
    "once": Extra(once=1_000_00),
    "monthly": Extra(monthly=100_00),
    "every two weeks": Extra(every_two_weeks=True),
}


@pytest.fixture
def books(db, tmp_path):
    return make.boarded(db, tmp_path, make.loan(terms={"term": 14, "payment": "2223.17"}))


def look(books, extra=PLANS["agreed"], today=ON):
    return what_if.what_if(
        books.db,
        borrower_id=books.borrower_id,
        contract_ref=books.contract.ref,
        extra=extra,
        today=today,
    )


def post(books, payment):
    event = replace(payment, sequence=ledger.NEXT)
    with books.db.begin() as session:
        ledger.enter(
            session,
            books.contract.id,
            [Happening(event, f"settled:{payment.id}")],
            make.MORNING,
        )


def file(books):
    with books.db.read() as session:
        return file_of(session, session.get_one(type(books.contract), books.contract.id))


def booked(books):
    with books.db.read() as session:
        return ledger.balances(session, books.contract.id)


@pytest.mark.parametrize("extra", PLANS.values(), ids=PLANS)
def test_the_ledger_posts_what_was_projected_to_the_cent(books, extra):
    before = booked(books)[Account.INTEREST_INCOME]
    projection = look(books, extra).extra

    for payment, (_, principal) in zip(projection.payments, projection.balances, strict=True):
        post(books, payment)
        assert booked(books)[Account.PRINCIPAL] == principal

    assert before - booked(books)[Account.INTEREST_INCOME] == projection.interest
    position = file(books).position(ON)
    assert position.closed_on == projection.closes_on
    assert position.credit_balance == 0


def test_extra_money_saves_interest_and_time(books):
    seen = look(books, Extra(monthly=100_00))

    assert seen.interest_saved == seen.agreed.total - seen.extra.total > 0
    assert seen.extra.closes_on <= seen.agreed.closes_on


def test_somebody_elses_contract_is_not_found(books):
    with pytest.raises(ContractNotFound):
        what_if.what_if(
            books.db,
            borrower_id=books.borrower_id + 1,
            contract_ref=books.contract.ref,
            extra=Extra(),
            today=ON,
        )


@pytest.fixture
def l1(db, tmp_path):
    return make.boarded(db, tmp_path)


def test_three_ways_to_apply_the_same_money_side_by_side(l1):
    regular, principal, held = what_if.outcomes(file(l1), cents("500.00"), ON)

    assert [regular.intent, principal.intent, held.intent] == list(what_if.WAYS)
    assert regular.next_due_amount == cents("81.52")
    assert principal.next_due_amount == cents("581.52")
    assert held.next_due_amount == cents("81.52")
    assert principal.interest_saved > regular.interest_saved > held.interest_saved == 0
    assert principal.closes_on < regular.closes_on == held.closes_on == date(2031, 2, 1)


def test_a_regular_payment_of_two_installments_moves_the_due_date_by_two(l1):
    regular, principal, _ = what_if.outcomes(file(l1), cents("1163.04"), ON)

    assert regular.next_due_on == date(2026, 6, 1)
    assert principal.next_due_on == date(2026, 4, 1)


@pytest.mark.parametrize("intent", what_if.WAYS)
def test_an_outcome_is_what_the_ledger_then_posts(l1, intent):
    seen = what_if.outcome(file(l1), cents("500.00"), ON, intent=intent)

    post(
        l1,
        Payment(effective_on=ON, sequence=0, id="made", amount=cents("500.00"), intent=intent),
    )
    position = file(l1).position(ON)
    rest = look(l1).agreed
    assert position.principal == seen.principal_after
    assert position.next_installment.due_on == seen.next_due_on
    assert rest.closes_on == seen.closes_on


def test_money_that_is_held_is_applied_by_the_payment_of_the_rest(l1):
    due_on = date(2026, 4, 1)
    held = what_if.outcome(file(l1), cents("500.00"), ON, intent=Intent.HELD)
    post(l1, Payment(effective_on=ON, sequence=0, id="h", amount=50000, intent=Intent.HELD))

    post(l1, Payment(effective_on=due_on, sequence=0, id="rest", amount=held.next_due_amount))

    position = file(l1).position(due_on)
    assert position.unapplied == 0
    assert position.next_installment.due_on == date(2026, 5, 1)
    assert position.principal == cents("29209.92")  # as if all of it had been paid that day (A03)


def test_what_is_held_is_taken_off_what_the_overview_asks_for(l1):
    post(l1, Payment(effective_on=ON, sequence=0, id="h", amount=50000, intent=Intent.HELD))

    (seen,) = accounts.accounts(l1.db, borrower_id=l1.borrower_id, today=ON)

    assert seen.next_due_amount == cents("81.52")
    assert seen.already_paid_toward_next == cents("500.00")


@pytest.mark.parametrize(
    ("amount", "intent", "why"),
    [
        ("581.52", Intent.HELD, "Less than $581.52"),
        ("40000.00", Intent.REGULAR, "pays off the contract"),
        ("29640.90", Intent.PRINCIPAL_ONLY, "The principal is"),
    ],
)
def test_a_way_that_is_closed_says_why(l1, amount, intent, why):
    assert why in what_if.outcome(file(l1), cents(amount), ON, intent=intent).why_not


def test_what_is_past_due_comes_before_principal_and_before_what_is_kept(l1):
    late = date(2026, 4, 1) + timedelta(days=3)

    regular, principal, held = what_if.outcomes(file(l1), cents("700.00"), late)

    assert not regular.why_not
    assert "past due" in principal.why_not
    assert "regular payment" in held.why_not


def test_paying_all_of_it_saves_all_the_interest_to_come(l1):
    payoff = file(l1).position(ON).payoff_on(ON)

    regular, *_ = what_if.outcomes(file(l1), payoff, ON)

    assert (regular.closes_on, regular.next_due_on) == (ON, None)
    assert regular.interest_saved == look(l1).agreed.total - payoff
