"""Messages and live chat: what waits, a conversation, and what is done in it.

Whoever may answer and has one of these pages open is there for chat. Their script asks again every
two seconds for what is new; that is no click and ends no quarter of an hour.
"""

from typing import Any
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from finance_portal.desk.account import account
from finance_portal.desk.office import Call, Refused
from finance_portal.desk.rendering import WORK, fragment, render
from finance_portal.services.attachments.storage import FileLost
from finance_portal.services.desk import proposals, talking
from finance_portal.services.desk.accounts import person_of
from finance_portal.services.desk.talking import Place
from finance_portal.services.messages import desk, presence, transcripts, writing
from finance_portal.services.messages.reading import Whole
from finance_portal.services.messages.writing import WordsRefused

MISSING = "There is no such conversation."
INBOX = "/messages"
UNCHANGED = 204
AGAIN = 403  # the script stops, and says that the page is to be loaded again


def inbox(call: Call) -> Response:
    """Show what waits for an answer, the longest first; then what does not wait."""
    _stay(call)
    return render(call, "messages", "Messages", **_waiting(call))


def inbox_news(call: Call) -> Response:
    """Return the inbox anew, for the script of a page that is open."""
    _stay(call)
    return fragment(call, "parts_inbox", **_waiting(call))


def thread(call: Call) -> Response:
    """Show a conversation; to who may answer it counts as read."""
    place = _place(call)
    if not talking.may_look(call.db, call.deed, place):
        ref = quote(place.account_ref, safe="")
        return RedirectResponse(f"/accounts/{ref}/why?thread={place.ref}", 303)
    _stay(call)
    return _shown(call, place)


def thread_news(call: Call) -> Response:
    """Return a conversation anew, if anything in it has changed since it was drawn."""
    place = _place(call)
    _stay(call)
    if call.query("seen") == str(place.version):
        return Response(status_code=UNCHANGED)
    if not talking.is_open(call.db, call.deed, place):
        return Response("Load this page again.", AGAIN, media_type="text/plain")
    return fragment(call, "parts_thread", place=place, found=_read(call, place))


def answer(call: Call) -> Response:
    """Answer. What was typed is shown again if it cannot be sent."""
    place = _acting(call)
    try:
        desk.answer(
            call.db,
            ref=place.ref,
            words=call.text("words"),
            by=call.who.user_name,
            now=call.deed.business_now,
            at=call.now,
            token=call.word("token") or proposals.new_form_token(),
        )
    except WordsRefused as refusal:
        return _shown(call, place, error=str(refusal), status=422)
    return RedirectResponse(f"{INBOX}/{place.ref}#end", 303)


def close(call: Call) -> Response:
    """Close a conversation: nothing waits in it."""
    place = _acting(call)
    desk.close(call.db, ref=place.ref, by=call.who.user_name, now=call.deed.business_now)
    return RedirectResponse(f"{INBOX}?done=closed", 303)


def reopen(call: Call) -> Response:
    """Open a closed conversation again."""
    place = _acting(call)
    desk.reopen(call.db, ref=place.ref, by=call.who.user_name, now=call.deed.business_now)
    return RedirectResponse(f"{INBOX}/{place.ref}?done=reopened", 303)


def file(call: Call) -> Response:
    """Return a file that came with a message of this conversation, to be saved."""
    place, ref = _looking(call), call.path("file")
    if not talking.has_file(call.db, place, ref):
        raise Refused("There is no such file.", 404)
    try:
        found = desk.file(call.db, ref=ref, by=call.who.user_name, now=call.deed.business_now)
    except FileLost:
        raise Refused("This file is not where it was kept. Tell whoever runs the portal.") from None
    if found is None:
        raise Refused("There is no such file.", 404)
    return Response(found.content, media_type=found.media_type, headers=_saved_as(found.name))


def transcript(call: Call) -> Response:
    """Return a conversation as a sealed PDF."""
    place = _looking(call)
    with call.db.read() as session:
        found = transcripts.for_desk(session, ref=place.ref, now=call.deed.business_now)
    return Response(found.pdf, media_type="application/pdf", headers=_saved_as(found.name))


def of_account(call: Call) -> Response:
    """Show the conversations of everybody who is bound, and where a new one is begun."""
    return _of_account(call)


def start(call: Call) -> Response:
    """Write to somebody who is bound by this contract."""
    person = person_of(call.db, call.path("ref"), call.word("person"))
    if person is None:
        raise Refused("Choose to whom you write.")
    try:
        ref = desk.start(
            call.db,
            borrower_ref=person.ref,
            contract_ref=call.path("ref"),
            subject=call.text("subject"),
            words=call.text("words"),
            by=call.who.user_name,
            now=call.deed.business_now,
            token=call.word("token") or proposals.new_form_token(),
        )
    except WordsRefused as refusal:
        return _of_account(call, error=str(refusal), status=422)
    return RedirectResponse(f"{INBOX}/{ref}?done=written", 303)


def _of_account(call: Call, error: str = "", status: int = 200) -> Response:
    found = account(call)
    return render(
        call,
        "account_messages",
        "Messages",
        status=status,
        account=found,
        conversations=talking.of_account(call.db, found.figures.ref),
        token=proposals.new_form_token(),
        error=error,
        typed=call.form,
        limits=(writing.LONGEST_SUBJECT, writing.LONGEST_MESSAGE),
    )


def _shown(call: Call, place: Place, error: str = "", status: int = 200) -> Response:
    found = _read(call, place)
    return render(
        call,
        "thread",
        found.head.subject,
        status=status,
        place=place,
        found=found,
        token=proposals.new_form_token(),
        error=error,
        typed=call.text("words") if error else "",
        longest=writing.LONGEST_MESSAGE,
    )


def _waiting(call: Call) -> dict[str, Any]:
    with_closed = call.query("closed") == "yes"
    lines = talking.inbox(call.db, with_closed=with_closed)
    return {
        "lines": lines,
        "with_closed": with_closed,
        "waits": sum(1 for each in lines if each.waiting.head.waits_since),
    }


def _read(call: Call, place: Place) -> Whole:
    return desk.read(
        call.db,
        ref=place.ref,
        by=call.who.user_name,
        now=call.deed.business_now,
        can_answer=call.who.role in WORK,
    )


def _place(call: Call) -> Place:
    place = talking.place_of(call.db, call.path("thread"))
    if place is None:
        raise Refused(MISSING, 404)
    return place


def _acting(call: Call) -> Place:
    """Return the conversation that something is done in: that is a reason to look at it."""
    place = _place(call)
    talking.may_look(call.db, call.deed, place, acts=True)
    return place


def _looking(call: Call) -> Place:
    """Return a conversation that somebody may look at. Raises Refused."""
    place = _place(call)
    if not talking.is_open(call.db, call.deed, place):
        raise Refused("Open the conversation again first, and say why if you are asked.", 403)
    return place


def _stay(call: Call) -> None:
    if call.who.role in WORK:
        presence.stay(call.db, call.who.user_name, at=call.now)


def _saved_as(name: str) -> dict[str, str]:
    """Return the header by which a browser saves a file under its name (RFC 6266)."""
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
