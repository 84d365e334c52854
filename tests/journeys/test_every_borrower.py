"""Each demo borrower signs in and sees the figures of domain.md, section 4."""

import pytest
from playwright.sync_api import expect

from tests.journeys.acting import arrive

SEEN = {
    "elena": ["$39,974.96", "$1,004.91", "Dec 1, 2026", "$40,101.23", "$40,161.35"],
    "marcus": ["$25,040.88", "$685.38", "$34.27", "$30.00", "$749.65", "$25,450.49"],
    "priya": ["$25,040.88", "$749.65"],
    "daniel": [
        "$2,719.32",
        "$37,456.12",
        "$35,345.15",
        "27,860",
        "31,223",
        "$302.75",
        "$495.00",
    ],
    "sofia": ["$30,516.97", "$1,051.02", "$28,875.00", "$30,584.79"],
    "james": ["$18,549.82", "$752.20", "Jan 5, 2027"],
    "grace": ["Paid off"],
    "owen": ["$30,793.31", "$734.69", "Dec 2030"],
    "maya": ["$622.84", "6.00%", "9.49%", "$669.09"],
    "theo": ["$489.12", "3 of at most 6 months"],
}


@pytest.mark.parametrize("who", SEEN)
def test_a_borrower_signs_in_and_sees_what_is_owed(page, who):
    arrive(page, who)

    content = page.locator("#content")
    for figure in SEEN[who]:
        expect(content).to_contain_text(figure)


def test_a_borrower_with_two_contracts_sees_both(page):
    arrive(page, "james")

    page.get_by_role("link", name="2025 X3 30 xDrive").first.click()

    expect(page.locator("#content")).to_contain_text("$15,636.72")


HISTORY = {
    "elena": ["$1,309.84", "$2,263.68"],  # the interest of 2025, and of 2026 to date
    "marcus": ["$284.99", "Returned", "$34.27", "Nov 17, 2026"],
    "grace": ["$3,207.23", "$2.36"],
    "owen": ["$675.00", "Extension of 2 months"],
}


@pytest.mark.parametrize("who", HISTORY)
def test_the_history_shows_what_happened(page, who):
    arrive(page, who)
    page.goto("/history/")

    for figure in HISTORY[who]:
        expect(page.locator("#content")).to_contain_text(figure)
