"""Documents for whoever they belong to, and for nobody else."""

import asyncio

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from finance_portal import clock
from finance_portal.api import doors
from finance_portal.api.doors import RoutePolicy
from finance_portal.api.portal import portal_of
from finance_portal.api.visit import visit_of
from finance_portal.documents import authorization
from finance_portal.documents.authorization import Signed
from finance_portal.services import documents, schedules
from finance_portal.services.autopay.standing import authorization_of
from finance_portal.services.contracts import ContractNotFound
from finance_portal.ui import routes

MISSING = PlainTextResponse("There is no such document.", 404)


async def autopay_copy(request: Request) -> Response:
    """Return the signed authorization as a PDF; somebody else's does not exist."""
    who = visit_of(request).who
    if who is None:
        return RedirectResponse(routes.over("login"), 303)
    signed = await asyncio.to_thread(
        authorization_of,
        portal_of(request).db,
        borrower_id=who.borrower_id,
        ref=request.query_params.get(routes.REF, ""),
    )
    if signed is None:
        return MISSING
    pdf = await asyncio.to_thread(
        authorization.draw,
        Signed(
            words=tuple(signed.words.splitlines()),
            name=signed.signed_name,
            at=signed.signed_at,
            ip=signed.ip,
            version=signed.version,
            ref=signed.ref,
            ended_at=signed.ended_at,
        ),
    )
    return Response(
        pdf,
        media_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="autopay-authorization.pdf"'},
    )


async def document(request: Request) -> Response:
    """Return a document as a PDF; somebody else's does not exist."""
    who = visit_of(request).who
    if who is None:
        return RedirectResponse(routes.over("login"), 303)
    portal = portal_of(request)
    file = await asyncio.to_thread(
        documents.opened,
        portal.db,
        borrower_id=who.borrower_id,
        ref=request.query_params.get(routes.REF, ""),
        now=portal.now(),
    )
    if file is None:
        return MISSING
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
        return MISSING
    return Response(
        schedules.as_csv(found),
        media_type="text/csv",
        headers={"Content-Disposition": 'attachment; filename="schedule.csv"'},
    )


setattr(autopay_copy, doors.POLICY, RoutePolicy("signed_in"))
setattr(schedule_csv, doors.POLICY, RoutePolicy("signed_in"))
setattr(document, doors.POLICY, RoutePolicy("signed_in"))

ROUTES = [
    Route(routes.AUTOPAY_COPY, autopay_copy, methods=["GET"]),
    Route(routes.SCHEDULE_CSV, schedule_csv, methods=["GET"]),
    Route(routes.DOCUMENT, document, methods=["GET"]),
]
