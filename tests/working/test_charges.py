"""Late charges and debits of autopay are worked out under their amounts, or nothing is said."""

from dataclasses import replace

import pytest

from finance_portal.domain import working
from finance_portal.domain.autopay import AmountRule, Plan, draft_on
from finance_portal.domain.late_charge import Base
from tests.domain.make import B2, L1, cents, charged, day, loan
from tests.working.checker import Wrong, recompute

FEE = charged("2026-05-12", "29.08")


def test_a_late_charge_follows_from_the_share_of_the_installment():
    shown = working.late_charge(L1, FEE)

    assert recompute(shown.lines) == shown.result == cents("29.08")
    assert "$581.52 × 5" in shown.lines[0]  # noqa: RUF001 as it is printed
    with pytest.raises(Wrong):
        recompute([shown.lines[0].replace("581.52", "681.52"), *shown.lines[1:]])


def test_a_late_charge_of_a_fixed_amount_names_it():
    terms = replace(L1, late_charge=replace(L1.late_charge, flat=cents("25.00")))

    shown = working.late_charge(terms, charged("2026-05-12", "25.00"))

    assert recompute(shown.lines) == cents("25.00")


def test_where_a_limit_changed_a_late_charge_no_lines_are_shown():
    unpaid = replace(L1, late_charge=replace(L1.late_charge, base=Base.UNPAID_PART))

    assert working.late_charge(L1, charged("2026-05-12", "18.00")) is None
    assert working.late_charge(unpaid, FEE) is None
    assert working.late_charge(loan(late_charge=replace(L1.late_charge, percent=None)), FEE) is None


@pytest.mark.parametrize("extra", [0, cents("50.00")])
def test_a_debit_is_the_sum_of_what_is_due_what_is_open_and_what_is_extra(extra):
    on = day("2026-05-01")
    fee = charged("2026-04-20", "29.08")
    plan = Plan(starts_on=on, amount=AmountRule.DUE_PLUS if extra else AmountRule.DUE, extra=extra)
    traced = working.trace(L1, [*B2, fee], on)
    drafted = draft_on(plan, traced.position, on)

    shown = working.debit(traced, drafted.amount, drafted.principal_only)

    assert recompute(shown.lines) == drafted.amount == cents("610.60") + extra


def test_a_debit_that_is_no_such_sum_has_no_lines():
    traced = working.trace(L1, B2, day("2026-05-01"))

    assert working.debit(traced, cents("290.76"), 0) is None
    assert working.debit(working.trace(L1, B2, day("2026-04-20")), cents("581.52"), 0) is None
