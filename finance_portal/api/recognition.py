"""Whose cookies these are."""

import asyncio

from finance_portal.api.arrival import Arrival
from finance_portal.api.portal import Portal
from finance_portal.services.pre_auth import PreAuthView
from finance_portal.services.sessions import SignedIn


async def recognised(
    portal: Portal, arrival: Arrival
) -> tuple[SignedIn | None, PreAuthView | None]:
    """Return the session and the way in of a request, as far as there are any."""
    now = portal.now()
    who, way = None, None
    if arrival.secret is not None:
        who = await asyncio.to_thread(portal.sessions.of_secret, arrival.secret, now=now)
    if arrival.way_secret is not None:
        way = await asyncio.to_thread(portal.pre_auths.of_secret, arrival.way_secret, now=now)
    return who, way
