"""Nadia registers, and nobody learns whether somebody else could."""

import re

import pytest
from playwright.sync_api import expect

from tests import paper
from tests.journeys.acting import give_password, sign_out
from tools.visiting import codes, next_code
from tools.visiting import type_code as confirm_with

NUMBER, TAX_ID, VIN = "5300184411", "4311", "T9D01110"
PHRASE = "seven umbrellas under a purple moon"


def claim(page, number=NUMBER, tax_id=TAX_ID, vin=VIN):
    """Fill in the three items, and ask for the code."""
    page.get_by_label("Account number").fill(number)
    page.get_by_label("Last 4 digits").fill(tax_id)
    page.get_by_label("VIN").fill(vin)
    page.get_by_role("button", name="Send my code").click()
    page.wait_for_url(re.compile(r"/code\b"))


def type_code(page, before):
    page.get_by_label("Code").fill(next_code(page, before))
    page.get_by_role("button", name="Go on").click()


def word_of_the_document(page):
    kind, document = page.evaluate(
        """async () => {
            const answer = await fetch("/auth/register/access-test.pdf")
            const bytes = new Uint8Array(await answer.arrayBuffer())
            return [answer.headers.get("content-type"), Array.from(bytes)]
        }"""
    )
    assert kind == "application/pdf"
    return paper.text(bytes(document)).splitlines()[-2]  # the last line is the footer


def finish(page, user_name="nadia.feld", password=PHRASE):
    page.get_by_label("User name").fill(user_name)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_label("The word in the document").fill(word_of_the_document(page))
    page.get_by_label("I agree").check()
    page.get_by_label("I have read").check()
    page.get_by_role("button", name="Finish").click()


def what_it_says(page):
    expect(page.get_by_label("Code")).to_be_visible()
    return re.sub(r"\d:\d\d", "", page.locator("#content").inner_text())


@pytest.mark.parametrize(
    "wrong", [{"number": "5300184499"}, {"tax_id": "0000"}, {"vin": "T9D01111"}]
)
def test_r1_a_wrong_claim_is_answered_as_a_right_one(page, wrong):
    page.goto("/register/")
    claim(page)
    right = what_it_says(page)
    page.goto("/register/")
    claim(page, **wrong)

    assert what_it_says(page) == right


def test_r4_a_registered_borrower_is_answered_alike_and_told_by_mail(page):
    page.goto("/register/")
    claim(page, "5300184401", "4301", "S9A00117")

    expect(page.get_by_label("Code")).to_be_visible()
    page.goto("/_sandbox/outbox")  # which looks again by itself
    expect(page.get_by_text("You are registered already").first).to_be_visible()


def test_what_cannot_be_right_is_said_beside_its_field(page, complaints):
    page.goto("/register/")
    page.get_by_label("Account number").fill("53/01")
    page.get_by_label("Last 4 digits").fill("43")
    page.get_by_label("VIN").fill("OOOO")
    page.get_by_role("button", name="Send my code").click()

    expect(page.locator("#vin-error")).to_contain_text("last 8 characters")
    expect(page.get_by_label("Account number")).to_be_focused()
    expect(page.get_by_label("Last 4 digits")).to_have_value("43")
    complaints.clear()  # the browser's own line about a 422


def test_a_borrower_registers_and_signs_in_again(phone, complaints):
    page, frames, addresses = phone, [], []
    page.on("websocket", lambda socket: listen(socket, frames))
    page.on("request", lambda request: addresses.append(request.url))
    page.goto("/register/")
    before = codes(page)
    claim(page)
    type_code(page, before)
    page.wait_for_url(re.compile(r"/register/finish\b"))
    finish(page, password="Nadia Feld Nadia")
    expect(page.locator("#password-error")).to_contain_text("about you")
    complaints.clear()  # the browser's own line about a 422
    finish(page)
    page.wait_for_url(re.compile(r"/secure\b"))
    page.goto("/overview/")
    expect(page.locator("#content")).to_contain_text("$68,900.00")

    said = "".join(frames + addresses)
    assert frames
    for secret in (NUMBER, "987654311", "987-65-4311", VIN, PHRASE):
        assert secret not in said

    sign_out(page)
    before = codes(page)
    give_password(page, "nadia.feld", PHRASE)
    confirm_with(page, before)  # the mail is the only way yet, so it is sent at once
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nadia")


def listen(socket, frames):
    for direction in ("framesent", "framereceived"):
        socket.on(direction, lambda frame: frames.append(str(frame)))


def test_case_25_a_page_of_the_way_leads_nowhere_without_its_cookie(page):
    for address in ("/register/code/", "/register/finish/"):
        page.goto(address)
        page.wait_for_url(re.compile(r"/sign-in\b"))


@pytest.mark.parametrize(
    ("address", "heading"),
    [("/terms/", "Terms of use"), ("/privacy/", "Privacy"), ("/e-sign/", "electronic records")],
)
def test_what_is_agreed_to_can_be_read_by_anybody(page, address, heading):
    page.goto(address)

    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
    expect(page.get_by_text("Version 20")).to_be_visible()
