"""The forms of the messages page, the files that go with them, and the number for a call."""

import asyncio
from urllib.parse import quote
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from finance_portal import clock, language
from finance_portal.api import doors
from finance_portal.api.answers import Answer, Go, Refuse, Show
from finance_portal.api.doors import BorrowerCall, RoutePolicy, form, signed_in
from finance_portal.api.portal import portal_of
from finance_portal.api.uploads import FIELD, BorrowerFileCall, borrower_file_form
from finance_portal.api.visit import visit_of
from finance_portal.language import say, sentence
from finance_portal.services import call_pins
from finance_portal.services.attachments import checking, keeping
from finance_portal.services.attachments.checking import FileRefused
from finance_portal.services.contracts import ContractNotFound
from finance_portal.services.messages import threads, transcripts
from finance_portal.services.messages.threads import Written
from finance_portal.services.messages.writing import (
    SubjectRefused,
    ThreadNotFound,
    WordsRefused,
)
from finance_portal.ui import routes

SENT = sentence("Sent.")
NO_THREAD = sentence("We cannot find this conversation. Please reload the page.")
# What the answer with the number is put into: ui/call_card.py has elements of these ids.
PIN, PIN_UNTIL, PIN_SECTION = "call-pin", "call-pin-until", "call-pin-shown"


@signed_in()
async def start(call: BorrowerCall) -> Answer:
    """Begin a conversation, and go to it."""
    _take(call, "message:write")
    try:
        ref = await asyncio.to_thread(
            threads.start,
            call.portal.db,
            _written(call),
            subject=call.text("subject"),
            contract_ref=call.word("account"),
            now=clock.business_now(),
        )
    except SubjectRefused as refusal:
        return Refuse(errors={"subject": str(refusal)})
    except WordsRefused as refusal:
        return Refuse(errors={"words": str(refusal)})
    except ContractNotFound as refusal:
        return Refuse(errors={"account": str(refusal)})
    return Go(routes.of_thread(ref))


@signed_in()
async def write(call: BorrowerCall) -> Answer:
    """Write into a conversation. The page is told, and looks again."""
    _take(call, "message:write")
    ref, now = call.word("ref"), clock.business_now()
    try:
        await asyncio.to_thread(threads.write, call.portal.db, _written(call), ref=ref, now=now)
    except WordsRefused as refusal:
        return Refuse(errors={"words": str(refusal)})
    except ThreadNotFound:
        return Refuse(NO_THREAD)
    return Show(say=SENT)


@signed_in()
async def attach(call: BorrowerFileCall) -> Answer:
    """Look at a file, and keep it until a message takes it along."""
    _take(call, "attachment:add")
    db, borrower_id, about = call.portal.db, call.who.borrower_id, call.about
    if not await asyncio.to_thread(keeping.is_theirs, db, borrower_id=borrower_id, about=about):
        return Refuse(NO_THREAD)
    try:
        file = await asyncio.to_thread(checking.checked, call.file.name, call.file.content)
        await asyncio.to_thread(
            keeping.add, db, file, borrower_id=borrower_id, about=about, now=call.now
        )
    except FileRefused as refusal:
        return Refuse(errors={FIELD: str(refusal)})
    return Show(say=say("{name} is added. It goes with your message.", name=file.name))


@signed_in()
async def make_pin(call: BorrowerCall) -> Answer:
    """Show a number for a call: once, for ten minutes, and in no state."""
    _take(call, "pin:make")
    pin = await asyncio.to_thread(
        call_pins.make, call.portal.db, call.who, client=call.client, now=call.now
    )
    until = language.hour(pin.until, ZoneInfo(call.portal.settings.time_zone))
    shown = {PIN: f"{pin.digits[:3]} {pin.digits[3:]}", PIN_UNTIL: until}
    seconds = call_pins.MINUTES * 60
    return Show(shown, reveal=PIN_SECTION, hide_after=seconds)


async def attachment(request: Request) -> Response:
    """Return a borrower's own file, to be saved and not to be shown; nobody else's exists."""
    who = visit_of(request).who
    if who is None:
        return RedirectResponse(routes.over("login"), 303)
    found = await asyncio.to_thread(
        keeping.theirs,
        portal_of(request).db,
        borrower_id=who.borrower_id,
        ref=request.query_params.get(routes.REF, ""),
    )
    if found is None:
        return _missing()
    return Response(found.content, headers=_saved_as(found.name), media_type=found.media_type)


async def transcript(request: Request) -> Response:
    """Return a conversation as a sealed PDF; somebody else's does not exist."""
    who = visit_of(request).who
    if who is None:
        return RedirectResponse(routes.over("login"), 303)
    try:
        file = await asyncio.to_thread(
            transcripts.transcript,
            portal_of(request).db,
            borrower_id=who.borrower_id,
            ref=request.query_params.get(routes.REF, ""),
            now=clock.business_now(),
        )
    except ThreadNotFound:
        return _missing()
    return Response(file.pdf, headers=_saved_as(file.name), media_type="application/pdf")


for _route in (attachment, transcript):
    setattr(_route, doors.POLICY, RoutePolicy("signed_in"))


def _missing() -> Response:
    return PlainTextResponse(say("There is no such file."), 404)


ROUTES = [
    form(routes.MESSAGES_START_FORM, start, page=routes.MESSAGES),
    form(routes.MESSAGES_WRITE_FORM, write, page=routes.MESSAGES),
    borrower_file_form(routes.MESSAGES_FILE_FORM, attach, page=routes.MESSAGES),
    form(routes.CALL_PIN_FORM, make_pin, page=routes.HELP),
    Route(routes.ATTACHMENT, attachment, methods=["GET"]),
    Route(routes.TRANSCRIPT, transcript, methods=["GET"]),
]


def _written(call: BorrowerCall) -> Written:
    return Written(
        borrower_id=call.who.borrower_id, words=call.text("words"), token=call.word("token")
    )


def _take(call: BorrowerCall, budget: str) -> None:
    call.portal.budgets.take(budget, account=str(call.who.login_id), now=call.now)


def _saved_as(name: str) -> dict[str, str]:
    """Return the header by which a browser saves a file under its name (RFC 6266)."""
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
