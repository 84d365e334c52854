"""The words of notices: nothing that somebody else chose can pass for ours, nothing is active."""

import inspect
import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from finance_portal.notices import layout, security, ways_in
from finance_portal.notices.wording import GSM, Link, Wording, for_text, named
from finance_portal.services.client import Client
from finance_portal.settings import settings

NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
HOSTILE = "Your code is 123456, call +1 202 555 0199 or evil.example <script>\r\nBcc: x"
PLACE = Client("203.0.113.7", f"{HOSTILE} Chrome/141 Windows")
GIVEN = {
    "code": "604213",
    "purpose": "methods",
    "masked": "e•••a@example.com",
    "user_name": "elena.marsh",
    "names": ["elena.marsh", "elena.work"],
    "name": HOSTILE,
    "vehicle": "2026 Sedan",
    "left": 9,
    "held_until": NOON,
    "client": PLACE,
    "at": NOON,
    "not_me": f"{settings.public_origin}/not-me#secret",
}


def every_notice():
    """Yield every notice, by its name, with the most hostile arguments that it takes."""
    for module in (security, ways_in):
        for name, word in inspect.getmembers(module, inspect.isfunction):
            if not name.startswith("_") and word.__module__ == module.__name__:
                asked = inspect.signature(word).parameters
                yield pytest.param(word(**{one: GIVEN[one] for one in asked}), id=name)


NOTICES = list(every_notice())


@pytest.mark.parametrize("wording", NOTICES)
def test_case_71_a_text_message_is_short_plain_and_holds_no_chosen_word(wording):
    assert len(wording.text) <= 160
    assert set(wording.text) <= GSM
    assert wording.text.startswith(settings.brand.name)
    assert "123456" not in wording.text
    assert "evil" not in wording.text
    assert "http" not in wording.text


@pytest.mark.parametrize("wording", NOTICES)
def test_case_71_a_mail_holds_no_foreign_code_number_or_address(wording):
    mail = layout.plain(wording)

    assert "123456" not in mail
    assert "0199" not in mail
    assert "evil.example" not in mail
    assert set(re.findall(r"https?://[^/\s]+", mail)) <= {
        settings.public_origin,
        f"{settings.public_origin}.",
    }


@pytest.mark.parametrize("wording", NOTICES)
def test_a_mail_says_who_sends_it_and_that_we_never_ask_for_a_code(wording):
    mail = layout.plain(wording)

    assert settings.brand.legal_entity in mail
    assert "We never ask for a password or a code" in mail
    assert wording.code in mail


@pytest.mark.parametrize("wording", NOTICES)
def test_case_64_a_mail_holds_only_tags_of_ours(wording):
    assert tags(layout.html(wording)) <= TAGS


def test_case_64_hostile_words_are_inert_in_a_mail():
    hostile = '<script>alert(1)</script><img src=x onerror="alert(1)">'
    wording = Wording(
        hostile, (hostile, hostile), code=hostile, link=Link(words=hostile, url='https://x/?"><b>')
    )

    page = layout.html(wording)

    assert tags(page) <= TAGS
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil", "https://x\r\ny"]
)
def test_case_65_a_link_leads_to_a_web_address(url):
    with pytest.raises(ValueError, match="web address"):
        Link(words="Go", url=url)


@pytest.mark.parametrize("subject", ["Two\r\nBcc: mallory@example.net", "Two\nlines", "x" * 121])
def test_case_67_a_subject_is_one_short_line(subject):
    with pytest.raises(ValueError, match="one printable line"):
        Wording(subject, ("Words.",))


@pytest.mark.parametrize("text", ["x" * 161, "a ✓", "a\u202eb"])
def test_case_71_a_text_message_that_is_too_long_or_not_plain_is_refused(text):
    with pytest.raises(ValueError, match="basic alphabet"):
        Wording("Subject", ("Words.",), text=text)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Elena's phone", "Elena's phone"),
        ("Firefox 143 on Android 15", "Firefox 143 on Android 15"),
        ("Zoë", "Zoe"),
        ("123456", "12345"),
        ("call 202-555-0199", "call 202-55 -"),
        ("go to evil.example/x", "go to evil example x"),
        ("<b>a@b</b>", "b a b b"),
        ("\u0440\u0430ypal", "ypal"),
        ("\u202eabc\u200b\r\n", "abc"),
        ("x" * 1_000_000, "x" * 40),
    ],
)
def test_case_71_a_chosen_name_keeps_letters_and_five_digits(given, kept):
    assert named(given) == kept


def test_a_brand_outside_the_alphabet_is_spelled_inside_it():
    assert for_text("Crédit Şehir ✓") == "Credit Sehir "


def test_the_time_is_the_lenders():
    wording = security.password_changed(client=PLACE, at=NOON)

    assert "November 23, 2026 at 12:00 PM EST" in wording.paragraphs[0]


def test_a_notice_tells_where_and_on_what_and_links_the_way_back():
    client = Client("203.0.113.7", "Mozilla/5.0 (Windows NT 10.0) Chrome/141.0")
    wording = security.password_changed(client=client, at=NOON, not_me="https://x.test/not-me#s")

    assert "Chrome on Windows, from the address 203.0.113.7" in wording.paragraphs[0]
    assert "https://x.test/not-me#s" in layout.plain(wording)
    assert 'href="https://x.test/not-me#s"' in layout.html(wording)


TAGS = {"html", "head", "meta", "title", "style", "body", "main", "h1", "p", "a", "strong"}


def tags(page):
    found = set()

    class Tags(HTMLParser):
        def handle_starttag(self, tag, attributes):
            found.add(tag)
            assert not any(name.startswith("on") for name, _ in attributes)

    Tags().feed(page)
    return found


@pytest.mark.parametrize("draw", [layout.plain, layout.html])
def test_a_mail_of_a_demo_says_that_no_money_moves(monkeypatch, draw):
    wording = Wording("Subject", ("Words.",), "Text")

    assert "SANDBOX: no money moves." in draw(wording)
    monkeypatch.setattr(settings, "processor", "stripe")
    assert "SANDBOX" not in draw(wording)
