"""Sends a code on behalf of a page, and says in words what came of it."""

import asyncio
from dataclasses import dataclass
from typing import Protocol

import reflex as rx

from finance_portal.language import say, sentence
from finance_portal.services.client import Client
from finance_portal.services.one_time_codes import CodeRefused
from finance_portal.services.proofs import Proof
from finance_portal.services.second_factor import CHANNELS, Asking, live_second_factor
from finance_portal.services.throttle import TooManyTries

TOO_MANY = sentence("We have sent several codes. Please wait a few minutes, or choose another way.")


@dataclass(frozen=True)
class Sent:
    """Where a code went, masked, or why none did."""

    to: str = ""
    error: str = ""


class Choosing(Protocol):
    """A page on which somebody chooses how to show who they are."""

    chosen: str
    sent_to: str
    sends: int
    error: str


def client_of(page: rx.State) -> Client:
    """Return where an event came from."""
    return Client(page.router.session.client_ip, page.router.headers.user_agent)


async def _send(asking: Asking, proof: Proof) -> Sent:
    """Send a code to the proven contact of this kind."""
    try:
        to = await asyncio.to_thread(live_second_factor().send, asking, CHANNELS[proof])
    except TooManyTries:
        return Sent(error=say(TOO_MANY))
    except CodeRefused as refusal:
        return Sent(error=str(refusal))
    return Sent(to)


async def send_chosen(page: Choosing, asking: Asking, proof: Proof) -> None:
    """Send a code and show where it went; if the first cannot be sent, show the list again."""
    sent = await _send(asking, proof)
    page.error, page.sent_to = sent.error, sent.to or page.sent_to
    if sent.to:
        page.sends += 1
    elif not page.sends:
        page.chosen = ""
