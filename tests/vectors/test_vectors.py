"""Every published case, through one adapter per kind.

A case whose convention the portal does not have is skipped by name, and never counted as passed.
"""

import pytest

from tests.vectors import dates, leases, loans, rules
from tests.vectors.shared import VECTORS, NotSupported, cases, differences

ADAPTERS = {
    "ach_return_codes": dates.ach_return_codes,
    "apr": loans.apr,
    "banking_days": dates.banking_days,
    "daily_interest": loans.daily_interest,
    "due_dates": dates.due_dates,
    "fed_holidays": dates.fed_holidays,
    "lease_constant_yield": leases.lease_constant_yield,
    "lease_payment": leases.lease_payment,
    "lease_payment_actuarial": leases.lease_payment_actuarial,
    "lease_totals": leases.lease_totals,
    "ledger": loans.ledger,
    "payoff": loans.payoff,
    "routing_number": dates.routing_number,
    "rule_instances": rules.rule_instance,
    "rule_of_78": loans.rule_of_78,
    "schedule": loans.schedule,
    "solve_payment": loans.solve_payment,
    "tvm": loans.tvm,
    "vin": dates.vin_number,
    "waterfall": loans.waterfall,
}
FREE_TEXT = {"reason"}

if not VECTORS.is_dir():
    pytest.skip(f"the shared vectors are not at {VECTORS}", allow_module_level=True)

CASES = [pytest.param(kind, case, id=f"{kind}/{case['id']}") for kind, case in cases()]


@pytest.mark.parametrize(("kind", "case"), CASES)
def test_published_case(kind, case):
    try:
        actual = _adapter(kind)(case["inputs"])
    except NotSupported as missing:
        pytest.skip(f"convention not supported: {missing}")

    assert differences(_expected(kind, case), actual, case.get("tolerance")) == []


def test_every_kind_has_cases():
    assert {case.values[0] for case in CASES} >= set(ADAPTERS)


@pytest.mark.parametrize(
    ("kind", "inputs", "name"),
    [
        ("a new kind", {}, "a new kind"),
        ("rule_instances", {"rule": "a new rule"}, "a new rule"),
        ("due_dates", {"month_end": "roll_first_of_next"}, "roll_first_of_next"),
        ("tvm", {"fn": "fv", "rate": "0", "nper": 1, "pv": "1"}, "fv"),
        ("daily_interest", {"days": 1, "principal": "1", "day_count": "actual/364"}, "actual/364"),
    ],
)
def test_a_convention_that_is_missing_is_reported_by_name(kind, inputs, name):
    with pytest.raises(NotSupported, match=name):
        _adapter(kind)(inputs | {"annual_rate_pct": "1"})


def _adapter(kind):
    if kind not in ADAPTERS:
        raise NotSupported(f"kind {kind}")
    return ADAPTERS[kind]


def _expected(kind, case):
    """Return what a case demands, with what the contract of its kind says about absent fields."""
    expected = {field: value for field, value in case["expected"].items() if field not in FREE_TEXT}
    if kind == "waterfall":
        nothing = dict.fromkeys(case["inputs"]["order"], "0.00")
        expected["allocations"] = [nothing | parts for parts in expected["allocations"]]
    return expected
