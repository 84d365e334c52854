"""Nobody is texted at night, wherever they live; where that is not known, nobody anywhere is."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from finance_portal.domain.us_time import (
    CLOSES,
    EVERYWHERE,
    OPENS,
    PREFIXES,
    ZONES,
    state_of,
    waits_until,
)

EASTERN = ZoneInfo("America/New_York")


def at(zone, day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("zip_code", "state"),
    [
        ("10001", "NY"),
        ("00501", "NY"),
        ("06390", "NY"),
        ("02108", "MA"),
        ("33101", "FL"),
        ("60601", "IL"),
        ("73301", "TX"),
        ("79901", "TX"),
        ("85001", "AZ"),
        ("96813", "HI"),
        ("99501", "AK"),
        ("98101", "WA"),
        ("00901", "PR"),
        ("20001", "DC"),
        ("20101", "VA"),
        ("09001", None),  # the armed forces: anywhere in the world
        ("", None),
        (None, None),
        ("abcde", None),
        ("٠١٢٣٤", None),
    ],
)
def test_a_zip_code_names_its_state(zip_code, state):
    assert state_of(zip_code) == state


def test_the_ranges_of_zip_codes_are_in_order_and_every_state_has_its_zones():
    ends = [end for first, last, _ in PREFIXES for end in (first, last)]

    assert ends == sorted(ends)
    assert {state for _, _, state in PREFIXES} == set(ZONES)
    assert len(ZONES) == 53  # fifty, the capital, Puerto Rico, Guam


@pytest.mark.parametrize(
    ("hour", "minute", "waits"),
    [(7, 59, True), (8, 0, False), (20, 59, False), (21, 0, True), (3, 0, True)],
)
def test_texts_come_from_8_to_before_21_where_somebody_lives(hour, minute, waits):
    now = at("America/New_York", 23, hour, minute)

    assert (waits_until(now, "10001") is not None) is waits


def test_what_waits_comes_at_8_the_next_morning():
    assert waits_until(at("America/New_York", 23, 22), "10001") == at("America/New_York", 24, 8)
    assert waits_until(at("America/New_York", 23, 2), "10001") == at("America/New_York", 23, 8)


def test_the_receivers_clock_counts_not_the_lenders():
    noon = datetime(2026, 11, 23, 9, tzinfo=EASTERN)

    assert waits_until(noon, "10001") is None
    assert waits_until(noon, "94103") == at("America/Los_Angeles", 23, 8)
    assert waits_until(noon, "96813") == at("Pacific/Honolulu", 23, 8)


def test_where_a_state_has_two_zones_both_are_awake():
    assert waits_until(at("America/New_York", 23, 8, 30), "32501") == at("America/Chicago", 23, 8)
    assert waits_until(at("America/Chicago", 23, 20, 30), "32501") is not None


def test_of_who_lives_nobody_knows_where_all_zones_are_awake():
    for hour in range(24):
        now = datetime(2026, 11, 23, hour, tzinfo=EASTERN)
        then = waits_until(now, None) or now
        for zone in EVERYWHERE:
            assert OPENS <= then.astimezone(ZoneInfo(zone)).time() < CLOSES


@pytest.mark.parametrize("day", [datetime(2026, 3, 8), datetime(2026, 11, 1)])  # noqa: DTZ001
def test_8_is_8_on_the_days_on_which_clocks_change(day):
    night = datetime.combine(day, time(0, 30), EASTERN)

    assert waits_until(night, "10001") == datetime.combine(day, time(8), EASTERN)
