"""Documents for whoever they belong to, and for nobody else."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from finance_portal import clock
from finance_portal.api import doors
from finance_portal.api.doors import RoutePolicy
from finance_portal.api.portal import portal_of
from finance_portal.api.visit import visit_of
from finance_portal.language import say
from finance_portal.services import access_log, documents, schedules
from finance_portal.services.access import access_of
from finance_portal.services.access_log import Looker
from finance_portal.services.autopay.papers import authorization_paper
from finance_portal.services.contracts import ContractNotFound
from finance_portal.services.documents import File
from finance_portal.services.guest_receipts import guest_receipt
from finance_portal.services.pre_auth import Journey, WayLost
from finance_portal.services.receipt_papers import receipt_paper
from finance_portal.services.receipts import ReceiptNotFound
from finance_portal.services.sessions import SignedIn
from finance_portal.ui import routes

SIGNED_IN = RoutePolicy("signed_in")
GUESTS = RoutePolicy("on_the_way", journeys=frozenset({Journey.GUEST}))


async def document(request: Request) -> Response:
    """Return a document as a PDF; somebody else's does not exist."""
    find = partial(documents.opened, now=portal_of(request).now(), today=clock.today())
    return await _handed_out(request, find, looks_at="document")


async def autopay_copy(request: Request) -> Response:
    """Return a signed authorization as a PDF; somebody else's does not exist."""
    return await _handed_out(request, partial(authorization_paper, now=clock.business_now()))


async def receipt_copy(request: Request) -> Response:
    """Return the receipt of a payment as a PDF; somebody else's does not exist."""
    try:
        find = partial(receipt_paper, now=clock.business_now())
        return await _handed_out(request, find, looks_at="receipt")
    except ReceiptNotFound:
        return _missing()


async def guest_receipt_copy(request: Request) -> Response:
    """Return the receipt of what a guest has just paid; whoever has not paid has none."""
    way = visit_of(request).way
    if way is None or way.journey is not Journey.GUEST:
        return RedirectResponse(routes.over("way"), 303)
    try:
        file = await asyncio.to_thread(
            guest_receipt, portal_of(request).db, way.ref, now=clock.business_now()
        )
    except WayLost:
        return _missing()
    return _file(file) if file else _missing()


async def _handed_out(
    request: Request, find: Callable[..., File | None], *, looks_at: str = ""
) -> Response:
    """Answer with what is found under `?ref=` for the borrower who asks.

    `looks_at` is what a delegate has then looked at.
    """
    who = visit_of(request).who
    if who is None:
        return RedirectResponse(routes.over("login"), 303)
    file = await asyncio.to_thread(
        find,
        portal_of(request).db,
        borrower_id=who.borrower_id,
        ref=request.query_params.get(routes.REF, ""),
    )
    if file and looks_at:
        await asyncio.to_thread(_note, request, who, file.contract_id, looks_at)
    return _file(file) if file else _missing()


def _note(request: Request, who: SignedIn, contract_id: int, what: str) -> None:
    """Write down a look at a paper of a contract that does not bind whoever looks."""
    portal, looker = portal_of(request), Looker("delegate", who.name, str(who.login_id))
    with portal.db.read() as session:
        access = access_of(session, who.borrower_id, contract_id, clock.today())
    if access.is_delegated:
        with portal.db.begin() as session:
            ip = visit_of(request).client.ip
            access_log.note(session, contract_id, looker, what, at=portal.now(), ip=ip)


def _file(file: File) -> Response:
    return Response(
        file.pdf,
        media_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{file.name}"'},
    )


async def schedule_csv(request: Request) -> Response:
    """Return both schedules of a contract as a table; somebody else's does not exist."""
    who = visit_of(request).who
    if who is None:
        return RedirectResponse(routes.over("login"), 303)
    portal = portal_of(request)
    try:
        found = await asyncio.to_thread(
            schedules.schedules,
            portal.db,
            borrower_id=who.borrower_id,
            contract_ref=request.query_params.get(routes.ACCOUNT, ""),
            today=clock.today(),
        )
    except ContractNotFound:
        return _missing()
    if found.contract_id:
        await asyncio.to_thread(_note, request, who, found.contract_id, "schedule.csv")
    return Response(
        schedules.as_csv(found),
        media_type="text/csv",
        headers={"Content-Disposition": 'attachment; filename="schedule.csv"'},
    )


def _route(
    path: str,
    hand_out: Callable[[Request], Awaitable[Response]],
    policy: RoutePolicy = SIGNED_IN,
) -> Route:
    setattr(hand_out, doors.POLICY, policy)
    return Route(path, hand_out, methods=["GET"])


def _missing() -> Response:
    return PlainTextResponse(say("There is no such document."), 404)


ROUTES = [
    _route(routes.DOCUMENT, document),
    _route(routes.AUTOPAY_COPY, autopay_copy),
    _route(routes.RECEIPT_COPY, receipt_copy),
    _route(routes.GUEST_RECEIPT, guest_receipt_copy, GUESTS),
    _route(routes.SCHEDULE_CSV, schedule_csv),
]
