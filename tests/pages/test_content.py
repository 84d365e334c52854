"""What there is to read: no link leads nowhere, no figure is typed, every version is told."""

import re

import pytest

from finance_portal.api import cookies as set_cookies
from finance_portal.contents import PAGES
from finance_portal.documents import agreements
from finance_portal.documents.privacy_notice import CHOICES, REASONS
from finance_portal.pages.legal.cookies import COOKIES
from finance_portal.pages.questions.asked import SUBJECTS
from finance_portal.settings import settings
from finance_portal.ui import routes
from finance_portal.ui.navigation import PARENTS

READ = (
    routes.QUESTIONS,
    routes.FEES,
    routes.CONTRACT_FEES,
    routes.STAY_SAFE,
    routes.TROUBLE,
    routes.TERMS,
    routes.PRIVACY,
    routes.PRIVACY_NOTICE,
    routes.COOKIES,
    routes.E_SIGN,
    routes.ACCESSIBILITY,
    routes.HELP,
    routes.PROFILE,
)
LINK = re.compile(r"""\b(?:to|href):[(`]*"?([^"`$]*)""")
NAMED = re.compile(r'\bid:"([^"]+)"')
DRAWN = {page.route: page.draw for page in PAGES}
EVERYWHERE = set(DRAWN) | {routes.SANDBOX_CALENDAR, routes.ACCESS_TEST, routes.PROFILE_ACCESS_TEST}
QUESTIONS = [each for subject in SUBJECTS for each in subject.questions]


def written(route):
    """Everything that a page says, as Reflex writes it."""
    return str(DRAWN[route]().render())


def links(route):
    """Where a page leads to, without what is added in the browser."""
    return {each for each in LINK.findall(written(route)) if each[:1] in {"/", "#"} or ":" in each}


def names(route):
    """What can be linked to within a page."""
    return set(NAMED.findall(written(route)))


@pytest.mark.parametrize("route", READ)
def test_no_link_of_what_there_is_to_read_is_dead(route):
    found = links(route)

    assert found
    for link in found:
        page, _, name = link.partition("#")
        if page.startswith(("tel:", "mailto:")):
            continue
        page = page.partition("?")[0] or route
        assert page.rstrip("/") in EVERYWHERE or page == routes.WELCOME, link
        assert not name or name in names(page) or name == "content", link


@pytest.mark.parametrize(
    "route", sorted(set(READ) - {routes.CONTRACT_FEES, routes.PROFILE, routes.HELP})
)
def test_everything_there_is_to_read_is_reached_from_everywhere_in_it(route):
    assert routes.QUESTIONS in links(route) or route == routes.QUESTIONS
    assert route in links(routes.HELP)
    assert route in routes.BEFORE_SIGN_IN


@pytest.mark.parametrize("route", DRAWN)
def test_every_page_but_the_two_that_must_be_light_leads_to_what_there_is_to_read(route):
    is_light = route in {routes.WELCOME, routes.SIGN_IN}
    others = {routes.STAY_SAFE, routes.FEES} - {route}

    assert (others <= links(route)) != is_light


def test_98_at_least_thirty_questions_are_answered_each_under_a_name_of_its_own():
    named = [f"{subject.name}-{each.name}" for subject in SUBJECTS for each in subject.questions]

    assert len(QUESTIONS) >= 30
    assert len(set(named)) == len(named)
    assert all(each.answer for each in QUESTIONS)


def test_58_no_amount_of_money_is_typed_where_fees_are_told():
    for route in (routes.FEES, routes.QUESTIONS):
        assert not re.search(r"\$\d", written(route))


def test_every_cookie_that_is_set_is_told():
    assert {name for name, _, _ in COOKIES} == {str(each) for each in set_cookies.Name}


def test_what_may_be_limited_is_what_the_law_lets_one_limit():
    assert len(CHOICES) == 3
    assert all(each.title for each in REASONS if each.choice)


class TestVersions:
    def test_33_what_came_in_and_what_went_is_told_under_its_heading(self):
        (older,) = agreements.EARLIER["privacy"]
        found = agreements.changes(older, agreements.PRIVACY)

        assert {each.kind for each in found} == {"kept", "added", "removed"}
        assert all(each.is_title for each in found if each.kind == "kept")
        assert any("in your profile" in each.words for each in found if each.kind == "added")

    def test_the_same_text_has_no_changes(self):
        assert agreements.changes(agreements.TERMS, agreements.TERMS) == []

    def test_a_version_is_written_once(self):
        for name, older in agreements.EARLIER.items():
            current = next(each for each in agreements.ALL if each.name == name)
            versions = [each.version for each in (*older, current)]
            assert len(set(versions)) == len(versions)

    def test_papers_have_the_blanks_filled(self):
        filled = agreements.PRIVACY.filled()
        said = [filled.summary, *(words for each in filled.sections for words in each.paragraphs)]

        assert "{" not in "".join(said)


@pytest.mark.parametrize("about", ["Public Wi-Fi", "VPN", "shared or public computer", "password"])
def test_34_what_protects_an_account_is_told_for_each_place_and_habit(about):
    assert about in written(routes.STAY_SAFE)


def test_31_a_strange_message_is_checked_against_what_was_really_sent():
    assert f"{routes.NOTIFICATIONS}#sent" in links(routes.STAY_SAFE)
    assert routes.CHECK_DOCUMENT in links(routes.STAY_SAFE)


def test_what_was_not_authorized_and_a_helper_are_one_press_from_the_advice():
    assert {routes.REPORT, routes.DELEGATES} <= links(routes.STAY_SAFE)


def test_59_what_credit_bureaus_hear_is_told_with_the_way_to_dispute_it():
    assert "less than 30 days" in written(routes.QUESTIONS)
    assert "less than 30 days late is not reported as late" in written(routes.PROFILE)
    for route in (routes.QUESTIONS, routes.PROFILE):
        assert routes.of_asking("credit_dispute") in written(route)


def test_83_what_a_person_has_to_change_is_asked_for_where_it_stands():
    assert routes.of_asking("name_change") in written(routes.PROFILE)
    assert routes.of_asking("erasure") in written(routes.YOUR_DATA)


def test_85_the_servicer_is_written_to_by_mail_and_by_message():
    assert f"mailto:{settings.brand.support_email}" in links(routes.HELP)
    assert routes.MESSAGES in links(routes.HELP)


class TestSettings:
    def test_every_choice_is_found_from_one_page(self):
        assert {
            routes.PROFILE,
            routes.PREFERENCES,
            routes.REMINDERS,
            routes.SECURITY,
            routes.DELEGATES,
            routes.ACCESS_LOG,
            routes.YOUR_DATA,
        } <= links(routes.SETTINGS)

    def test_what_it_leads_to_leads_back(self):
        led = links(routes.SETTINGS) & set(PARENTS)

        assert {PARENTS[each] for each in led} == {routes.SETTINGS, routes.OVERVIEW}

    def test_reminders_and_preferences_lead_to_each_other(self):
        assert routes.PREFERENCES in links(routes.REMINDERS)
        assert routes.REMINDERS in links(routes.PREFERENCES)
