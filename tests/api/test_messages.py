"""The forms of messages through the gate: who writes, what is taken, and who gets a file back."""

import asyncio
import re

import pytest

from finance_portal.api import gate, rules
from finance_portal.models.security import Login
from finance_portal.models.threads import Attachment, Thread, ThreadMessage
from finance_portal.services.attachments import checking, keeping
from finance_portal.services.budgets import BUDGETS
from finance_portal.settings import settings
from finance_portal.ui import call_card, routes
from tests.api.doors import ORIGIN, begin, login, rows
from tests.services.pictures import EICAR, flood, picture

pytestmark = pytest.mark.anyio

SENT = {"Origin": ORIGIN, "Accept": "application/json"}
EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>[x](javascript:alert(1))"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "data_dir", tmp_path / "data")


@pytest.fixture
def browser_of(db, portal, browse, routed):
    """Return a client that is signed in as somebody."""

    def browser_of(user_name="elena", portal=portal):
        new = begin(db, portal.sessions, login(db, user_name))
        client = browse(routed, portal=portal)
        client.headers["Cookie"] = f"__Host-sid={new.secret}"
        return client

    return browser_of


async def start(client, **changes):
    form = {"subject": "Hello", "words": "A question", "token": "t"} | changes
    return await client.post(routes.MESSAGES_START_FORM, data=form, headers=SENT)


async def attach(client, name="a.txt", content=b"hello", about=routes.NEW, **more):
    address = f"{routes.MESSAGES_FILE_FORM}?{routes.FOR}={about}"
    return await client.post(address, files={"file": (name, content)}, headers=SENT | more)


async def ref_of(answer):
    return answer.json()["go"].partition("ref=")[2]


async def test_a_conversation_is_begun_and_gone_to(browser_of, db):
    answer = await start(browser_of())

    (thread,) = rows(db, Thread)
    assert answer.json() == {"go": f"/messages?ref={thread.ref}"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"subject": " "}, "subject"),
        ({"words": ""}, "words"),
        ({"words": "a" * 4_001}, "words"),
        ({"account": "somebody-elses"}, "account"),
    ],
)
async def test_what_is_wrong_stands_beside_its_field(browser_of, db, changes, field):
    answer = await start(browser_of(), **changes)

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]
    assert rows(db, Thread) == []


async def test_4_000_letters_of_any_language_come_through(browser_of, db):
    answer = await start(browser_of(), words="ñ" * 4_000)

    assert answer.status_code == 200
    assert len(rows(db, ThreadMessage)) == 1


async def test_one_writes_on_but_never_into_somebody_elses(browser_of, db):
    elena, mallory = browser_of(), browser_of("mallory")
    ref = await ref_of(await start(elena))
    form = {"ref": ref, "words": "And this", "token": "t2"}

    assert (await elena.post(routes.MESSAGES_WRITE_FORM, data=form, headers=SENT)).is_success
    refused = await mallory.post(routes.MESSAGES_WRITE_FORM, data=form, headers=SENT)

    nothing = form | {"ref": "f" * 24}
    same = await mallory.post(routes.MESSAGES_WRITE_FORM, data=nothing, headers=SENT)
    assert (refused.status_code, refused.text) == (422, same.text)
    assert len(rows(db, ThreadMessage)) == 2


async def test_a_file_goes_with_the_message_and_comes_back_to_be_saved(browser_of, db):
    client = browser_of()
    said = await attach(client, "mi carta\u202e ñ.txt", "año".encode())
    assert said.json()["say"] == "mi carta ñ.txt is added. It goes with your message."
    await start(client)

    (row,) = rows(db, Attachment)
    answer = await client.get(f"{routes.ATTACHMENT}?ref={row.ref}")

    assert row.message_id is not None
    assert answer.content == "año".encode()
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    kept = answer.headers["Content-Disposition"]
    assert kept == "attachment; filename*=UTF-8''mi%20carta%20%C3%B1.txt"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("theirs", ["the file", "a paper of the conversation"])
async def test_case_44_somebody_elses_is_as_if_it_were_not_there(browser_of, db, theirs):
    elena, mallory = browser_of(), browser_of("mallory")
    await attach(elena)
    thread = await ref_of(await start(elena))
    (file,) = rows(db, Attachment)
    route, ref = (
        (routes.ATTACHMENT, file.ref) if theirs == "the file" else (routes.TRANSCRIPT, thread)
    )
    bad = ["../", "%2e%2e%2f", "%252e%252e%252f", "/etc/passwd", "f" * 24, "", "a" * 3_000]

    own = await elena.get(f"{route}?ref={ref}")
    answers = [await mallory.get(f"{route}?ref={each}") for each in [ref, *bad]]

    assert own.status_code == 200
    assert {(each.status_code, each.text) for each in answers} == {(404, "There is no such file.")}
    assert (await mallory.get(f"{route}?ref=a%00")).status_code == 404


async def test_case_64_what_is_written_in_html_stays_words_in_the_paper(browser_of):
    client = browser_of()
    ref = await ref_of(await start(client, words=EVIL, subject=EVIL[:100]))

    answer = await client.get(f"{routes.TRANSCRIPT}?ref={ref}")

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert not re.search(rb"/(JavaScript|JS|Launch|URI)\b", answer.content)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.exe", b"MZ", checking.OF_NO_KIND),
        ("a.pdf.exe", b"%PDF-1.7", checking.IS_ANOTHER),
        ("a.png", picture("JPEG"), checking.IS_ANOTHER),
        ("a.txt", EICAR, checking.DANGEROUS),
        ("a.png", flood(), checking.TOO_MANY_PIXELS),
        ("a.txt", b"", checking.EMPTY),
    ],
)
async def test_case_68_what_we_do_not_take_is_refused_beside_the_field(
    browser_of, db, name, content, why
):
    answer = await attach(browser_of(), name, content)

    assert (answer.status_code, answer.json()["errors"]) == (422, {"file": why})
    assert rows(db, Attachment) == []


async def test_case_68_10_mb_come_in_and_not_a_form_more(browser_of, db):
    client = browser_of()

    most = await attach(client, "a.txt", b"a" * checking.LARGEST)
    more = await attach(client, "a.txt", b"a" * (rules.LARGEST_ATTACHMENT + 1))

    assert (most.status_code, more.status_code) == (200, 413)
    assert len(rows(db, Attachment)) == 1


async def test_case_68_of_a_stranger_nothing_is_read(browse, routed, monkeypatch):
    async def never(*_):
        raise AssertionError("it was read")

    monkeypatch.setattr(gate, "_whole_body", never)

    answer = await attach(browse(routed))

    assert answer.json() == {"go": "/sign-in?over=login"}


async def test_case_68_a_body_that_does_not_come_is_not_waited_for(
    browser_of, portal, routed, monkeypatch
):
    monkeypatch.setattr(gate, "ATTACHMENT_SECONDS", 0.01)

    async def slow():
        yield b"--x"
        await asyncio.sleep(5)
        yield b"--"

    answer = await browser_of().post(routes.MESSAGES_FILE_FORM, content=slow(), headers=SENT)

    assert answer.status_code == 408


async def test_case_68_while_too_many_come_in_another_is_asked_to_wait(browser_of, monkeypatch):
    monkeypatch.setattr(gate, "MOST_ATTACHMENTS", 0)

    assert (await attach(browser_of())).status_code == 503


async def test_case_68_one_address_sends_ten_and_then_waits(browser_of):
    client = browser_of()

    codes = [(await attach(client, content=b"")).status_code for _ in range(11)]

    assert codes == [422] * 10 + [429]


async def test_case_68_what_is_looked_at_for_one_borrower_has_a_bound(db, browser_of, portal):
    hour, _ = BUDGETS["attachment:add"].lines
    client = browser_of()
    account = str(rows(db, Login)[0].id)
    for _ in range(hour.amount):
        portal.budgets.take("attachment:add", account=account, now=portal.now())

    answer = await attach(client)

    assert answer.status_code == 429


async def test_files_are_added_to_ones_own_conversations_only(browser_of, db):
    elena, mallory = browser_of(), browser_of("mallory")
    ref = await ref_of(await start(elena))

    answers = [await attach(mallory, about=about) for about in (ref, "f" * 24, "")]

    assert {each.status_code for each in answers} == {422}
    assert len({each.text for each in answers}) == 1
    assert (await attach(elena, about=ref)).is_success
    assert keeping.waiting(db, borrower_id=rows(db, Thread)[0].borrower_id, about=ref)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
async def test_case_46_only_a_form_with_a_file_is_read(browser_of, kind):
    headers = SENT | {"Content-Type": kind}

    answer = await browser_of().post(routes.MESSAGES_FILE_FORM, content=b"a=b", headers=headers)

    assert answer.status_code == 415


async def test_case_46_no_other_site_sends_anything(browser_of, db):
    client = browser_of()

    answer = await attach(client, Origin="https://evil.example")

    assert answer.status_code == 403
    assert rows(db, Attachment) == []


async def test_the_number_for_a_call_is_shown_in_its_place_and_nowhere_else(browser_of):
    answer = await browser_of().post(routes.CALL_PIN_FORM, headers=SENT)

    said = answer.json()
    assert re.fullmatch(r"\d{3} \d{3}", said["show"][call_card.PIN])
    assert said["show"][call_card.UNTIL] == "12:10 PM"
    assert (said["reveal"], said["hide_after"]) == (call_card.SECTION, 600)


async def test_a_seventh_number_in_an_hour_is_too_many(browser_of):
    client = browser_of()

    codes = [(await client.post(routes.CALL_PIN_FORM, headers=SENT)).status_code for _ in range(7)]

    assert codes == [200] * 6 + [429]
