"""A million random accruals and splits: no cent is lost, made, or moved (abuse case 63)."""

from datetime import date, timedelta
from fractions import Fraction
from random import Random

from finance_portal.domain.allocation import DEFAULT_ORDER, allocate
from finance_portal.domain.cents import rounded
from finance_portal.domain.day_count import DayCount
from finance_portal.domain.interest import interest
from finance_portal.domain.rates import Rate

HALF_A_MILLION = 500_000
START = date(2026, 1, 15)
ONE_DAY = timedelta(days=1)


def test_case_63_half_a_million_accruals_come_to_the_cent_of_one():
    drawn = Random(63)  # noqa: S311 - the same every time
    rate, days = Rate.ppm(68_700), 0
    exact = Fraction(0)

    for _ in range(HALF_A_MILLION):
        longer = days + drawn.randrange(3)
        begin, end = (START + timedelta(days=each) for each in (days % 9_000, longer % 9_000))
        if end > begin:
            exact += interest(3_000_000, rate, DayCount.ACTUAL_365, begin, end)
        days = longer

    counted = exact / interest(3_000_000, rate, DayCount.ACTUAL_365, START, START + ONE_DAY)
    assert counted.denominator == 1  # whole days, exactly, however they were cut
    assert rounded(exact) == rounded(Fraction(3_000_000 * 68_700 * int(counted), 365 * 10**6))


def test_case_63_half_a_million_splits_leave_no_cent_over():
    drawn = Random(63)  # noqa: S311
    received = applied = 0

    for _ in range(HALF_A_MILLION):
        owed = {bucket: drawn.randrange(200_00) for bucket in DEFAULT_ORDER}
        money = drawn.randrange(1, 900_00)
        parts, rest = allocate(money, owed, DEFAULT_ORDER)
        received += money
        applied += sum(parts.values()) + rest
        assert all(part <= owed[bucket] for bucket, part in parts.items())

    assert received == applied
