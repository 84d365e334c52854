"""Where the processor sends its news: verified, stored, answered. Acted on a moment later."""

import asyncio
import logging

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from finance_portal import clock
from finance_portal.api.doors import open_to_anyone
from finance_portal.api.portal import Portal  # noqa: TC001 Starlette reads nothing of it, people do
from finance_portal.gateways import live
from finance_portal.gateways.processor import SignatureRefused
from finance_portal.services import processor_events

log = logging.getLogger(__name__)


async def receive(request: Request) -> Response:
    """Store an event. 400 for one that the processor did not sign, 404 for a processor of others'.

    The same event again, and one of a type that means nothing to us, are answered 200 too.
    """
    portal: Portal = request.app.state.portal
    processor = live.configured()
    if request.path_params["processor"] != processor.name or not live.webhook_secret(
        portal.settings
    ):
        return PlainTextResponse("Not found.", 404)
    body = await request.body()
    try:
        event = processor.read_event(body, request.headers.get("stripe-signature", ""))
    except SignatureRefused:
        log.warning("an event was not signed by the processor")
        return PlainTextResponse("This was not signed by the processor.", 400)
    if event.livemode != processor.livemode:
        log.error("event %s is of the other mode, live or test", event.id)
        return PlainTextResponse("This is of another mode.", 400)
    await asyncio.to_thread(
        processor_events.receive,
        portal.db,
        processor.name,
        event,
        body,
        clock.business_now(),
    )
    return PlainTextResponse("Received.")


ROUTES = [
    open_to_anyone(
        Route("/webhooks/{processor}", receive, methods=["POST"]),
        reason="The processor proves itself by its signature.",
    )
]
