"""The password meter's questions. Its limit is its own (api/gate.py): it asks at every pause."""

import asyncio
from dataclasses import asdict
from functools import partial
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from finance_portal.api.doors import FORM, open_to_anyone
from finance_portal.api.portal import portal_of
from finance_portal.api.visit import Visit, visit_of
from finance_portal.language import say
from finance_portal.services.password_meter import Chooser, advise
from finance_portal.services.pre_auth import Step
from finance_portal.services.user_names import MAX_EMAIL
from finance_portal.ui import routes

MOST_FIELDS = 4


async def advice(request: Request) -> Response:
    """Say how good a password is. Nothing of it is kept, logged or sent back."""
    if not request.headers.get("content-type", "").startswith(FORM):
        return PlainTextResponse(say("This form cannot be read."), 415)
    portal, chooser = portal_of(request), _chooser(visit_of(request))
    try:
        form = dict(parse_qsl((await request.body()).decode(), max_num_fields=MOST_FIELDS))
    except ValueError:
        return PlainTextResponse(say("This form cannot be read."), 400)
    ask = partial(advise, portal.db, portal.vault, chooser=chooser)
    name, password = form.get("user_name", "")[:MAX_EMAIL], form.get("password", "")
    said = await asyncio.to_thread(ask, user_name=name, password=password)
    return JSONResponse(asdict(said))


ROUTES = [
    open_to_anyone(
        Route(routes.PASSWORD_ADVICE, advice, methods=["POST"]),
        reason="It says of a password what anybody could work out, and knows who types it.",
    )
]


def _chooser(visit: Visit) -> Chooser:
    """Return whose words count: of those on the way in, only who has shown who they are."""
    if visit.who is not None:
        return Chooser(login_id=visit.who.login_id)
    if visit.way is not None and visit.way.step is Step.FINISH:
        return Chooser(visit.way.login_id, visit.way.borrower_id)
    return Chooser()
