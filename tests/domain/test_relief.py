"""Extensions and due-date changes: what they cost, and when they are refused."""

import pytest

from finance_portal.domain.delinquency import late_charges_due
from finance_portal.domain.events import DueDateChanged, Intent
from finance_portal.domain.relief import (
    DueDateStanding,
    ReliefProblem,
    ReliefRefused,
    change_due_date,
    check_due_date_change,
    extend,
    moved_due_date,
    preview_relief,
)
from finance_portal.domain.schedule import projected_schedule
from tests.domain.make import (
    B1,
    B2,
    L1,
    amounts,
    applied,
    cents,
    charged,
    day,
    extended,
    on_time,
    paid,
    parts,
    position,
)

SKIP_APRIL_AND_MAY = extended("2026-03-20", first_installment=2, months=2)
TO_THE_15TH = DueDateChanged(
    effective_on=day("2026-03-20"), sequence=900, first_installment=2, due_day=15
)


def test_a33_the_payment_after_an_extension_takes_all_accumulated_interest():
    events = [*B1, SKIP_APRIL_AND_MAY, paid("2026-06-01")]

    state = position(events, "2026-06-01")

    assert applied(events).days == 92
    assert parts(applied(events)) == amounts("448.26", "133.26", "29,507.14")
    assert state.maturity_on == day("2031-04-01")
    assert state.installments[1].is_satisfied
    assert late_charges_due(L1, events, today=day("2026-06-15")) == []


def test_a34_a_smaller_payment_leaves_unpaid_interest():
    events = [*B1, SKIP_APRIL_AND_MAY, paid("2026-06-01", "300.00")]

    assert parts(applied(events)) == amounts("300.00", "0.00", "29,640.40")
    assert applied(events).unpaid_interest_after == cents("148.26")


def test_a35_a_later_due_day_lengthens_one_period():
    events = [*B1, TO_THE_15TH, paid("2026-04-15")]

    assert applied(events).days == 45
    assert parts(applied(events)) == amounts("219.26", "362.26", "29,278.14")
    assert position(events, "2026-04-15").maturity_on == day("2031-02-15")


def test_a35_the_extra_interest_is_shown_before_consent():
    shown = preview_relief(L1, B1, TO_THE_15TH)

    assert shown.next_due_on == day("2026-04-15")
    assert shown.next_interest_before == cents("151.04")
    assert shown.next_interest == cents("219.26")
    assert shown.next_interest_added == cents("68.22")
    assert shown.maturity_on == day("2031-02-15")
    assert shown.final_payment > shown.final_payment_before == cents("581.43")


def test_the_preview_of_an_extension_counts_payments_that_are_interest_only():
    long_skip = extended("2026-03-20", first_installment=2, months=5)

    shown = preview_relief(L1, B1, long_skip)

    # 184 days to 1 September: 896.52 of interest, so the first payment is interest only and the
    # second takes the rest and its own month before principal.
    assert shown.next_due_on == day("2026-09-01")
    assert shown.next_interest == cents("581.52")
    assert shown.payments_to_interest_only == 1
    assert shown.total_interest_added > cents("700.00")


def test_an_extension_leaves_the_amounts_and_moves_all_dates():
    rows = projected_schedule(L1, [*B1, SKIP_APRIL_AND_MAY], day("2026-03-20"))

    assert [row.due_on for row in rows[:2]] == [day("2026-06-01"), day("2026-07-01")]
    assert {row.payment for row in rows[:-1]} == {cents("581.52")}
    assert rows[-1].due_on == day("2031-04-01")
    assert rows[-1].balance == 0


def standing(**changes):
    usual = {
        "next_due_on": day("2026-04-01"),
        "past_due": 0,
        "late_charges": 0,
        "payments_made": 1,
        "earlier_changes": 0,
    }
    return DueDateStanding(**(usual | changes))


@pytest.mark.parametrize(
    ("due_day", "changes", "problem"),
    [
        (29, {}, ReliefProblem.DAY_NOT_ALLOWED),
        (0, {}, ReliefProblem.DAY_NOT_ALLOWED),
        (17, {}, ReliefProblem.TOO_FAR),
        (1, {}, ReliefProblem.TOO_FAR),
        (15, {"earlier_changes": 1}, ReliefProblem.CHANGED_BEFORE),
        (15, {"past_due": 1}, ReliefProblem.PAST_DUE),
        (15, {"late_charges": 1}, ReliefProblem.LATE_CHARGE_OPEN),
        (15, {"payments_made": 0}, ReliefProblem.TOO_FEW_PAYMENTS),
    ],
)
def test_a36_each_refusal_has_its_own_reason(due_day, changes, problem):
    with pytest.raises(ReliefRefused) as refusal:
        check_due_date_change(standing(**changes), due_day)

    assert refusal.value.problem is problem


def test_a36_fifteen_days_forward_are_granted():
    check_due_date_change(standing(), 16)


def test_a_due_day_may_pass_the_end_of_the_month():
    assert moved_due_date(day("2026-04-25"), 5) == day("2026-05-05")
    assert moved_due_date(day("2026-12-20"), 1) == day("2027-01-01")

    check_due_date_change(standing(next_due_on=day("2026-04-25")), 5)


def test_a_granted_change_moves_the_contract():
    change = change_due_date(position(B1, "2026-03-20"), 15, earlier_changes=0, sequence=901)

    assert change.first_installment == 2
    assert position([*B1, change], "2026-03-20").amount_due == cents("581.52")
    assert position([*B1, change], "2026-03-20").next_installment.due_on == day("2026-04-15")


def test_a_change_across_the_month_keeps_every_installment():
    moved = DueDateChanged(
        effective_on=day("2026-03-20"),
        sequence=901,
        first_installment=2,
        due_day=5,
        shift_months=1,
    )

    dates = [each.due_on for each in position([*B1, moved], "2026-03-20").installments]

    assert dates[:3] == [day("2026-03-01"), day("2026-05-05"), day("2026-06-05")]


def test_a_paid_off_contract_has_nothing_to_move():
    payoff = paid("2026-04-10", "29,253.13", Intent.PAYOFF)
    state = position([*B2, payoff], "2026-04-10")

    with pytest.raises(ReliefRefused, match="already paid off"):
        change_due_date(state, 15, earlier_changes=0, sequence=901)
    with pytest.raises(ReliefRefused, match="already paid off"):
        extend(state, 1, earlier=(), sequence=901)


SIX_PAID = on_time(L1, until=day("2026-08-01"))


def refused_extension(on, months, events=SIX_PAID, earlier=()):
    with pytest.raises(ReliefRefused) as refusal:
        extend(position(events, on), months, earlier=earlier, sequence=901)
    return refusal.value.problem


def test_an_extension_is_granted_after_six_payments():
    change = extend(position(SIX_PAID, "2026-08-20"), 2, earlier=(), sequence=901)

    assert change.first_installment == 7
    assert position([*SIX_PAID, change], "2026-08-20").next_installment.due_on == day("2026-11-01")


def test_an_extension_needs_six_payments():
    assert refused_extension("2026-07-20", 1, SIX_PAID[:-1]) is ReliefProblem.TOO_FEW_PAYMENTS


def test_no_extension_in_the_first_six_months():
    ahead = [paid("2026-03-01", "3,600.00")]

    assert refused_extension("2026-07-14", 1, ahead) is ReliefProblem.TOO_EARLY
    assert extend(position(ahead, "2026-07-15"), 1, earlier=(), sequence=901).months == 1


def test_no_extension_in_the_last_two_months():
    nearly_done = on_time(L1, until=day("2030-12-01"))

    assert refused_extension("2030-12-02", 1, nearly_done) is ReliefProblem.TOO_LATE
    assert extend(position(nearly_done, "2030-12-01"), 1, earlier=(), sequence=901).months == 1


@pytest.mark.parametrize("months", [0, 3])
def test_an_extension_is_of_one_or_two_months(months):
    assert refused_extension("2026-08-20", months) is ReliefProblem.TOO_MANY_MONTHS


def test_two_months_in_twelve():
    recent = extended("2026-02-20", first_installment=2, months=1)

    assert (
        refused_extension("2026-08-20", 2, earlier=[recent])
        is ReliefProblem.TOO_MANY_MONTHS_IN_A_YEAR
    )


def test_six_months_in_all():
    long_ago = [extended("2024-02-20", 2, 2), extended("2025-01-20", 8, 2)]
    full = [*long_ago, extended("2025-02-20", 8, 1)]

    granted = extend(position(SIX_PAID, "2026-08-20"), 1, earlier=full, sequence=901)

    assert granted.months == 1
    assert refused_extension("2026-08-20", 2, earlier=full) is ReliefProblem.TOO_MANY_MONTHS_IN_ALL


def test_a_late_charge_is_a_reason_of_its_own():
    late = charged("2026-04-12", "29.08", installment=2)
    state = position([*B2, late], "2026-04-15")

    with pytest.raises(ReliefRefused, match="late charge"):
        change_due_date(state, 15, earlier_changes=0, sequence=901)
