"""Sends a code on behalf of a page, and says in words what came of it."""

import asyncio
from dataclasses import dataclass

import reflex as rx

from finance_portal.services.client import Client
from finance_portal.services.one_time_codes import CodeRefused
from finance_portal.services.proofs import Proof
from finance_portal.services.second_factor import CHANNELS, Asking, live_second_factor
from finance_portal.services.throttle import TooManyTries

TOO_MANY = "We have sent several codes. Please wait a few minutes, or choose another way."


@dataclass(frozen=True)
class Sent:
    """Where a code went, masked, or why none did."""

    to: str = ""
    error: str = ""


def client_of(page: rx.State) -> Client:
    """Return where an event came from."""
    return Client(page.router.session.client_ip, page.router.headers.user_agent)


async def send_code(asking: Asking, proof: Proof) -> Sent:
    """Send a code to the proven contact of this kind."""
    try:
        to = await asyncio.to_thread(live_second_factor().send, asking, CHANNELS[proof])
    except TooManyTries:
        return Sent(error=TOO_MANY)
    except CodeRefused as refusal:
        return Sent(error=str(refusal))
    return Sent(to)
