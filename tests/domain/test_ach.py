"""Bank debits that come back."""

import pytest
from stdnum.us import rtn

from finance_portal.domain import ach
from tests.domain.make import day

SETTLED = day("2026-04-02")


def test_a57_two_returns_leave_one_retry_for_180_days():
    assert ach.retries_left(SETTLED, ["R01"], day("2026-04-06")) == 2
    assert ach.retries_left(SETTLED, ["R01", "R01"], day("2026-09-29")) == 1
    assert ach.retries_left(SETTLED, ["R01", "R01", "R01"], day("2026-05-01")) == 0
    assert ach.retry_until(SETTLED) == day("2026-09-29")
    assert ach.retries_left(SETTLED, ["R01", "R01"], day("2026-09-30")) == 0


@pytest.mark.parametrize("code", ["R02", "R03", "R07", "R10", "R99"])
def test_a57_other_returns_are_not_tried_again(code):
    assert ach.retries_left(SETTLED, [code], day("2026-04-06")) == 0
    assert ach.retries_left(SETTLED, ["R01", code], day("2026-04-06")) == 0


@pytest.mark.parametrize(
    ("returns", "suspended"),
    [
        (["R07"], True),
        (["R08"], True),
        (["R10"], True),
        (["R29"], True),
        (["R01"], False),
        (["R01", "R01"], True),
        (["R01", "R09"], False),
        (["R02"], False),
        ([], False),
    ],
)
def test_returns_that_suspend_autopay(returns, suspended):
    assert ach.suspends_autopay(returns) is suspended


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("110000000", True),
        ("021000021", True),
        ("121000358", True),
        ("021000022", False),  # checksum
        ("02100002", False),
        ("02100002a", False),
        ("", False),
    ],
)
def test_a_routing_number_has_a_checksum_and_a_prefix_in_use(number, valid):
    assert ach.is_routing_number(number) is valid


@pytest.mark.parametrize(
    "number",
    [
        "130000006",
        "200000004",
        "330000000",
        "600000002",
        "730000008",
        "790000006",
        "810000009",
        "990000000",
    ],
)
def test_a_right_checksum_is_not_enough_where_no_such_prefix_is_in_use(number):
    assert rtn.is_valid(number)
    assert not ach.is_routing_number(number)
