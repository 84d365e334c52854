"""The yearly interest of a vehicle loan."""

import pytest

from finance_portal.domain.schedule import contract_schedule
from finance_portal.domain.tax import form_required, interest_received, principal_for_year
from tests.domain.make import L1, cents, day, on_time, position, returned

PAID_ON_TIME = on_time(L1)
APPLIED = position(PAID_ON_TIME, "2031-02-01").applied


def required(year, **changes):
    usual = {
        "incurred_on": L1.interest_from,
        "is_lease": False,
        "is_new_vehicle": True,
    }
    return form_required(interest_received(APPLIED, year), **(usual | changes))


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2026, "1,482.85"),
        (2027, "1,387.72"),
        (2028, "1,046.22"),
        (2029, "677.08"),
        (2030, "288.41"),
        (2031, "8.83"),
    ],
)
def test_a37_interest_received_by_calendar_year(year, expected):
    assert interest_received(APPLIED, year) == cents(expected)


def test_a38_a_form_with_the_principal_at_origination_or_on_1_january():
    assert required(2026)
    assert principal_for_year(L1, PAID_ON_TIME, 2026) == cents("30,000.00")
    assert principal_for_year(L1, PAID_ON_TIME, 2027) == cents("25,667.65")


def test_a39_from_600_there_is_a_form_and_below_it_a_summary():
    assert required(2029)
    assert not required(2030)
    assert interest_received(APPLIED, 2030) == cents("288.41")


def test_the_threshold_is_met_to_the_cent():
    on_the_line = {"incurred_on": L1.interest_from, "is_lease": False, "is_new_vehicle": True}

    assert form_required(cents("600.00"), **on_the_line)
    assert not form_required(cents("599.99"), **on_the_line)


def test_a40_no_form_for_an_older_loan_a_lease_or_a_used_vehicle():
    assert not required(2026, incurred_on=day("2024-12-31"))
    assert required(2026, incurred_on=day("2025-01-01"))
    assert not required(2026, is_lease=True)
    assert not required(2026, is_new_vehicle=False)


def test_a_payment_returned_in_january_corrects_december():
    december = next(each for each in PAID_ON_TIME if each.effective_on == day("2026-12-01"))
    events = [*PAID_ON_TIME[:10], returned(december)]

    corrected = interest_received(position(events, "2026-12-31").applied, 2026)

    row = contract_schedule(L1)[9]
    assert corrected == cents("1,482.85") - row.interest
