"""The comparison itself: what differs is found, what is within the rules is not."""

from decimal import Decimal

import pytest

from tests.vectors.shared import differences


@pytest.mark.parametrize(
    ("expected", "actual", "tolerance"),
    [
        ({"fee": "0.00"}, {"fee": Decimal("0.01")}, None),
        ({"fee": "0.00"}, {}, None),
        ({"rate": "9.69"}, {"rate": Decimal("9.696")}, "0.005"),
        ({"rows": [{"month": 1, "rent": "1.00"}]}, {"rows": []}, {"rate": "1"}),
        ({"rows": [{"due": "a", "x": "1"}]}, {"rows": [{"due": "a", "x": Decimal(2)}]}, None),
        ({"dates": ["2026-01-01"]}, {"dates": []}, None),
        ({"valid": True}, {"valid": False}, None),
        ({"days": 31}, {"days": 30}, None),
        ({"title": "Account Closed"}, {"title": "Account Open"}, None),
        ({"by_year": {"2026": {"interest": "1"}}}, {"by_year": {}}, None),
    ],
)
def test_a_difference_is_found(expected, actual, tolerance):
    assert differences(expected, actual, tolerance)


@pytest.mark.parametrize(
    ("expected", "actual", "tolerance"),
    [
        ({"fee": "0.00"}, {"fee": Decimal("0.00"), "more": 1}, None),
        ({"rate": "9.69"}, {"rate": Decimal("9.694")}, "0.005"),
        ({"title": "ACCOUNT closed"}, {"title": "Account Closed"}, None),
        (
            {"rows": [{"due": "b", "x": "1"}]},
            {"rows": [{"due": "a", "x": Decimal(9)}, {"due": "b", "x": Decimal(1)}]},
            None,
        ),
        ({"value": False}, {"value": False}, None),
    ],
)
def test_what_is_within_the_rules_is_no_difference(expected, actual, tolerance):
    assert differences(expected, actual, tolerance) == []
