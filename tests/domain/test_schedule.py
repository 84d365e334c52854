"""The level payment and the schedule that follows from it."""

from dataclasses import replace

import pytest

from finance_portal.domain.events import Intent
from finance_portal.domain.position import Standing
from finance_portal.domain.schedule import (
    contract_schedule,
    level_payment,
    projected_schedule,
    totals,
    totals_by_year,
)
from tests.domain.make import (
    B1,
    B2,
    L1,
    L1B,
    amounts,
    cents,
    day,
    loan,
    on_time,
    paid,
    position,
)


def solved(terms):
    return level_payment(
        terms.amount_financed,
        terms.rate,
        terms.day_count,
        terms.interest_from,
        terms.due_dates,
        balloon=terms.balloon,
    )


def test_a01_the_level_payment_on_real_days():
    assert solved(L1) == cents("581.52")


def test_a19_the_last_installment_is_trued_up():
    rows = contract_schedule(L1)

    assert rows[-1].due_on == day("2031-02-01")
    assert rows[-1].payment == cents("581.43")
    assert rows[-1].interest == cents("2.95")
    assert rows[-1].balance == 0
    assert totals(rows) == amounts("34,891.11", "4,891.11", "30,000.00")


def test_a19_the_ledger_comes_out_as_the_schedule_says():
    last = on_time(L1)[-1]

    state = position(on_time(L1), "2031-02-01")

    assert last.amount == cents("581.43")
    assert state.applied[last.id].interest == cents("2.95")
    assert state.principal == state.accrued_interest == 0
    assert state.standing is Standing.PAID_OFF
    assert sum(each.interest for each in state.applied.values()) == cents("4,891.11")


def test_a23_the_level_payment_of_a_balloon_contract():
    assert solved(L1B) == cents("737.85")

    rows = contract_schedule(L1B)

    assert [row.payment for row in rows[:-1]] == [cents("737.85")] * 47
    assert rows[-1].balance == 0
    assert abs(rows[-1].payment - cents("18,000.00")) < cents("0.48")


def test_a37_interest_by_calendar_year():
    years = totals_by_year(contract_schedule(L1))

    assert {year: of_year.interest for year, of_year in years.items()} == {
        2026: cents("1,482.85"),
        2027: cents("1,387.72"),
        2028: cents("1,046.22"),
        2029: cents("677.08"),
        2030: cents("288.41"),
        2031: cents("8.83"),
    }


def test_a56_the_last_installment_is_drawn_exactly_and_closes_the_contract():
    all_but_last = on_time(L1)[:-1]
    before = position(all_but_last, "2031-01-20")
    assert before.amount_due == cents("581.43")

    after = position([*all_but_last, paid("2031-02-01", "581.43")], "2031-02-01")

    assert after.is_closed
    assert after.next_installment is None
    assert after.credit_balance == 0


def test_a_late_payment_makes_the_last_installment_grow_and_an_early_one_shrink():
    on_schedule = projected_schedule(L1, B2, day("2026-04-01"))[-1].payment
    late = projected_schedule(L1, [*B1, paid("2026-04-11")], day("2026-04-11"))[-1].payment
    early = projected_schedule(L1, [*B1, paid("2026-03-22")], day("2026-03-22"))[-1].payment

    assert on_schedule == cents("581.43")
    assert early < on_schedule < late


def test_a_projection_pays_what_is_past_due_on_its_day():
    rows = projected_schedule(L1, B1, day("2026-05-10"))

    assert [row.due_on for row in rows[:3]] == [
        day("2026-05-10"),
        day("2026-05-10"),
        day("2026-06-01"),
    ]
    assert rows[0].number == 2
    assert rows[-1].balance == 0


def test_a_projection_of_a_paid_off_contract_is_empty():
    payoff = paid("2026-04-10", "29,253.13", Intent.PAYOFF)

    assert projected_schedule(L1, [*B2, payoff], day("2026-04-10")) == []


def test_curtailed_contracts_end_earlier_and_never_ask_for_more_than_is_left():
    curtailment = paid("2026-04-10", "29,000.00", Intent.PRINCIPAL_ONLY)
    state = position([*B2, curtailment], "2026-04-10")
    # 209.92 of principal, 43.2146 accrued, and 0.7247 more in the 21 days until 1 May.
    assert state.amount_due == cents("253.86")

    after = position([*B2, curtailment, paid("2026-05-01", "253.86")], "2026-05-01")

    assert after.is_closed
    assert after.installments_left == 0


def test_the_projection_of_a_curtailed_contract_ends_when_nothing_is_left():
    curtailment = paid("2026-04-10", "28,000.00", Intent.PRINCIPAL_ONLY)

    rows = projected_schedule(L1, [*B2, curtailment], day("2026-04-10"))

    # 1,209.92 of principal: two installments and a rest.
    assert [row.number for row in rows] == [3, 4, 5]
    assert [row.payment for row in rows[:2]] == [cents("581.52")] * 2
    assert rows[-1].payment < cents("120.00")
    assert rows[-1].balance == 0


def test_past_due_never_exceeds_what_is_left():
    curtailment = paid("2026-04-10", "29,000.00", Intent.PRINCIPAL_ONLY)

    state = position([*B2, curtailment], "2026-07-15")

    assert state.past_due == state.payoff_on(day("2026-07-15"))


def test_a_matured_contract_owes_everything_that_is_left():
    all_but_one = on_time(L1)[:-1]

    state = position(all_but_one, "2031-03-01")

    assert state.past_due == state.payoff_on(day("2031-03-01"))
    assert state.past_due > cents("581.43")


@pytest.mark.parametrize("due_day", [1, 15, 28, 29, 30, 31])
def test_a_schedule_trues_up_to_zero_on_every_due_day(due_day):
    first = day("2026-03-31") if due_day == 31 else day(f"2026-03-{due_day:02d}")
    terms = loan(first_due_on=first, due_day=due_day)
    terms = replace(terms, installment=solved(terms))

    rows = contract_schedule(terms)

    assert rows[-1].balance == 0
    assert abs(rows[-1].payment - terms.installment) < cents("0.60")


def test_terms_without_an_installment_or_with_a_hole_in_the_order_are_refused():
    with pytest.raises(ValueError, match="at least one installment"):
        loan(term=0)
    with pytest.raises(ValueError, match="every bucket"):
        loan(application_order=L1.application_order[:-1])
