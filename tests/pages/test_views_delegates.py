"""What a delegate is shown of somebody else's contract, and what the borrower is shown of them."""

from datetime import UTC, date, datetime

import pytest

from finance_portal.domain.rights import GIVEN, Access, Right
from finance_portal.pages.access_log import views as log
from finance_portal.pages.delegates import views
from finance_portal.pages.overview.views import overview
from finance_portal.services.access_log import Look
from finance_portal.services.delegates.listing import Given, Sharing
from tests.pages.sample import account

TODAY = date(2026, 11, 23)
AT = datetime(2026, 11, 1, 15, tzinfo=UTC)


def shared(preset, **changes):
    access = Access(GIVEN[preset], "Elena Marsh", date(2027, 1, 31))
    return account(access=access, **changes)


@pytest.mark.parametrize("preset", GIVEN)
def test_a_delegate_is_offered_to_pay_only_with_that_right(preset):
    due = overview(shared(preset)).due

    assert bool(due.action) is (Right.PAY in GIVEN[preset])
    assert bool(due.href) is (Right.PAY in GIVEN[preset])


@pytest.mark.parametrize("preset", GIVEN)
def test_a_delegate_is_led_to_no_change_of_the_contract(preset):
    due = overview(shared(preset)).due

    assert (due.coming, due.help_href, due.promised) == ([], "", "")


def given(**changes):
    usual = {
        "ref": "g1",
        "name": "Rosa Vance",
        "email": "r•••e@example.com",
        "preset": "family",
        "through_on": date(2027, 1, 31),
        "status": "running",
        "given_by": "Elena Marsh",
        "invited_at": AT,
        "accepted_at": AT,
        "ended_at": None,
        "ended_for": "",
    }
    return Given(**usual | changes)


@pytest.mark.parametrize(
    ("changes", "open_now", "said"),
    [
        ({}, True, "Invited by Elena Marsh, accepted on November 1, 2026."),
        ({"status": "invited", "accepted_at": None}, True, "The link works for 72 hours."),
        ({"status": "unused", "accepted_at": None}, False, "The link ran out after 72 hours."),
        ({"status": "over"}, False, "It ended by itself after January 31, 2027."),
        ({"status": "ended", "ended_at": AT, "ended_for": "revoked"}, False, "You ended it"),
        ({"status": "ended", "ended_at": AT, "ended_for": "frozen"}, False, "frozen"),
    ],
)
def test_each_access_says_how_it_stands(changes, open_now, said):
    shown = views.view(Sharing(given=(given(**changes),)), TODAY)

    (person,) = shown.people if open_now else shown.earlier
    assert said in person.since


def test_days_to_choose_are_from_tomorrow_to_a_year():
    shown = views.view(Sharing(), TODAY)

    assert (shown.first_day, shown.last_day) == ("2026-11-24", "2027-11-23")
    assert shown.days == [str(days) for days in range(1, 11)]


def test_the_log_is_shown_page_by_page():
    look = Look(
        at=AT,
        kind="servicer",
        name="M. Ortiz",
        what="overview",
        reason="Call",
        ip="",
        contract_ref="c",
    )
    page = log.page([look] * 26, 2)

    assert (len(page.rows), page.has_previous, page.has_next) == (1, True, False)
    assert (page.rows[0].what, page.rows[0].reason) == ("Overview", "Call")
    assert page.found == "26 looks"
