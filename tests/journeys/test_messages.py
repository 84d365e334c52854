"""Messages: written with a file, answered by the desk and seen at once; a card for a call."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.acting import arrive, expect_gone, fetched
from tests.journeys.axe import look_at
from tests.journeys.conftest import DESKTOP, PHONE

QUESTION = "Where do I send the new insurance card?"
ANSWER = "Right here, thank you. <b>We</b> have noted it."


def photo():
    out = BytesIO()
    Image.new("RGB", (640, 480), (40, 120, 90)).save(out, "JPEG")
    return {"name": "insurance.card.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def program():
    return {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90\x00"}


def add(page, file):
    page.get_by_label("Add a file").set_input_files(file)


def begin(page):
    page.goto("/messages/")
    page.get_by_role("link", name="Write to us").first.click()
    page.get_by_label("Your message").fill(QUESTION)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_message_with_a_photo_is_answered_live_and_kept_as_a_paper(new_page, desk, size):
    page = new_page(viewport=size)
    arrive(page, "owen")
    begin(page)
    add(page, photo())
    expect(page.get_by_text("insurance card.jpg is added")).to_be_visible()
    page.get_by_label("Subject").fill("Insurance")
    page.get_by_role("button", name="Send").click()

    page.wait_for_url(re.compile(r"ref="))
    log = page.get_by_role("log")
    expect(log).to_contain_text(QUESTION)
    expect(page.get_by_text(re.compile("You have an answer by"))).to_be_visible()
    ref = re.search(r"ref=(\w+)", page.url)[1]
    desk("messages", "here")
    expect(page.get_by_text("Somebody is at the desk now.")).to_be_visible()

    page.get_by_label("Your message").fill("And another")
    desk("messages", "answer", ref, ANSWER)
    expect(log).to_contain_text(ANSWER)
    expect(page.get_by_label("Your message")).to_have_value("And another")
    page.get_by_role("button", name="Send").click()
    expect(log.get_by_role("listitem").filter(has_text="And another")).to_be_visible()
    expect(page.get_by_label("Your message")).to_have_value("")

    sent = log.get_by_role("link", name=re.compile("insurance card.jpg"))
    content, kind = fetched(page, sent.get_attribute("href"))
    assert (kind, Image.open(BytesIO(content)).size) == ("image/jpeg", (640, 480))
    content, kind = fetched(page, page.get_by_role("link", name="PDF").get_attribute("href"))
    words = PdfReader(BytesIO(content)).pages[0].extract_text()
    assert kind == "application/pdf"
    assert QUESTION in words
    assert ANSWER in words


def test_nothing_is_lost_when_something_is_wrong(page, complaints):
    arrive(page, "sofia")
    begin(page)
    add(page, program())
    expect(page.get_by_text("This file is not what its name says")).to_be_visible()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Say in a few words what it is about.")).to_be_visible()
    expect(page.get_by_label("Your message")).to_have_value(QUESTION)

    add(page, photo())
    page.get_by_role("button", name="Remove insurance card.jpg").click()
    expect(page.get_by_role("button", name="Remove insurance card.jpg")).to_be_hidden()
    page.get_by_label("Subject").fill("Insurance")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("log")).to_contain_text(QUESTION)
    complaints.clear()  # the browser notes each 422


def test_an_answer_is_counted_wherever_one_is_until_it_is_read(page, desk):
    arrive(page, "grace")
    begin(page)
    page.get_by_label("Subject").fill("My title")
    page.get_by_role("button", name="Send").click()
    page.wait_for_url(re.compile(r"ref="))
    ref = re.search(r"ref=(\w+)", page.url)[1]
    page.goto("/history/")
    main = page.get_by_role("navigation", name="Main").first
    expect(main).not_to_contain_text("unread")

    desk("messages", "answer", ref, "It is in the mail.")

    expect(main.get_by_role("link", name=re.compile("Messages"))).to_contain_text("1 unread")
    main.get_by_role("link", name=re.compile("Messages")).click()
    page.get_by_role("link", name=re.compile("My title")).click()
    expect(page.get_by_role("log")).to_contain_text("It is in the mail.")
    expect(main).not_to_contain_text("unread")


def test_the_number_for_a_call_is_checked_once(page, desk):
    arrive(page, "maya")
    page.goto("/help/")
    page.get_by_role("button", name="Show a number for the call").click()
    shown = page.locator("#call-pin")
    expect(shown).to_have_text(re.compile(r"\d{3} \d{3}"))
    digits = shown.inner_text()

    page.reload()

    expect(page.get_by_role("heading", name="Bring this to the call")).to_be_visible()
    expect_gone(page, digits.replace(" ", ""))


def test_a_message_is_written_by_the_keyboard_alone(page, keys):
    arrive(page, "theo")
    page.goto("/messages/")
    keys("link", "Write to us", "Enter")
    page.get_by_label("Subject").wait_for()
    keys("textbox", "Subject")
    page.keyboard.type("Keeping it")
    keys("textbox", "Your message")
    page.keyboard.type(QUESTION)
    keys("button", "Send", "Enter")

    expect(page.get_by_role("log")).to_contain_text(QUESTION)


def test_messages_and_help_have_nothing_that_axe_finds(page, complaints):
    arrive(page, "elena")
    page.goto("/messages/")
    expect(page.get_by_role("link", name=re.compile("Paying something extra"))).to_be_visible()
    look_at(page)
    page.get_by_role("link", name=re.compile("My insurance company")).click()
    expect(page.get_by_role("log")).to_contain_text("Thank you, Elena.")
    look_at(page)
    begin(page)
    add(page, photo())
    expect(page.get_by_text("is added")).to_be_visible()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Say in a few words")).to_be_visible()
    look_at(page)
    page.goto("/messages/?ref=nothing")
    expect(page.get_by_role("heading", name="No such conversation")).to_be_visible()
    look_at(page)
    page.goto("/help/")
    page.get_by_role("button", name="Show a number for the call").click()
    expect(page.locator("#call-pin")).to_be_visible()
    look_at(page)
    page.goto("/messages/")
    page.get_by_role("button", name="Español").click()
    page.get_by_role("link", name=re.compile("My insurance company")).click()
    expect(page.get_by_role("log")).to_contain_text("Usted")
    look_at(page)
    complaints.clear()  # the browser notes the 422
