"""Two browsers: Elena lets somebody in, and sees what they look at; it ends while they look."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.acting import PATIENCE_SECONDS, arrive, fetched
from tests.journeys.axe import look_at
from tests.journeys.test_registering import finish
from tools.rehearsal import PORT, address
from tools.visiting import OUTBOX, codes, type_code

LINK = re.compile(r'href="([^"]*/(?:invited)#[^"]+)"')


def heading(page, words):
    return page.get_by_role("heading", name=words)


def go(page):
    page.goto("/delegates/")
    expect(heading(page, "Let somebody in")).to_be_visible()


def step_up(page):
    before = codes(page)
    page.get_by_role("link", name="Confirm it is you").first.click()
    heading(page, "Confirm it is you").wait_for()
    type_code(page, before)
    page.wait_for_url(re.compile(r"/delegates\b"))


def invite(page, name, email, rights):
    page.get_by_label("Their name").fill(name)
    page.get_by_label("Their e-mail address").fill(email)
    page.get_by_role("radio", name=rights).first.check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("The invitation is on its way")).to_be_visible()


def link_in_the_mail(page):
    for _ in range(PATIENCE_SECONDS):
        sent = page.request.get(f"http://{address()}:{PORT.read_text()}{OUTBOX}").text()
        if found := LINK.search(sent):
            return found[1].replace("&#x27;", "'")
        page.wait_for_timeout(1000)
    pytest.fail("No invitation came.")


def test_a_delegate_is_added_and_removed_while_they_are_signed_in(page, new_page):
    arrive(page, "elena")
    go(page)
    expect(page.get_by_text("Rosa Vance").first).to_be_visible()
    look_at(page)
    step_up(page)
    look_at(page)
    invite(page, "Nora Lind", "nora.lind@example.com", "Accountant")

    nora = new_page()
    address_of = link_in_the_mail(page)
    nora.goto(f"/invited/{address_of[address_of.index('#') :]}")
    expect(heading(nora, "You are invited")).to_be_visible()
    look_at(nora)
    nora.get_by_label("First name").fill("Nora")
    nora.get_by_label("Last name").fill("Lind")
    nora.get_by_role("button", name="Accept, and choose a sign-in").click()
    nora.wait_for_url(re.compile(r"/register/finish\b"))
    finish(nora, "nora.lind")
    nora.wait_for_url(re.compile(r"/secure\b"))
    nora.goto("/overview/")
    expect(nora.get_by_text("You are looking at the contract of Elena Marsh")).to_be_visible()
    expect(nora.get_by_role("link", name="Autopay")).to_have_count(0)
    expect(nora.get_by_role("link", name=re.compile(r"^Pay \$"))).to_have_count(0)
    look_at(nora)
    nora.goto("/pay/")
    expect(nora.get_by_text("This was not shared with you")).to_be_visible()
    look_at(nora)
    nora.goto("/documents/")
    expect(nora.get_by_text("You are looking at the contract of Elena Marsh")).to_be_visible()

    go(page)
    row = page.get_by_role("listitem").filter(has_text="n•••d@example.com")
    expect(row).to_contain_text("Has access")
    row.get_by_role("button", name="End access").click()
    page.get_by_role("button", name="Yes, end it").click()
    expect(page.get_by_text("The access has ended.")).to_be_visible()

    # Nora has not touched her browser: it leaves what it showed by itself.
    expect(heading(nora, "No contract to show")).to_be_visible()
    nora.goto("/documents/")
    expect(nora.get_by_text("Elena Marsh")).to_have_count(0)

    page.goto("/access-log/")
    expect(page.locator("#content")).to_contain_text("Nora Lind")
    expect(page.locator("#content")).to_contain_text("List of documents")
    look_at(page)


def test_a_helper_pays_and_the_receipt_says_by_whom(page, new_page):
    rosa = new_page()
    arrive(rosa, "rosa")
    expect(rosa.get_by_text("You are looking at the contract of Elena Marsh")).to_be_visible()
    rosa.goto("/pay/")
    expect(rosa.get_by_role("radio", name="On a later day")).to_have_count(0)
    rosa.get_by_role("radio", name="Another amount").check()
    rosa.get_by_label("Amount in dollars").fill("25.00")
    rosa.get_by_role("button", name="Review payment").click()
    rosa.get_by_role("button", name="Pay $25.00").click()
    rosa.wait_for_url(re.compile(r"/receipt\b"))
    expect(rosa.locator("#content")).to_contain_text("Rosa Vance")

    arrive(page, "elena")
    page.goto("/history/")
    page.get_by_role("link", name=re.compile("Payment")).first.click()
    page.wait_for_url(re.compile(r"/receipt\b"))
    expect(page.locator("#content")).to_contain_text("Paid by")
    expect(page.locator("#content")).to_contain_text("Rosa Vance")


def test_a_dealer_sees_one_quote_until_it_is_taken_back(page, new_page, complaints):
    arrive(page, "elena")
    go(page)
    step_up(page)
    page.get_by_label("Who is it for?").fill("Lakeside Autos")
    page.get_by_label("For how many days?").select_option("5")
    page.get_by_role("checkbox", name="I allow this quote").check()
    page.get_by_label("Your full name").fill("Elena Marsh")
    page.get_by_role("button", name="Make the link").click()
    expect(page.locator("#quote-link-address")).to_contain_text("/shared-quote#")
    shown = page.locator("#quote-link-address").inner_text()

    dealer = new_page()
    dealer.goto(f"/shared-quote/{shown[shown.index('#') :]}")
    look_at(dealer)
    dealer.get_by_role("button", name="Show the quote").click()
    expect(dealer.locator("#shared-quote-amount")).to_contain_text("$")
    expect(dealer.locator("#shared-quote-contract")).to_contain_text("••")
    expect(dealer.locator('meta[name="robots"]')).to_have_attribute("content", "noindex, nofollow")
    look_at(dealer)
    with dealer.expect_download() as letter:
        dealer.get_by_role("button", name="The letter (PDF)").click()
    assert letter.value.suggested_filename.startswith("quote-")

    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("The link has ended.")).to_be_visible()
    dealer.get_by_role("button", name="Show the quote").click()
    expect(dealer.get_by_text("There is no quote here.")).to_be_visible()
    complaints.clear()  # the browser's own, of the refusal

    page.goto("/access-log/")
    expect(page.locator("#content")).to_contain_text("Lakeside Autos")
    table, kind = fetched(page, "/auth/access-log.csv")
    assert kind.startswith("text/csv")
    assert b"Lakeside Autos" in table


@pytest.mark.parametrize("wrong", ["", "#nothing-of-ours"])
def test_a_wrong_link_opens_nothing(page, complaints, wrong):
    page.goto(f"/shared-quote/{wrong}")
    page.get_by_role("button", name="Show the quote").click()

    expect(page.get_by_text("There is no quote here.")).to_be_visible()
    complaints.clear()
