"""Where the carrier tells what people answer to our texts. It proves itself by its signature."""

import asyncio
import hmac
import logging
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from finance_portal.api.doors import open_to_anyone
from finance_portal.api.portal import portal_of
from finance_portal.gateways.sms import is_signed
from finance_portal.services import inbound_texts
from finance_portal.settings import Settings

INBOUND = "/webhooks/texts/inbound"
MOST_FIELDS = 100
NOTHING = '<?xml version="1.0" encoding="UTF-8"?><Response/>'  # we answer by the outbox, not here

log = logging.getLogger(__name__)


async def receive(request: Request) -> Response:
    """Take a text that came in. 404 where no carrier is set, 403 for what it did not sign."""
    portal = portal_of(request)
    if not portal.settings.twilio_auth_token.get_secret_value():
        return PlainTextResponse("Not found.", 404)
    form = await _read(request)
    signature = request.headers.get("x-twilio-signature", "")
    if not _is_theirs(portal.settings, form, signature):
        log.warning("a text that came in was not signed by the carrier")
        return PlainTextResponse("This was not signed by the carrier.", 403)
    sid, phone = form.get("MessageSid", ""), form.get("From", "")
    if not (0 < len(sid) <= 40 and sid.isalnum()):  # noqa: PLR2004  the column's
        return PlainTextResponse("This is no text.", 400)
    meant = await asyncio.to_thread(
        inbound_texts.receive,
        portal.db,
        sid=sid,
        phone=phone[:20],
        body=form.get("Body", ""),
        is_answered="OptOutType" in form,
        now=portal.now(),
    )
    log.info("a text came in: %s", meant or "again")
    return Response(NOTHING, media_type="text/xml")


def _is_theirs(settings: Settings, form: dict[str, str], signature: str) -> bool:
    token = settings.twilio_auth_token.get_secret_value()
    account = settings.twilio_account_sid.encode()
    is_our_account = hmac.compare_digest(form.get("AccountSid", "").encode(), account)
    return is_our_account and is_signed(
        token, f"{settings.public_origin}{INBOUND}", form, signature
    )


async def _read(request: Request) -> dict[str, str]:
    """Return the fields that were sent, or none from what no carrier sends."""
    body = await request.body()
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        return {}


ROUTES = [
    open_to_anyone(
        Route(INBOUND, receive, methods=["POST"]),
        reason="The carrier proves itself by its signature.",
    )
]
