"""Come to work, and leave."""

from starlette.responses import RedirectResponse, Response

from finance_portal.desk.doors import COOKIE, SIGN_IN
from finance_portal.desk.office import Call
from finance_portal.desk.rendering import render, script, styles
from finance_portal.services.desk.entrance import EntryRefused, Shown
from finance_portal.services.messages import presence
from finance_portal.services.passwords import TooBusy
from finance_portal.services.throttle import TooManyTries
from finance_portal.settings import settings

_ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Strict"
WRONG = "The user name, the password or the code is not right."
THROTTLED = "Too many tries. Wait a few minutes, then try again."
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'
    '<rect width="16" height="16" rx="4" fill="{colour}"/></svg>'
)
BUSY = "Many people are signing in right now. Please try again in a moment."


def show(call: Call) -> Response:
    """Show the way in; who is in already goes on."""
    if call.colleague:
        return RedirectResponse("/", 303)
    return render(call, "sign_in", "Sign in", error="", name="")


async def enter(call: Call) -> Response:
    """Let somebody in by a name, a password and a code."""
    shown = Shown(call.word("user_name"), call.text("password"), call.word("code"))
    try:
        begun = await call.office.entrance.enter(shown, call.client, call.now)
    except EntryRefused:
        return _again(call, WRONG, 403)
    except TooManyTries:
        return _again(call, THROTTLED, 429)
    except TooBusy:
        return _again(call, BUSY, 503)
    answer = RedirectResponse("/", 303)
    answer.headers["Set-Cookie"] = f"{COOKIE}={begun.secret}; {_ATTRIBUTES}"
    return answer


def leave(call: Call) -> Response:
    """End the session, here and in the browser."""
    call.office.sessions.end(call.who, call.client, call.now)
    presence.leave(call.db, call.who.user_name, at=call.now)
    answer = RedirectResponse(f"{SIGN_IN}?done=signed-out", 303)
    answer.headers["Set-Cookie"] = f"{COOKIE}=; {_ATTRIBUTES}; Max-Age=0"
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def style(_call: Call) -> Response:
    """Return the style sheet."""
    return Response(styles(), media_type="text/css")


def live(_call: Call) -> Response:
    """Return the script of the pages that are live."""
    return Response(script(), media_type="text/javascript")


def icon(_call: Call) -> Response:
    """Return the picture of the browser's tab: a square of the brand's colour."""
    return Response(ICON.format(colour=settings.brand.light.brand), media_type="image/svg+xml")


def _again(call: Call, error: str, status: int) -> Response:
    return render(
        call, "sign_in", "Sign in", status=status, error=error, name=call.word("user_name")
    )
