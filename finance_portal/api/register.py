"""The forms of a registration, and the document that shows that documents can be read."""

import asyncio

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from finance_portal.api import doors
from finance_portal.api.answers import Answer, Go, Refuse
from finance_portal.api.doors import Call, RoutePolicy, WayCall, anyone, form, on_the_way
from finance_portal.api.portal import portal_of
from finance_portal.api.proving import refused
from finance_portal.api.sign_in import arrived, browser_of
from finance_portal.api.visit import visit_of
from finance_portal.api.ways_in import channel_in, new_logins_of, registration_of, set_out
from finance_portal.services.identity import ClaimUnreadable, read_claim
from finance_portal.services.new_login import Application, RegistrationRefused
from finance_portal.services.one_time_codes import CodeRefused
from finance_portal.services.pace import on_the_beat
from finance_portal.services.pre_auth import Journey, Step
from finance_portal.ui import routes

AT_THE_END = RoutePolicy("on_the_way", journeys=frozenset({Journey.REGISTRATION}), step=Step.FINISH)


@anyone(reason="Anyone may register.")
async def begin(call: Call) -> Answer:
    """Send a code to the contact on file, and lead to where it is typed, right or wrong."""
    try:
        claim = read_claim(call.form)
    except ClaimUnreadable as unreadable:
        return Refuse(errors=unreadable.errors)
    send = registration_of(call.portal).begin
    async with on_the_beat():
        new = await asyncio.to_thread(
            send, claim, channel_in(call), client=call.client, now=call.now
        )
    return await set_out(call, new, routes.REGISTER_CODE)


@on_the_way(Journey.REGISTRATION, step=Step.CODE)
async def prove(call: WayCall) -> Answer:
    """Take the code."""
    take = registration_of(call.portal).prove
    try:
        async with on_the_beat():
            await asyncio.to_thread(
                take, call.way, call.word("code"), client=call.client, now=call.now
            )
    except CodeRefused as refusal:
        return refused(refusal)
    return Go(routes.REGISTER_FINISH)


@on_the_way(Journey.REGISTRATION, step=Step.FINISH)
async def finish(call: WayCall) -> Answer:
    """Set up the login and sign its borrower in."""
    wanted = Application(
        user_name=call.word("user_name"),
        password=call.text("password"),
        access_word=call.word("esign_word"),
        agrees_to_records=call.is_checked("accept_esign"),
        agrees_to_terms=call.is_checked("accept_terms"),
    )
    try:
        entered = await new_logins_of(call.portal).set_up(
            call.way, wanted, browser=browser_of(call), now=call.now
        )
    except RegistrationRefused as refusal:
        return Refuse(refusal.error, refusal.errors)
    return arrived(call, entered, routes.SECURE)


async def access_test(request: Request) -> Response:
    """Show the document with the word that is to be typed back."""
    portal, way = portal_of(request), visit_of(request).way
    if way is None or way.journey not in AT_THE_END.journeys or way.step is not AT_THE_END.step:
        return RedirectResponse(routes.over("way"), 303)
    today = portal.now().date()
    page = await asyncio.to_thread(new_logins_of(portal).access_test, way, today)
    shown = {"Content-Disposition": 'inline; filename="can-you-open-this.pdf"'}
    return Response(page, media_type="application/pdf", headers=shown)


setattr(access_test, doors.POLICY, AT_THE_END)

ROUTES = [
    form(routes.REGISTER_FORM, begin, page=routes.REGISTER),
    form(routes.REGISTER_CODE_FORM, prove, page=routes.REGISTER_CODE),
    form(routes.REGISTER_FINISH_FORM, finish, page=routes.REGISTER_FINISH),
    Route(routes.ACCESS_TEST, access_test, methods=["GET"]),
]
