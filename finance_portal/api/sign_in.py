"""The native form posts that give a browser its session, and take it away."""

import asyncio
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from finance_portal.api import cookies
from finance_portal.api.portal import portal_of
from finance_portal.api.visit import visit_of
from finance_portal.services.passwords import TooBusy
from finance_portal.services.sign_in import SignInRefused
from finance_portal.services.throttle import TooManyTries
from finance_portal.ui import routes

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 10
SIGNED_OUT = "signed-out"  # as `?over=` of the sign-in page, beside "expired" and "login"


async def sign_in(request: Request) -> Response:
    """Give the browser a session. The answer to anything wrong is `?error=` and a code."""
    portal, visit = portal_of(request), visit_of(request)
    if not request.headers.get("content-type", "").startswith(FORM):
        return PlainTextResponse("This form cannot be read.", 415)
    form = await _form(request)
    wanted = _page(form.get("next", ""))
    replaced = visit.who.session_id if visit.who else ""
    try:
        new = await portal.entrance.sign_in(
            user_name=form.get("user_name", ""),
            password=form.get("password", ""),
            client=visit.client,
            now=portal.now(),
            replaces=replaced,
        )
    except SignInRefused:
        return _back("refused", wanted)
    except TooManyTries:
        return _back("throttled", wanted)
    except TooBusy:
        return _back("busy", wanted)
    portal.tabs.leave([replaced], "expired")
    answer = RedirectResponse(wanted or routes.OVERVIEW, 303)
    answer.headers.append("Set-Cookie", cookies.kept(new.secret))
    return answer


async def sign_out(request: Request) -> Response:
    """End this browser's session, in all its tabs."""
    portal, visit = portal_of(request), visit_of(request)
    if visit.who is not None:
        ref, end = visit.who.session_id, portal.sessions.end
        await asyncio.to_thread(end, ref, why=SIGNED_OUT, now=portal.now())
        portal.tabs.leave([ref], SIGNED_OUT)
    return _signed_out()


async def sign_out_everywhere(request: Request) -> Response:
    """End every session of the borrower, on every device."""
    portal, visit = portal_of(request), visit_of(request)
    if visit.who is not None:
        login_id, end_all = visit.who.login_id, portal.sessions.end_all
        refs = await asyncio.to_thread(end_all, login_id, why=SIGNED_OUT, now=portal.now())
        portal.tabs.leave(refs, SIGNED_OUT)
    return _signed_out()


ROUTES = [
    Route(routes.SIGN_IN_FORM, sign_in, methods=["POST"]),
    Route(routes.SIGN_OUT_FORM, sign_out, methods=["POST"]),
    Route(routes.SIGN_OUT_EVERYWHERE_FORM, sign_out_everywhere, methods=["POST"]),
]


async def _form(request: Request) -> dict[str, str]:
    """Return the fields that were sent, or none at all from what no browser sends."""
    body = await request.body()
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        return {}


def _page(wanted: str) -> str:
    """Return the page to go on to: one of ours, or none. Nothing else is ever followed."""
    page = wanted.rstrip("/")
    return page if page in routes.SIGNED_IN else ""


def _back(error: str, wanted: str) -> Response:
    asked = {"error": error} | ({"next": wanted} if wanted else {})
    return RedirectResponse(f"{routes.SIGN_IN}?{urlencode(asked)}", 303)


def _signed_out() -> Response:
    answer = RedirectResponse(f"{routes.SIGN_IN}?over={SIGNED_OUT}", 303)
    answer.headers.append("Set-Cookie", cookies.cleared())
    answer.headers["Clear-Site-Data"] = '"storage"'
    return answer
