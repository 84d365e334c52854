"""A borrower's data: the form that orders it, the bundle itself, and the calendar's secret address.

Whoever orders or fetches a bundle, or makes an address, has stepped up for it. Ending an address
takes no step-up: it only ever closes a door.
"""

import asyncio

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from finance_portal import clock
from finance_portal.api import doors
from finance_portal.api.answers import Answer, Go, Refuse, Show
from finance_portal.api.doors import BorrowerCall, RoutePolicy, form, open_to_anyone, signed_in
from finance_portal.api.portal import portal_of
from finance_portal.api.security import desk_of
from finance_portal.api.visit import visit_of
from finance_portal.language import say
from finance_portal.services.calendar_feed import addresses
from finance_portal.services.calendar_feed.feed import feed
from finance_portal.services.proofs import Purpose
from finance_portal.services.security.desk import Act
from finance_portal.services.your_data import orders
from finance_portal.services.your_data.orders import ExportRefused
from finance_portal.services.your_data.store import StoreBroken
from finance_portal.settings import settings
from finance_portal.ui import routes

CONTENT = "text/calendar; charset=utf-8"
ADDRESS = "calendar-address"
SECTION = "calendar-made"
FETCHING = RoutePolicy("signed_in", fresh=Purpose.EXPORT)

_making: set[asyncio.Task[bool]] = set()  # a task that nobody holds may vanish


@signed_in(fresh=Purpose.EXPORT)
async def ask(call: BorrowerCall) -> Answer:
    """Order a bundle; it is made while the page shows how far it is."""
    act = Act(call.who, call.client, call.now)
    try:
        ref = await asyncio.to_thread(orders.ask, desk_of(call.portal), act)
    except ExportRefused as refusal:
        return Refuse(str(refusal))
    work = asyncio.to_thread(orders.make, call.portal.db, call.portal.vault, ref, now=call.now)
    task = asyncio.create_task(work)
    _making.add(task)
    task.add_done_callback(_making.discard)
    return Go(f"{routes.YOUR_DATA}?done=asked")


@signed_in(fresh=Purpose.EXPORT)
async def make_address(call: BorrowerCall) -> Answer:
    """Make a secret address of the calendar, and show it once."""
    act = Act(call.who, call.client, call.now)
    secret = await asyncio.to_thread(addresses.make, desk_of(call.portal), act)
    address = f"{settings.public_origin}{routes.CALENDAR.format(secret=secret)}"
    return Show({ADDRESS: address}, reveal=SECTION, say=say("Copy the link now: it is shown once."))


@signed_in()
async def end_address(call: BorrowerCall) -> Answer:
    """End the address of the calendar, at once."""
    act = Act(call.who, call.client, call.now)
    await asyncio.to_thread(addresses.revoke, desk_of(call.portal), act)
    return Go(f"{routes.YOUR_DATA}?done=ended")


async def bundle(request: Request) -> Response:
    """Return a bundle to whoever it is of, piece by piece; for anybody else there is none."""
    who, portal = visit_of(request).who, portal_of(request)
    now = portal.now()
    if who is None:
        return RedirectResponse(routes.over("login"), 303)
    if not who.is_fresh(Purpose.EXPORT, now=now):
        return RedirectResponse(routes.of_confirm(Purpose.EXPORT, routes.YOUR_DATA), 303)
    act, ref = Act(who, visit_of(request).client, now), request.query_params.get(routes.REF, "")
    try:
        found = await asyncio.to_thread(orders.fetched, portal.db, act, ref)
    except StoreBroken:
        return _missing()
    if found is None:
        return _missing()
    size, pieces = found
    headers = {
        "Content-Disposition": f'attachment; filename="your-data-{now:%Y-%m-%d}.zip"',
        "Content-Length": str(size),
    }
    return StreamingResponse(pieces, media_type="application/zip", headers=headers)


async def calendar(request: Request) -> Response:
    """Return the calendar behind a secret address; one that was ended is like any other text."""
    portal = portal_of(request)
    found = await asyncio.to_thread(
        feed,
        portal.db,
        request.path_params["secret"],
        now=portal.now(),
        business_now=clock.business_now(),
    )
    if found is None:
        return _missing()
    headers = {"ETag": found.etag, "Content-Disposition": 'inline; filename="calendar.ics"'}
    if found.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(found.ics, media_type=CONTENT, headers=headers)


setattr(bundle, doors.POLICY, FETCHING)


def _missing() -> Response:
    return PlainTextResponse(say("Not found."), 404)


ROUTES: list[BaseRoute] = [
    form(routes.YOUR_DATA_FORM, ask, page=routes.YOUR_DATA),
    form(routes.CALENDAR_FORM, make_address, page=routes.YOUR_DATA),
    form(routes.CALENDAR_END_FORM, end_address, page=routes.YOUR_DATA),
    Route(routes.YOUR_DATA_BUNDLE, bundle, methods=["GET"]),
    open_to_anyone(
        Route(routes.CALENDAR, calendar, methods=["GET"]),
        reason="Calendar programs cannot sign in. It reads, and only with a secret of 256 bits.",
    ),
]
