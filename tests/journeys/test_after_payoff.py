"""After the last payment: where the money is, when the lien goes, and both letters."""

import pytest
from playwright.sync_api import expect

from finance_portal.domain.cents import dollars
from tests import paper
from tests.journeys.acting import arrive, fetched
from tests.journeys.axe import look_at
from tests.journeys.conftest import DESKTOP, PHONE
from tests.working.checker import recompute

STEPS = [
    "Payoff received",
    "Oct 26, 2026",
    "$3,207.23",
    "$3,204.87 was owed",
    "Funds cleared",
    "Nov 5, 2026",
    "$2.36 that you had paid too much went back",
    "Nov 6, 2026",
    "New York, whose law gives us until Nov 10, 2026",
    "Certified mail, tracking number 9407",
    "Everything is done",
    "GAP coverage",
]


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_grace_follows_her_payoff_from_the_overview_to_the_release_of_the_lien(new_page, size):
    page = new_page(viewport=size)
    arrive(page, "grace")
    page.get_by_role("link", name="What happens now").click()

    content = page.locator("#content")
    for said in STEPS:
        expect(content).to_contain_text(said)

    link = page.get_by_role("link", name="Release of lien (PDF)")
    letter, kind = fetched(page, link.get_attribute("href"))
    assert kind == "application/pdf"
    assert "The lien is released as of November 6, 2026" in paper.text(letter)
    look_at(page)


def test_a_contract_that_is_open_says_what_will_come(page):
    arrive(page, "elena")
    page.goto("/after-payoff/")

    expect(page.get_by_role("heading", name="This contract is not paid off yet")).to_be_visible()


def test_the_cap_says_since_when_and_what_it_forgives(page):
    arrive(page, "maya")

    content = page.locator("#content")
    expect(content).to_contain_text("because of your service since Feb 1, 2026")
    expect(content).to_contain_text("of interest is forgiven so far: you never owe it")
    content.get_by_text("How are these worked out?").click()
    opened = content.locator("details").filter(has_text="Interest forgiven in service").last
    opened.locator("summary").click()
    lines = [line.strip() for line in opened.locator("li").all_inner_texts()]
    assert f"{dollars(recompute(lines))} of interest is forgiven" in content.inner_text()


HELD = {
    "marcus": (
        "5300184402",
        "bankruptcy",
        "our bankruptcy team",
        [
            "overview",
            "pay",
            "payoff",
            "autopay",
            "change-due-date",
            "extension",
            "hardship",
            "documents",
        ],
    ),
    "daniel": ("5300184403", "litigation", "our legal team", ["overview", "pay", "lease-end"]),
    "sofia": ("5300184404", "bankruptcy", "our bankruptcy team", ["overview", "balloon", "pay"]),
}
ACTS = "#content :is(form, button[type=submit])"


@pytest.mark.parametrize("who", HELD)
def test_a_held_contract_is_read_on_every_page_and_acts_on_none(page, servicing, who):
    number, kind, team, pages = HELD[who]
    servicing("flag", "add", number, kind, "--since", "2026-11-20", "--by", "A journey")
    arrive(page, who)

    for address in pages:
        page.goto(f"/{address}/")
        expect(page.get_by_role("note").first).to_contain_text(f"Call {team}")
        expect(page.get_by_text("Loading", exact=True)).to_have_count(0)
        expect(page.locator(ACTS)).to_have_count(0)
        look_at(page)
