"""Borrower and desk at once, each in a browser: a live chat, help, a case, a number for a call."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.acting import arrive, choose_and_review, confirm, fetched
from tests.journeys.axe import look_at
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.test_messages import QUESTION, add, begin, photo
from tests.journeys.test_relief import tell
from tests.journeys.test_unauthorized import report

MORE, LAST = "And the keys?", "Thank you, all is clear."
ANSWER, BACK = "It is. <b>Keep</b> the original.", "They stay with you."


def content(page):
    return page.locator("#content")


def sends(page, label, words):
    page.get_by_label(label).fill(words)
    page.get_by_role("button", name="Send").click()


def propose(page, kind, outcome, reply):
    """Decide a request of the account that is open, as far as one alone can."""
    page.get_by_role("link", name=kind).first.click()
    look_at(page)
    page.get_by_label("Reply, as the borrower reads it").fill(reply)
    page.get_by_label("Why it should be granted").fill("Looked into it.")
    page.get_by_role("button", name=f"Propose: {outcome}").click()
    expect(page.get_by_role("status")).to_contain_text("Another person decides it.")


def approve(page, what):
    page.get_by_role("link", name="Approvals", exact=True).click()
    proposal = page.get_by_role("article").filter(has_text=what)
    proposal.get_by_role("button", name="Approve and do it").click()
    expect(page.get_by_role("status")).to_contain_text("Approved and done")


@pytest.mark.parametrize(("who", "size"), [("sofia", DESKTOP), ("grace", PHONE)])
def test_a_message_becomes_a_live_chat_without_a_reload_on_either_side(come, new_page, who, size):
    amy = come("amy")
    amy.get_by_role("navigation").get_by_role("link", name="Messages").click()
    look_at(amy)
    sofia = new_page(viewport=size)
    arrive(sofia, who)
    begin(sofia)
    expect(sofia.get_by_text("Somebody is at the desk now.")).to_be_visible()
    add(sofia, photo())
    expect(sofia.get_by_text("insurance card.jpg is added")).to_be_visible()
    sofia.get_by_label("Subject").fill(f"A card of {who}")
    sofia.get_by_role("button", name="Send").click()
    theirs = sofia.get_by_role("log")
    expect(theirs).to_contain_text(QUESTION)

    # Amy has not touched her inbox since before it was written.
    amy.get_by_role("link", name=f"A card of {who}").click()
    ours = amy.get_by_role("log")
    expect(ours).to_contain_text(QUESTION)
    look_at(amy)
    amy.get_by_label("Your answer").fill(ANSWER)
    sends(sofia, "Your message", MORE)
    expect(ours).to_contain_text(MORE)
    expect(amy.get_by_label("Your answer")).to_have_value(ANSWER)
    sofia.get_by_label("Your message").fill(LAST)
    amy.get_by_role("button", name="Send").click()
    expect(theirs).to_contain_text(ANSWER)
    expect(sofia.get_by_label("Your message")).to_have_value(LAST)
    sends(amy, "Your answer", BACK)
    expect(theirs).to_contain_text(BACK)
    sofia.get_by_role("button", name="Send").click()
    expect(ours).to_contain_text(LAST)
    expect(ours.get_by_role("article")).to_have_count(5)

    card = ours.get_by_role("link", name="insurance card.jpg").get_attribute("href")
    seen, kind = fetched(amy, card)
    assert (kind, Image.open(BytesIO(seen)).size) == ("image/jpeg", (640, 480))
    paper = amy.get_by_role("link", name="Transcript").get_attribute("href")
    words = PdfReader(BytesIO(fetched(amy, paper)[0])).pages[0].extract_text()
    assert all(each in words for each in (QUESTION, ANSWER, MORE, BACK, LAST))

    amy.get_by_role("button", name="Close").click()
    expect(amy.get_by_role("status")).to_contain_text("Closed.")
    amy.get_by_role("button", name="Sign out").click()
    expect(sofia.get_by_text("Somebody is at the desk now.")).to_be_hidden()


def test_help_that_the_desk_decides_is_in_the_borrowers_tracker(opened, come, new_page):
    owen = new_page()
    arrive(owen, "owen")
    owen.goto("/hardship/")
    tell(owen, "My income has dropped")
    owen.get_by_role("radio", name="Lower payments").check()
    owen.get_by_label("Anything that we should know").fill("Half of it would do.")
    owen.get_by_role("button", name="Send to a person").click()
    owen.wait_for_url(re.compile(r"/requests\b"))

    amy = opened("amy", "Owen")
    propose(amy, "Hardship", "granted", "Half of it, for three months.")
    owen.reload()
    expect(content(owen)).not_to_contain_text("Half of it, for three months.")
    approve(come("sam"), "Grant a request: hardship")

    owen.reload()
    expect(content(owen)).to_contain_text("We have said yes.")
    expect(content(owen)).to_contain_text("Half of it, for three months.")
    owen.goto("/access-log/")
    expect(content(owen)).to_contain_text("A. Ortega")
    expect(content(owen)).to_contain_text("You called us")


def test_a_payment_that_was_not_authorized_is_a_case_that_the_desk_ends(opened, come, new_page):
    james = new_page()
    arrive(james, "james")
    choose_and_review(james, "Another amount", "Checking", "123.45")
    confirm(james)
    james.get_by_role("link", name="I did not authorize this payment").click()
    report(james)

    sue = opened("sue", "James")
    propose(sue, "Unauthorized", "confirmed", "Your bank has agreed.")
    approve(come("sam"), "unauthorized")

    james.goto("/requests/")
    expect(content(james)).to_contain_text("You are right: it was not authorized.")
    expect(content(james)).to_contain_text("Your bank has agreed.")


def test_the_number_that_a_caller_says_is_right_once(opened, new_page, complaints):
    maya = new_page()
    arrive(maya, "maya")
    maya.goto("/help/")
    maya.get_by_role("button", name="Show a number for the call").click()
    number = maya.locator("#call-pin")
    expect(number).to_have_text(re.compile(r"\d{3} \d{3}"))
    said = number.inner_text()

    amy = opened("amy", "Maya")
    for answer in ("The number is right", "No number of Maya"):
        amy.get_by_label("The caller's number").fill(said)
        amy.get_by_role("button", name="Check it").click()
        expect(amy.locator("#main")).to_contain_text(answer)
        look_at(amy)
    complaints.clear()  # the browser notes the 422


def test_the_desk_begins_a_conversation_and_the_borrower_sees_it_come(opened, new_page):
    theo = new_page()
    arrive(theo, "theo")
    main = theo.get_by_role("navigation", name="Main").first
    expect(main).not_to_contain_text("unread")

    amy = opened("amy", "Theo")
    amy.get_by_role("link", name="Messages", exact=True).last.click()
    look_at(amy)
    amy.get_by_label("Subject").fill("Your lease")
    sends(amy, "Message", "It runs on from month to month.")
    expect(amy.get_by_role("status")).to_contain_text("Sent.")

    main.get_by_role("link", name=re.compile("Messages.*1 unread")).click()
    theo.get_by_role("link", name=re.compile("Your lease")).click()
    expect(theo.get_by_role("log")).to_contain_text("It runs on from month to month.")
