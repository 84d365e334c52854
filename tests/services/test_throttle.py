import logging
from itertools import count

import pytest

from finance_portal.gateways.tallies import MemoryTallies
from finance_portal.services.budgets import BUDGETS, DAY, SENT, Budget, Line
from finance_portal.services.throttle import Budgets, Throttle, TooManyTries, site_of
from tests.api.doors import NOON, later

ALARMS = "finance_portal.services.throttle"


@pytest.fixture
def budgets():
    return Budgets()


def taken(budgets, name, times, *, now=NOON, **whose):
    """Return how many of so many tries were let through."""
    passed = 0
    for _ in range(times):
        try:
            budgets.take(name, now=now, **whose)
        except TooManyTries:
            continue
        passed += 1
    return passed


def sites():
    return (f"198.18.{number // 250}.{number % 250}" for number in count())


class TestCase28:
    def test_case_28_a_hundred_sends_to_one_contact_are_three_in_ten_minutes(self, budgets):
        assert taken(budgets, "code:send", 100, contact="elena@example.com", site="a") == 3

    def test_case_28_and_six_in_an_hour(self, budgets):
        passed = [
            taken(budgets, "code:send", 10, contact="elena@example.com", now=later(minutes=minutes))
            for minutes in range(0, 61, 10)
        ]

        assert passed == [3, 3, 0, 0, 0, 0, 3]

    def test_case_28_one_site_reaches_no_more_than_thirty_contacts_in_an_hour(self, budgets):
        passed = [
            taken(budgets, "code:send", 1, contact=f"b{number}@example.com", site="203.0.113.7")
            for number in range(100)
        ]

        assert sum(passed) == 30

    def test_case_28_a_hundred_a_day(self, budgets):
        passed = sum(
            taken(budgets, "code:send", 40, contact=f"{hour}{n}", site="a", now=later(hours=hour))
            for hour in range(20)
            for n in range(10)
        )

        assert passed == 100

    def test_c4_all_together_have_a_ceiling_for_each_day(self, monkeypatch, caplog):
        low = Line("everybody", 5, DAY, "codes sent")
        monkeypatch.setitem(BUDGETS, "code:send", Budget(SENT, brake=low))
        budgets = Budgets()

        passed = sum(taken(budgets, "code:send", 1, contact=f"b{n}") for n in range(20))

        assert passed == 5 + 1
        assert "alarm: over 5 codes sent in 86400 s" in caplog.text

    def test_case_34_who_only_asks_cannot_use_up_what_the_borrower_needs(self, budgets):
        asked = {"contact": "elena@example.com", "site": "198.51.100.1"}
        for minutes in range(0, 60, 10):
            taken(budgets, "code:ask", 5, now=later(minutes=minutes), **asked)

        now = later(minutes=59)
        assert taken(budgets, "code:send", 5, contact="elena@example.com", now=now) == 2


class TestBudgets:
    def test_every_line_has_a_tally_of_its_own_budget_unless_it_says_so(self):
        shared = {"codes sent"}
        for name, budget in BUDGETS.items():
            assert {line.tally for line in budget.lines} <= {name} | shared

    def test_five_typed_factors_in_five_minutes_and_fifty_in_a_day(self, budgets):
        moments = [later(minutes=minutes) for minutes in range(0, 24 * 60, 5)]
        passed = [taken(budgets, "factor:check", 10, account="7", now=now) for now in moments]

        assert max(passed) == 5
        assert sum(passed[:12]) == 20
        assert sum(passed) == 50

    def test_accounts_do_not_know_each_other(self, budgets):
        taken(budgets, "factor:check", 10, account="7")

        assert taken(budgets, "factor:check", 1, account="8") == 1

    def test_case_14_addresses_of_one_ipv6_line_count_as_one(self, budgets):
        passed = [
            taken(budgets, "passkey:try", 1, site=site_of(f"2001:db8::{number:x}"))
            for number in range(50)
        ]

        assert sum(passed) == 30

    def test_case_20_one_account_is_claimed_five_times_in_an_hour_and_ten_in_a_day(self, budgets):
        passed = [
            taken(budgets, "identity:check", 10, account="1", site=f"s{n}", now=later(hours=n))
            for n in range(24)
        ]

        assert passed == [5, 5] + [0] * 22

    def test_a_success_is_given_back(self, budgets):
        for _ in range(30):
            with budgets.trying("factor:check", account="7", site="a", now=NOON):
                pass

        assert taken(budgets, "factor:check", 10, account="7", site="a") == 5

    def test_a_failure_is_not(self, budgets):
        for _ in range(5):
            with pytest.raises(KeyError), budgets.trying("factor:check", account="7", now=NOON):
                raise KeyError

        with pytest.raises(TooManyTries), budgets.trying("factor:check", account="7", now=NOON):
            pytest.fail("nothing may be tried any more")

    def test_a_success_takes_the_brake_back_too(self, budgets, caplog):
        for number in range(1_500):
            with budgets.trying("identity:check", account=f"a{number}", now=NOON):
                pass

        assert not caplog.records

    @pytest.mark.parametrize("whose", [{}, {"account": ""}, {"contact": "x"}, {"acount": "7"}])
    def test_a_budget_that_counts_nothing_is_a_defect(self, budgets, whose):
        with pytest.raises(ValueError, match="not counted by"):
            budgets.take("factor:check", now=NOON, **whose)

    def test_a_budget_that_does_not_exist_is_a_defect(self, budgets):
        with pytest.raises(KeyError):
            budgets.take("anything", account="7", now=NOON)

    def test_tests_may_have_more(self):
        assert taken(Budgets(factor=10), "factor:check", 100, account="7") == 50

    def test_what_is_counted_names_nobody(self):
        tallies = MemoryTallies()
        Budgets(tallies, key=b"key").take(
            "code:send", contact="elena@example.com", site="203.0.113.7", now=NOON
        )

        assert not any(word in str(tallies._times) for word in ("elena", "203.0", "code"))


class TestCase21:
    def test_case_21_one_claim_each_on_ten_thousand_accounts_pulls_the_brake(self, budgets, caplog):
        addresses = list(zip(range(1_000), sites(), strict=False))
        with caplog.at_level(logging.CRITICAL, ALARMS):
            passed = [
                taken(budgets, "identity:check", 1, account=f"a{n}", site=addresses[n % 1_000][1])
                for n in range(10_000)
            ]

        assert sum(passed) == 1_000 + 10
        assert [r.message for r in caplog.records] == [
            "alarm: over 200 identities claimed in 3600 s",
            "alarm: over 1000 identities claimed in 3600 s",
        ]

    def test_case_21_the_brake_comes_off_an_hour_later(self, budgets):
        for number in range(1_500):
            taken(budgets, "identity:check", 1, account=f"a{number}")

        now = later(hours=1)
        assert taken(budgets, "identity:check", 1, account="elena", now=later(minutes=59)) == 0
        assert taken(budgets, "identity:check", 1, account="elena", now=now) == 1


class TestCase35:
    """Passwords of other people's leaks, tried one by one."""

    @pytest.fixture
    def door(self):
        return Throttle()

    def knock(self, door, account, ip, *, is_familiar=False, now=NOON):
        try:
            door.admit(account, ip, is_familiar=is_familiar, now=now)
        except TooManyTries:
            return 0
        return 1

    def stuff(self, door, pairs=10_000, *, now=NOON):
        return [
            self.knock(door, f"account {n}", ip, now=now)
            for n, ip in zip(range(pairs), sites(), strict=False)
        ]

    def test_case_35_after_the_brake_one_in_a_hundred_is_looked_at(self, door):
        looked_at = self.stuff(door)

        assert sum(looked_at[:1_000]) == 1_000
        assert sum(looked_at[1_000:]) == 10  # of 9,000

    def test_case_35_an_alarm_is_raised_once_a_minute(self, door, caplog):
        with caplog.at_level(logging.CRITICAL, ALARMS):
            for minutes in range(3):
                self.stuff(door, 2_000, now=later(minutes=minutes))

        assert [r.message for r in caplog.records] == [
            "alarm: over 1000 wrong passwords in 300 s"
        ] * 3

    def test_case_35_the_brake_stays_on_for_as_long_as_they_go_on(self, door):
        looked_at = [sum(self.stuff(door, 1_500, now=later(minutes=m))) for m in range(30)]

        assert looked_at[0] == 1_010
        assert sum(looked_at[1:]) == 10 * 5

    def test_case_35_who_is_familiar_enters_all_the_while(self, door):
        self.stuff(door)

        assert self.knock(door, "elena", "203.0.113.7", is_familiar=True)

    def test_case_35_five_minutes_later_everybody_may_try_again(self, door):
        self.stuff(door)

        assert not self.knock(door, "elena", "203.0.113.7", now=later(minutes=4, seconds=59))
        assert self.knock(door, "elena", "203.0.113.7", now=later(minutes=5))

    def test_case_35_right_passwords_pull_no_brake(self, door, caplog):
        for number, ip in zip(range(5_000), sites(), strict=False):
            assert self.knock(door, f"account {number}", ip)
            door.succeeded(f"account {number}", ip)

        assert not caplog.records

    def test_case_35_one_address_pulls_no_brake(self, door, caplog):
        for number in range(10_000):
            self.knock(door, f"account {number}", "198.51.100.1")

        assert not caplog.records
        assert self.knock(door, "elena", "203.0.113.7")

    def test_case_34_a_thousand_failures_leave_the_familiar_address_open(self, door):
        for _, ip in zip(range(1_000), sites(), strict=False):
            self.knock(door, "elena", ip)

        assert self.knock(door, "elena", "203.0.113.7", is_familiar=True)


@pytest.mark.parametrize(
    ("ip", "site"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("nonsense", "nonsense"),
        ("", ""),
    ],
)
def test_case_14_what_an_address_is_counted_as(ip, site):
    assert site_of(ip) == site
