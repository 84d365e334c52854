from finance_portal.api import limits
from finance_portal.api.limits import Buckets, Rate


class Ticks:
    now = 0.0

    def __call__(self):
        return self.now


def test_a_burst_passes_and_the_rate_holds_in_the_long_run():
    ticks = Ticks()
    buckets = Buckets(Rate(at_once=3, per_second=2), ticks)

    assert [buckets.take() for _ in range(4)] == [True, True, True, False]
    ticks.now = 0.5
    assert [buckets.take() for _ in range(2)] == [True, False]
    ticks.now = 60
    assert [buckets.take() for _ in range(4)] == [True, True, True, False]


def test_names_do_not_share_a_bucket():
    buckets = Buckets(Rate(at_once=1, per_second=1), Ticks())

    assert [buckets.take(name) for name in "aabb"] == [True, False, True, False]


def test_a_factor_scales_both():
    assert Rate(2, 0.5) * 10 == Rate(20, 5.0)


def test_case_12_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(limits, "MOST_NAMES", 100)
    buckets = Buckets(Rate(at_once=1, per_second=1), Ticks())
    for number in range(1_000):
        buckets.take(str(number))

    assert len(buckets._left) <= 100


def test_whoever_is_still_limited_is_not_forgotten_for_those_who_are_not(monkeypatch):
    monkeypatch.setattr(limits, "MOST_NAMES", 3)
    ticks = Ticks()
    buckets = Buckets(Rate(at_once=1, per_second=0.1), ticks)
    for name in ("old", "older"):
        buckets.take(name)
    ticks.now = 9
    buckets.take("limited")
    ticks.now = 11
    buckets.take("new")

    assert buckets.take("limited") is False
