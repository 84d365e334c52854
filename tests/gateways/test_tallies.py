"""Windows that count, in memory and at a real Redis, and what happens when that fails (case 75)."""

import logging
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from finance_portal.gateways import live
from finance_portal.gateways.redis_tallies import RedisTallies
from finance_portal.gateways.tallies import Limit, MemoryTallies, SteadyTallies
from finance_portal.settings import Settings
from tools.redis_server import NoRedis, redis_server

NOW = 1_800_000_000.5
THREE = [Limit("elena", 3, 60)]
ALARM = "finance_portal.gateways.tallies"


class Ticks:
    """A clock that is moved by hand."""

    def __init__(self):
        self.seconds = 0.0

    def __call__(self):
        return self.seconds


@pytest.fixture(scope="module")
def running():
    try:
        with redis_server() as server:
            yield server
    except NoRedis as missing:
        pytest.skip(str(missing))


@pytest.fixture
def server(running):
    if running.process is None:
        running.start()
    running.empty()
    return running


@pytest.fixture
def redis(server):
    tallies = RedisTallies(server.url)
    yield tallies
    tallies.close()


@pytest.fixture
def ticks():
    return Ticks()


@pytest.fixture
def steady(redis, ticks):
    return SteadyTallies(redis, ticks=ticks)


@pytest.fixture(params=["memory", "redis", "steady"])
def tallies(request):
    return MemoryTallies() if request.param == "memory" else request.getfixturevalue(request.param)


def takes(tallies, times, limits=None, now=NOW):
    return [tallies.take(limits or THREE, now) for _ in range(times)]


class TestEveryKind:
    def test_so_often_and_no_more(self, tallies):
        assert takes(tallies, 5) == [True, True, True, False, False]

    def test_the_window_moves(self, tallies):
        tallies.take(THREE, NOW)
        takes(tallies, 2, now=NOW + 30)

        assert not tallies.take(THREE, NOW + 59.9)
        assert takes(tallies, 2, now=NOW + 60) == [True, False]

    def test_what_was_refused_is_not_counted(self, tallies):
        takes(tallies, 3)
        takes(tallies, 50, now=NOW + 59)

        assert tallies.take(THREE, NOW + 60)

    def test_keys_do_not_know_each_other(self, tallies):
        takes(tallies, 3)

        assert tallies.take([Limit("sam", 3, 60)], NOW)

    def test_of_several_limits_all_count_or_none_does(self, tallies):
        both = [*THREE, Limit("everybody", 1, 60)]

        assert takes(tallies, 3, both) == [True, False, False]
        assert takes(tallies, 3) == [True, True, False]

    def test_what_is_noted_counts_although_the_limit_is_reached(self, tallies):
        takes(tallies, 3)
        for _ in range(3):
            tallies.note(THREE, NOW + 50)

        assert not tallies.take(THREE, NOW + 100)
        assert tallies.take(THREE, NOW + 110)

    def test_what_is_given_back_is_free_again(self, tallies):
        takes(tallies, 3)
        tallies.give_back(THREE)

        assert takes(tallies, 2) == [True, False]

    def test_giving_back_opens_no_limit_that_is_well_over(self, tallies):
        for _ in range(10):
            tallies.note(THREE, NOW)
        for _ in range(10):
            tallies.note(THREE, NOW)
            tallies.give_back(THREE)

        assert not tallies.take(THREE, NOW)

    def test_nothing_can_be_given_back_that_was_not_taken(self, tallies):
        for _ in range(3):
            tallies.give_back(THREE)

        assert takes(tallies, 4) == [True, True, True, False]

    def test_what_is_forgotten_is_free_again(self, tallies):
        takes(tallies, 3)
        tallies.forget(THREE)

        assert takes(tallies, 4) == [True, True, True, False]

    def test_many_at_once_take_no_more_than_there_is(self, tallies):
        limits = [Limit("elena", 20, 60), Limit("everybody", 1_000, 60)]

        with ThreadPoolExecutor(8) as pool:
            taken = list(pool.map(lambda _: tallies.take(limits, NOW), range(200)))

        assert sum(taken) == 20


class TestMemory:
    def test_what_was_not_touched_longest_goes_first(self):
        tallies = MemoryTallies(most_keys=2)
        elena, sam, pat = ([Limit(name, 1, 60)] for name in ("elena", "sam", "pat"))
        for limits in (elena, sam, pat):
            tallies.take(limits, NOW)

        assert [tallies.take(limits, NOW) for limits in (pat, sam, elena)] == [False, False, True]


class TestRedis:
    def test_processes_count_together(self, server, redis):
        other = RedisTallies(server.url)

        assert takes(redis, 2) == [True, True]
        assert takes(other, 2) == [True, False]
        other.close()

    def test_it_keeps_no_longer_than_the_window(self, redis):
        redis.take([Limit("elena", 3, 1)], NOW)

        (key,) = redis._server.keys()
        assert 0 < redis._server.pttl(key) <= 1_000

    def test_the_setting_chooses_it(self, server):
        chosen = live.tallies(Settings(limits_url=server.url))

        assert isinstance(chosen, SteadyTallies)
        assert chosen.take(THREE, NOW)
        assert isinstance(live.tallies(Settings()), MemoryTallies)


def kill(server):
    server.kill()


def pause(server):
    server.pause()


class TestCase75:
    @pytest.fixture(autouse=True)
    def _whole_again(self, running):
        yield
        running.resume()
        running.kill()

    @pytest.mark.parametrize("fail", [kill, pause, "fill"], ids=["killed", "paused", "no memory"])
    def test_case_75_the_limit_goes_on_where_it_was(self, server, steady, fail):
        assert takes(steady, 2) == [True, True]

        server.fill() if fail == "fill" else fail(server)

        assert takes(steady, 3) == [True, False, False]

    def test_case_75_emptied_it_opens_nothing(self, server, steady):
        takes(steady, 3)
        server.empty()

        assert not steady.take(THREE, NOW)

    def test_case_75_what_another_process_counted_is_refused_once_it_is_back(
        self, server, steady, ticks
    ):
        takes(steady, 2)
        server.pause()
        assert steady.take([Limit("sam", 1, 60)], NOW)
        server.resume()
        other = RedisTallies(server.url)
        assert other.take(THREE, NOW)
        other.close()

        ticks.seconds = 6.0
        assert not steady.take(THREE, NOW)

    def test_case_75_a_paused_one_is_waited_for_once(self, server, steady):
        server.pause()
        began = time.monotonic()
        for number in range(200):
            assert steady.take([Limit(f"b{number}", 1, 60)], NOW)
            steady.note(THREE, NOW)
            steady.give_back(THREE)
            steady.forget(THREE)

        assert time.monotonic() - began < 2

    def test_case_75_it_is_said_once_a_minute(self, server, steady, ticks, caplog):
        server.kill()
        with caplog.at_level(logging.ERROR, ALARM):
            for ticks.seconds in range(0, 125, 5):
                takes(steady, 3, now=NOW + ticks.seconds)

        said = [record.message for record in caplog.records]
        assert said == ["limits are counted in this process alone: ConnectionError"] * 3

    def test_case_75_killed_from_the_start_it_limits(self, server, steady):
        server.kill()

        assert takes(steady, 5) == [True, True, True, False, False]
