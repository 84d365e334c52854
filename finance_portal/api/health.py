"""Whether the portal can serve: asked by whoever runs it."""

import asyncio
import logging

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from finance_portal.api.doors import open_to_anyone
from finance_portal.api.portal import portal_of
from finance_portal.db import Database

logger = logging.getLogger(__name__)

PROBE = text("SELECT 1")


async def health(request: Request) -> Response:
    """Answer 200 when the database answers, else 503. Says nothing that a stranger could use."""
    try:
        await asyncio.to_thread(_ask, portal_of(request).db)
    except SQLAlchemyError:
        logger.exception("health: the database does not answer")
        return JSONResponse({"status": "unavailable"}, 503)
    return JSONResponse({"status": "ok"})


ROUTES = [
    open_to_anyone(
        Route("/health", health, methods=["GET"]), reason="It says nothing that is secret."
    )
]


def _ask(db: Database) -> None:
    with db.read() as session:
        session.execute(PROBE)
