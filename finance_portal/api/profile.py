"""The forms of the profile page: what a borrower says of themselves.

An address or a number decides where we reach somebody: whoever changes one has stepped up for it.
What only limits us (paper, privacy) takes no step-up.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from finance_portal import clock
from finance_portal.api import doors
from finance_portal.api.answers import Answer, Refuse, Show
from finance_portal.api.doors import BorrowerCall, RoutePolicy, form, signed_in
from finance_portal.api.security import desk_of
from finance_portal.api.visit import visit_of
from finance_portal.domain.addresses import AddressRefused, read_address
from finance_portal.language import sentence
from finance_portal.services.profile import names, paperless, places, privacy, telephones
from finance_portal.services.profile.changing import ProfileRefused
from finance_portal.services.proofs import Purpose
from finance_portal.services.security.desk import Act
from finance_portal.ui import routes

MOVED = sentence("Saved. We told you so at every contact we have, and by letter at both addresses.")
KEPT_ELSEWHERE = sentence("Saved. We know where the vehicle is kept.")
NUMBERS_CHANGED = sentence("Saved. We told you so at every contact we have.")
NAMED = sentence("Saved. Every page calls you so from now on.")
ELECTRONIC = sentence("Saved. Statements and notices come here from now on.")
ON_PAPER = sentence("Saved. What is issued from now on comes by post, free of charge.")
CHOSEN = sentence("Saved. Your choice counts from now on.")


@signed_in()
async def change_name(call: BorrowerCall) -> Answer:
    """Call the borrower by another name."""
    return await _done(call, NAMED, names.call, "display_name", typed=call.text("display_name"))


@signed_in(fresh=Purpose.CONTACT)
async def change_address(call: BorrowerCall) -> Answer:
    """Take another mailing or garaging address; `same` ends the garaging address."""
    now, is_garaging = clock.business_now(), call.word("kind") == "garaging"
    if is_garaging and call.is_checked("same"):
        same = places.keep_where_mail_goes
        return await _done(call, KEPT_ELSEWHERE, same, business_now=now)
    try:
        address = read_address(call.form, garaging=is_garaging)
    except AddressRefused as refusal:
        return Refuse(errors=refusal.errors)
    said, kind = (KEPT_ELSEWHERE, "garaging") if is_garaging else (MOVED, "mailing")
    return await _done(call, said, places.change, "", kind, address, business_now=now)


@signed_in(fresh=Purpose.CONTACT)
async def change_phones(call: BorrowerCall) -> Answer:
    """Add a number, make one the main one, or remove one."""
    ref = call.word("ref")
    match call.word("what"):
        case "main":
            return await _done(call, NUMBERS_CHANGED, telephones.make_main, ref=ref)
        case "remove":
            return await _done(call, NUMBERS_CHANGED, telephones.remove, ref=ref)
        case _:
            return await _done(
                call,
                NUMBERS_CHANGED,
                telephones.add,
                "number",
                typed=call.text("number"),
                kind=call.word("phone_kind"),
            )


@signed_in()
async def change_paperless(call: BorrowerCall) -> Answer:
    """Take a consent to electronic records with its test, or the withdrawal of one."""
    now = clock.business_now()
    if call.word("what") == "withdraw":
        return await _done(call, ON_PAPER, paperless.withdraw, business_now=now)
    return await _done(
        call,
        ELECTRONIC,
        paperless.agree,
        "esign_word",
        word=call.word("esign_word"),
        is_ticked=call.is_checked("accept_esign"),
        business_now=now,
    )


@signed_in()
async def change_privacy(call: BorrowerCall) -> Answer:
    """Limit a way of sharing, or allow it again."""
    name, is_out = call.word("choice"), call.word("what") == "limit"
    return await _done(call, CHOSEN, privacy.choose, name=name, is_out=is_out)


async def access_test(request: Request) -> Response:
    """Show the document with the word that is to be typed back."""
    who = visit_of(request).who
    if who is None:
        return RedirectResponse(routes.over("login"), 303)
    today = clock.business_now().date()
    page = await asyncio.to_thread(paperless.test_document, who.session_id, today)
    shown = {"Content-Disposition": 'inline; filename="can-you-open-this.pdf"'}
    return Response(page, media_type="application/pdf", headers=shown)


setattr(access_test, doors.POLICY, RoutePolicy("signed_in"))

ROUTES = [
    *(
        form(path, handler, page=routes.PROFILE)
        for path, handler in (
            (routes.PROFILE_NAME_FORM, change_name),
            (routes.PROFILE_ADDRESS_FORM, change_address),
            (routes.PROFILE_PHONE_FORM, change_phones),
            (routes.PROFILE_PAPERLESS_FORM, change_paperless),
            (routes.PROFILE_PRIVACY_FORM, change_privacy),
        )
    ),
    Route(routes.PROFILE_ACCESS_TEST, access_test, methods=["GET"]),
]


async def _done(
    call: BorrowerCall,
    said: str,
    change: Callable[..., None],
    field: str = "",
    *what: Any,
    **more: Any,
) -> Answer:
    """Make a change, and say so; what is refused is said beside `field`."""
    act = Act(call.who, call.client, call.now)
    try:
        await asyncio.to_thread(change, desk_of(call.portal), act, *what, **more)
    except ProfileRefused as refusal:
        words = str(refusal)
        return Refuse(errors={field: words}) if field else Refuse(words)
    return Show(say=said)
