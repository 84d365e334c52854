"""Text messages, over Twilio's HTTP interface."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, Protocol

import httpx

from finance_portal.gateways.sending import SendLater, Undeliverable
from finance_portal.settings import Settings

SECONDS = 10.0

# What says something about the receiver's number; all other refusals may be our own fault, and end
# when that is repaired: https://www.twilio.com/docs/api/errors
STOPPED = 21610  # the receiver answered STOP
NEVER = frozenset({21211, 21214, 21217, 21408, STOPPED, 21612, 21614})


@dataclass(frozen=True, kw_only=True)
class TextMessage:
    """One text message, to a number in E.164."""

    ref: str
    to: str
    text: str
    written_at: datetime
    code: str = ""  # the code in it, for the local outbox

    def __repr__(self) -> str:
        return f"TextMessage({self.ref})"


class Texter(Protocol):
    """Somebody who takes text messages."""

    name: str

    async def send(self, message: TextMessage) -> str:
        """Send it; return what it is called there. Raises SendLater, Undeliverable."""


class TwilioTexter:
    """Hands text messages to Twilio, from a number or through a messaging service."""

    name = "twilio"

    def __init__(
        self, settings: Settings, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        sid = settings.twilio_account_sid
        self._client = httpx.AsyncClient(
            auth=(sid, settings.twilio_auth_token.get_secret_value()),
            timeout=SECONDS,
            transport=transport,
        )
        self._url = f"{settings.twilio_url}/2010-04-01/Accounts/{sid}/Messages.json"
        service = settings.twilio_messaging_service
        self._sender = (
            {"MessagingServiceSid": service} if service else {"From": settings.twilio_from}
        )

    async def send(self, message: TextMessage) -> str:
        """Send it; return Twilio's SID. Raises SendLater, Undeliverable."""
        form = {"To": message.to, "Body": message.text, **self._sender}
        try:
            answer = await self._client.post(self._url, data=form)
        except httpx.HTTPError as lost:
            raise SendLater(f"Twilio: {type(lost).__name__}") from lost
        said = _said(answer)
        if answer.status_code == HTTPStatus.CREATED and isinstance(sid := said.get("sid"), str):
            return sid
        raise _meant(answer.status_code, said.get("code"))


def _said(answer: httpx.Response) -> dict[str, Any]:
    try:
        said = answer.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _meant(status: int, code: object) -> SendLater | Undeliverable:
    words = f"Twilio answered {status}, code {code if isinstance(code, int) else 'none'}"
    return Undeliverable(words) if code in NEVER else SendLater(words)


def is_signed(token: str, url: str, form: Mapping[str, str], signature: str) -> bool:
    """Tell whether Twilio sent a form to this address, as it documents: HMAC-SHA1 by our token.

    https://www.twilio.com/docs/usage/webhooks/webhooks-security
    """
    said = url + "".join(f"{name}{form[name]}" for name in sorted(form))
    right = base64.b64encode(hmac.digest(token.encode(), said.encode(), hashlib.sha1)).decode()
    return bool(token) and hmac.compare_digest(right.encode(), signature.encode())
