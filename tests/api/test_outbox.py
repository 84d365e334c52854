"""The page of the local outbox: what was sent, the newest first, and nothing that could run."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from finance_portal.api import outbox
from finance_portal.api.csp import script_hashes
from finance_portal.gateways.mail import Letter
from finance_portal.gateways.outbox import Outbox
from finance_portal.gateways.sms import TextMessage
from finance_portal.settings import settings

NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "outbox"


@pytest.fixture
def look(folder):
    transport = httpx.ASGITransport(Starlette(routes=outbox.routes(folder)))

    async def get(query):
        async with httpx.AsyncClient(transport=transport, base_url="http://portal.test") as client:
            return await client.get(f"{outbox.PAGE}{query}")

    return lambda query="": asyncio.run(get(query))


def text(folder, words, *, code="", minutes=0):
    message = TextMessage(
        ref=f"text{minutes}",
        to="+12025550123",
        text=words,
        written_at=NOON + timedelta(minutes=minutes),
        code=code,
    )
    asyncio.run(Outbox(folder).send(message))


def letter(folder, **changed):
    given = {
        "ref": "letter",
        "to": "elena@example.com",
        "subject": "Your code to sign in",
        "text": "Words.",
        "html": "",
        "written_at": NOON,
    }
    asyncio.run(Outbox(folder).send(Letter(**given | changed)))


def test_an_empty_outbox_says_so(look):
    assert "Nothing was sent yet" in look().text


def test_what_is_being_written_is_not_read(look, folder, monkeypatch):
    monkeypatch.setattr(Path, "replace", lambda _draft, _target: None)  # as if it had just begun
    letter(folder, code="604213")

    assert list(folder.iterdir()) != []
    assert "Nothing was sent yet" in look().text


def test_a_letter_shows_receiver_subject_words_and_large_its_code(look, folder):
    letter(folder, code="604213")

    page = look().text

    assert "Mail to elena@example.com" in page
    assert "<h2>Your code to sign in</h2>" in page
    assert '<p class="code">604213</p>' in page
    assert '<p class="words">Words.</p>' in page
    assert "12:00:00 PM" in page


def test_the_newest_comes_first_and_fifty_are_shown(look, folder):
    for minutes in range(60):
        text(folder, f"words {minutes}.", minutes=minutes)

    page = look().text

    assert page.index("words 59.") < page.index("words 58.")
    assert "words 10." in page
    assert "words 9." not in page


def test_case_64_what_was_sent_is_inert(look, folder):
    letter(folder, subject="<script>alert(1)</script>", text='<img src=x onerror="x">', code="<b>")

    page = look().text

    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "<img" not in page
    assert "<b>" not in page
    assert script_hashes(page.encode()) == []


def test_only_addresses_of_our_own_are_links(look, folder):
    ours = f"{settings.public_origin}/not-me#abc-DEF_1"
    text(folder, f"Go to {ours} or https://evil.example/x or {settings.public_origin}.evil/x")

    page = look().text

    assert f'<a href="{ours}">{ours}</a>' in page
    assert page.count('<a href="http') == 1


def test_the_page_looks_again_by_itself_until_it_is_told_to_stand_still(look):
    assert 'http-equiv="refresh"' in look().text
    assert 'http-equiv="refresh"' not in look("?still=1").text
