"""Each demo borrower signs in and sees the figures of domain.md, section 4."""

import pytest
from playwright.sync_api import expect

from tests.journeys.acting import arrive

SEEN = {
    "elena": {
        "/overview/": ["$39,974.96", "$1,004.91", "Dec 1, 2026", "$40,101.23", "$40,161.35"],
        "/history/": ["$1,309.84", "$2,263.68"],  # the interest of 2025, and of 2026 to date
        "/payoff/": ["$40,161.35", "if paid on Thu, Dec 3, 2026", "$186.39", "$6.0127"],
    },
    "marcus": {
        "/overview/": ["$25,040.88", "$685.38", "$34.27", "$30.00", "$749.65", "$25,450.49"],
        "/history/": ["$284.99", "Returned", "$34.27", "Nov 17, 2026"],
        "/payoff/": ["$25,450.49", "$345.34", "$34.27", "$30.00", "$5.4816"],
        "/pay/": ["$749.65"],
    },
    "priya": {
        "/overview/": ["$25,040.88", "$749.65"],
        "/payoff/": ["$25,450.49"],
    },
    "daniel": {
        "/overview/": [
            "$2,719.32",
            "$37,456.12",
            "$35,345.15",
            "27,860",
            "31,223",
            "$302.75",
            "$495.00",
        ],
        "/payoff/": ["Early buyout", "$37,456.12", "$35,345.15", "$2,719.32"],
        "/lease-end/": ["$37,456.12", "$35,345.15", "$2,719.32", "$302.75", "31,223", "$495.00"],
    },
    "sofia": {
        "/overview/": ["$30,516.97", "$1,051.02", "$28,875.00", "$30,584.79"],
        "/payoff/": ["$30,584.79", "$67.82", "$5.2171"],
        "/balloon/": ["$28,875.00", "Feb 20, 2027"],
    },
    "james": {
        "/overview/": ["$18,549.82", "$752.20", "Jan 5, 2027"],
        "/history/": ["$1,504.40", "$1,481.41"],
        "/payoff/": ["$2.1294"],
    },
    "grace": {
        "/overview/": ["Paid off"],
        "/history/": ["$3,207.23", "$2.36"],
        "/after-payoff/": ["$2.36"],
    },
    "owen": {
        "/overview/": ["$30,793.31", "$734.69", "Dec 2030"],
        "/history/": ["$675.00", "Extension of 2 months"],
        "/payoff/": ["$7.1626"],
    },
    "maya": {
        "/overview/": ["$622.84", "6.00%", "9.49%", "$669.09"],
        "/history/": ["$28,447.18"],  # the principal when the cap began
    },
    "theo": {
        "/overview/": ["$489.12", "3 of at most 6 months"],
        "/lease-end/": ["3 of at most 6 months", "30,000", "$350.00"],
    },
}

ANOTHER = {"james": {"2025 X3 30 xDrive": "$15,636.72"}}  # contracts of the same login


@pytest.mark.parametrize("who", SEEN)
def test_a_borrower_signs_in_and_sees_what_is_owed(page, who):
    arrive(page, who)

    for address, figures in SEEN[who].items():
        page.goto(address)
        for figure in figures:
            expect(page.locator("#content")).to_contain_text(figure)
    for vehicle, figure in ANOTHER.get(who, {}).items():
        page.goto("/overview/")
        page.get_by_role("link", name=vehicle).first.click()
        expect(page.locator("#content")).to_contain_text(figure)
