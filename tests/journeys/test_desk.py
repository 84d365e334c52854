"""Two browsers at once: what the desk decides on its own address, its borrower sees on theirs."""

from playwright.sync_api import expect

from tests.journeys.acting import arrive
from tests.journeys.axe import look_at


def test_a_waiver_that_two_people_decide_is_in_the_borrowers_history(come, new_page):
    amy = come("amy")
    look_at(amy)
    amy.get_by_label("Account number, name").fill("Okafor")
    amy.get_by_role("button", name="Find").click()
    look_at(amy)
    amy.get_by_role("link", name="••").first.click()
    look_at(amy)
    amy.get_by_role("radio", name="The borrower calls").check()
    amy.get_by_role("button", name="Open the account").click()
    expect(amy.get_by_role("heading", level=1)).to_contain_text("Marcus Okafor")
    look_at(amy)
    amy.get_by_role("link", name="Money").click()
    look_at(amy)
    expect(amy.get_by_text("another supervisor does")).to_be_visible()
    amy.get_by_role("link", name="What Marcus Okafor sees").click()
    look_at(amy)

    sam = come("sam")
    sam.get_by_role("link", name="Approvals", exact=True).click()
    look_at(sam)
    sam.get_by_role("button", name="Approve and do it").click()
    expect(sam.get_by_role("status")).to_contain_text("Approved and done")

    marcus = new_page()
    arrive(marcus, "marcus")
    marcus.goto("/history/")
    expect(marcus.locator("#content")).to_contain_text("Late charge waived")

    audra = come("audra")
    audra.get_by_role("link", name="Looks").click()
    expect(audra.get_by_role("table")).to_contain_text("The borrower calls")
    look_at(audra)
    audra.get_by_role("link", name="Audit trail").click()
    audra.get_by_role("button", name="Verify the whole trail").click()
    expect(audra.get_by_role("status")).to_contain_text("All in order")
    look_at(audra)
