"""Messages at the desk: who waits, answering, what opening one leaves behind, and being there."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from finance_portal.desk.gate import POLICY, WITH_SCRIPT
from finance_portal.models.desk import DeskLook
from finance_portal.models.messages import Message
from finance_portal.models.threads import Thread, ThreadMessage
from finance_portal.services import access_log
from finance_portal.services.attachments import keeping
from finance_portal.services.attachments.checking import Checked
from finance_portal.services.desk.sessions import IDLE
from finance_portal.services.messages import presence, threads
from finance_portal.services.messages.threads import Written
from tests import make
from tests.desk.house import look
from tests.services.known import rows
from tests.services.obligors import NOW, bound

pytestmark = pytest.mark.anyio

XSS = "<script>alert(1)</script>"
ASKED = f"Where is my title? {XSS}"
LETTER = b"We have moved."


@pytest.fixture
def ada(db, tmp_path):
    return bound(db, tmp_path)[0]


def writes(ada, words=ASKED, ref="", now=NOW, contract_ref=None, subject="My title"):
    """Ada writes; return the conversation's ref."""
    sent = Written(borrower_id=ada.person.id, words=words, token=words)
    if ref:
        threads.write(ada.db, sent, ref=ref, now=now)
        return ref
    about = ada.ref if contract_ref is None else contract_ref
    return threads.start(ada.db, sent, subject=subject, contract_ref=about, now=now)


def sends_file(ada):
    file = Checked("letter.txt", "text", LETTER)
    keeping.add(ada.db, file, borrower_id=ada.person.id, about=keeping.NEW, now=NOW)
    ref = writes(ada)
    (row,) = rows(ada.db, keeping.Attachment)
    return ref, row.ref


def thread(db):
    return rows(db, Thread)[-1]


async def answered(browser, ref, words="It is in the mail."):
    return await browser.post(f"/messages/{ref}/answer", data={"words": words, "token": "once"})


async def test_who_waits_longest_comes_first(house, ada):
    late = writes(ada, "first", now=NOW - timedelta(hours=2), subject="One")
    soon = writes(ada, "second", subject="Two")
    amy = await house.sign_in("amy", "agent")

    page = (await amy.get("/messages")).text

    assert page.index(late) < page.index(soon)
    assert page.count("1 new") == 2
    assert "Ada Byron" in page
    assert 'data-waits="2"' in page
    assert "first" not in page.partition("<tbody>")[2]
    assert "Messages: 2 waiting for an answer" in (await amy.get("/")).text


async def test_opening_what_waits_is_a_reason_that_is_kept_and_seen_by_the_borrower(house, ada):
    ref = writes(ada)
    amy = await house.sign_in("amy", "agent")

    page = (await amy.get(f"/messages/{ref}")).text
    await amy.get(f"/messages/{ref}")

    assert "Where is my title? &lt;script&gt;alert(1)&lt;/script&gt;" in page
    (kept,) = rows(house.db, DeskLook)
    assert (kept.reason, kept.user_id) == ("message", house.ids["amy"])
    (seen,) = access_log.looks_at(house.db, borrower_id=ada.person.id)
    assert (seen.kind, access_log.why_of(seen)) == ("servicer", "You wrote to us")
    assert thread(house.db).desk_read == 1


async def test_what_does_not_wait_is_opened_for_a_reason_alone(house, ada):
    ref = writes(ada)
    amy = await house.sign_in("amy", "agent")
    await answered(amy, ref)
    sam = await house.sign_in("sam", "supervisor")

    answer = await sam.get(f"/messages/{ref}")
    assert answer.headers["location"] == f"/accounts/{ada.ref}/why?thread={ref}"
    assert ref in (await sam.get(answer.headers["location"])).text
    form = {"reason": "complaint", "thread": ref}
    answer = await sam.post(f"/accounts/{ada.ref}/why", data=form)

    assert answer.headers["location"] == f"/messages/{ref}"
    assert "It is in the mail." in (await sam.get(f"/messages/{ref}")).text


async def test_a_way_back_that_leads_elsewhere_is_not_gone(house, ada):
    amy = await house.sign_in("amy", "agent")

    form = {"reason": "call", "thread": "//evil.test/"}
    answer = await amy.post(f"/accounts/{ada.ref}/why", data=form)

    assert answer.headers["location"] == f"/accounts/{ada.ref}"


async def test_an_answer_is_written_once_told_and_audited(house, ada):
    ref = writes(ada)
    amy = await house.sign_in("amy", "agent")
    await amy.get(f"/messages/{ref}")

    for _ in range(2):
        answer = await answered(amy, ref)
        assert answer.headers["location"] == f"/messages/{ref}#end"

    assert [row.author for row in rows(house.db, ThreadMessage)] == [None, "amy"]
    assert thread(house.db).waits_since is None
    assert [row.kind for row in rows(house.db, Message)] == ["new_message"]
    assert [line.detail["by"] for line in house.trail("message:answered")] == ["amy"]


async def test_an_answer_is_sent_also_when_the_half_hour_was_over(house, ada):
    ref = writes(ada)
    amy = await house.sign_in("amy", "agent")
    await amy.get(f"/messages/{ref}")
    for _ in range(3):
        house.wait(minutes=12)
        await amy.get("/")

    assert (await answered(amy, ref)).status_code == 303
    assert len(rows(house.db, DeskLook)) == 2
    assert len(rows(house.db, ThreadMessage)) == 2


@pytest.mark.parametrize(("words", "says"), [("  ", "Write what"), ("x" * 4_001, "4,000")])
async def test_what_cannot_be_sent_is_said_and_stays_typed(house, ada, words, says):
    ref = writes(ada)
    amy = await house.sign_in("amy", "agent")

    answer = await answered(amy, ref, words)

    assert answer.status_code == 422
    assert says in answer.text
    assert f">{words}</textarea>" in answer.text
    assert len(rows(house.db, ThreadMessage)) == 1


async def test_four_thousand_letters_of_any_alphabet_can_be_sent(house, ada):
    ref = writes(ada)
    amy = await house.sign_in("amy", "agent")

    assert (await answered(amy, ref, "車" * 4_000)).status_code == 303


async def test_a_conversation_is_closed_and_opened_again(house, ada):
    ref = writes(ada)
    amy = await house.sign_in("amy", "agent")

    await amy.post(f"/messages/{ref}/close")
    assert ref not in (await amy.get("/messages")).text
    assert ref in (await amy.get("/messages?closed=yes")).text
    assert (thread(house.db).closed_by, thread(house.db).desk_read) == ("amy", 1)
    await amy.post(f"/messages/{ref}/reopen")

    assert thread(house.db).closed_at is None


async def test_a_file_that_was_sent_is_handed_out_to_be_saved(house, ada):
    ref, file = sends_file(ada)
    amy = await house.sign_in("amy", "agent")
    page = (await amy.get(f"/messages/{ref}")).text
    assert "letter.txt" in page

    answer = await amy.get(f"/messages/{ref}/files/{file}")

    assert (answer.content, answer.headers["content-type"]) == (
        LETTER,
        "text/plain; charset=utf-8",
    )
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert [line.detail["by"] for line in house.trail("attachment:read")] == ["amy"]


async def test_case_44_a_file_is_not_read_through_another_conversation_or_without_a_reason(
    house, ada
):
    ref, file = sends_file(ada)
    other = writes(ada, "Something else", subject="Another")
    amy = await house.sign_in("amy", "agent")

    assert (await amy.get(f"/messages/{ref}/files/{file}")).status_code == 403
    await amy.get(f"/messages/{other}")
    assert (await amy.get(f"/messages/{other}/files/{file}")).status_code == 404
    assert (await amy.get(f"/messages/{ref}/files/nothing")).status_code == 404
    assert house.trail("attachment:read") == []


async def test_the_transcript_is_a_sealed_paper(house, ada):
    ref = writes(ada)
    amy = await house.sign_in("amy", "agent")
    assert (await amy.get(f"/messages/{ref}/transcript")).status_code == 403
    await amy.get(f"/messages/{ref}")

    answer = await amy.get(f"/messages/{ref}/transcript")

    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


async def test_somebody_is_written_to_from_their_account(house, ada):
    amy = await house.sign_in("amy", "agent")
    await look(amy, ada.ref)
    path = f"/accounts/{ada.ref}/messages"
    assert "Nobody has written yet." in (await amy.get(path)).text

    form = {"person": ada.person.ref, "subject": "Your title", "words": "It is here.", "token": "a"}
    answer = await amy.post(path, data=form)

    assert answer.headers["location"] == f"/messages/{thread(house.db).ref}?done=written"
    assert "Your title" in (await amy.get(path)).text
    (written,) = threads.listed(house.db, borrower_id=ada.person.id)
    assert (written.last_words, written.unread) == ("It is here.", 1)
    refused = await amy.post(path, data=form | {"subject": " ", "words": f"kept {XSS}"})
    assert refused.status_code == 422
    assert "kept &lt;script&gt;" in refused.text


async def test_nobody_is_written_to_through_an_account_that_does_not_bind_them(
    house, ada, tmp_path
):
    other = make.boarded(
        house.db,
        tmp_path,
        make.loan(id="L9", borrowers=[{"id": "P9", "first_name": "Eve", "last_name": "Other"}]),
    )
    amy = await house.sign_in("amy", "agent")
    await look(amy, other.contract.ref)

    form = {"person": ada.person.ref, "subject": "Hello", "words": "Hello"}
    answer = await amy.post(f"/accounts/{other.contract.ref}/messages", data=form)

    assert (answer.status_code, rows(house.db, Thread)) == (422, [])


async def test_whoever_can_answer_and_looks_on_is_there_for_chat_until_they_leave(house, ada):
    amy = await house.sign_in("amy", "agent")
    assert not presence.is_online(house.db, at=house.now)

    await amy.get("/messages")
    assert presence.is_online(house.db, at=house.now)
    house.wait(seconds=100)
    assert not presence.is_online(house.db, at=house.now)
    await amy.get("/messages/news?seen=")
    assert presence.is_online(house.db, at=house.now)
    await amy.post("/sign-out")

    assert not presence.is_online(house.db, at=house.now)


async def test_case_49_an_auditor_reads_and_is_not_there_and_leaves_it_unread(house, ada):
    ref = writes(ada)
    audra = await house.sign_in("audra", "auditor")
    await audra.get("/messages")
    assert not presence.is_online(house.db, at=house.now)
    assert (await audra.get(f"/messages/{ref}")).status_code == 303
    await look(audra, ada.ref, "audit")

    page = (await audra.get(f"/messages/{ref}")).text

    assert "Where is my title?" in page
    assert "<textarea" not in page
    assert thread(house.db).desk_read == 0


async def test_what_is_new_is_sent_once_and_counts_as_read(house, ada):
    ref = writes(ada)
    amy = await house.sign_in("amy", "agent")
    seen = re.search(r'data-seen="(\d+)"', (await amy.get(f"/messages/{ref}")).text)[1]
    news = f"/messages/{ref}/news?seen="
    assert (await amy.get(f"{news}{seen}")).status_code == 204

    writes(ada, "Are you there?", ref)
    answer = await amy.get(f"{news}{seen}")

    assert "Are you there?" in answer.text
    assert "<html" not in answer.text
    assert thread(house.db).desk_read == 2
    seen = re.search(r'data-seen="(\d+)"', answer.text)[1]
    assert (await amy.get(f"{news}{seen}")).status_code == 204


async def test_what_is_new_is_not_told_without_a_reason_to_look(house, ada):
    ref = writes(ada)
    amy = await house.sign_in("amy", "agent")

    answer = await amy.get(f"/messages/{ref}/news?seen=0")

    assert answer.status_code == 403
    assert "title" not in answer.text


async def test_a_script_that_asks_keeps_no_session_alive(house, ada):
    amy = await house.sign_in("amy", "agent")
    await amy.get("/messages")

    for _ in range(4):
        house.wait(seconds=IDLE.total_seconds() / 3)
        answer = await amy.get("/messages/news?seen=")

    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


@pytest.mark.parametrize("path", ["", "/news", "/files/1", "/transcript"])
async def test_a_conversation_that_is_none_is_not_found(house, path):
    amy = await house.sign_in("amy", "agent")

    assert (await amy.get(f"/messages/nothing{path}")).status_code == 404


async def test_only_the_pages_of_messages_run_our_one_script(house, ada):
    ref = writes(ada)
    amy = await house.sign_in("amy", "agent")

    for path in ("/messages", f"/messages/{ref}"):
        answer = await amy.get(path)
        assert answer.headers["content-security-policy"] == WITH_SCRIPT
        assert re.findall(r"<script.*?>", answer.text)[0].startswith('<script src="/live.js?v=')
        assert answer.text.count("<script") == 1
    assert f"{POLICY}; script-src 'self'; connect-src 'self'" == WITH_SCRIPT
    assert (await amy.get("/requests")).headers["content-security-policy"] == POLICY
    script = await house.browser().get("/live.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert "eval" not in script.text


def test_the_script_puts_no_words_together_itself():
    script = Path("finance_portal/desk/live.js").read_text()

    assert "innerHTML =" not in script
    assert "document.write" not in script
