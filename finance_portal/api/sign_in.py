"""The forms that give a browser its session, and take it away."""

import asyncio

from finance_portal.api import cookies
from finance_portal.api.answers import Answer, Go, Refuse
from finance_portal.api.cookies import Name
from finance_portal.api.doors import Call, anyone, form, own_page
from finance_portal.language import sentence
from finance_portal.services.entering import Entered
from finance_portal.services.pre_auth import NewPreAuth
from finance_portal.services.sign_in import Browser, SignInRefused
from finance_portal.ui import routes

SIGNED_OUT = "signed-out"  # as `?over=` of the sign-in page, beside "expired" and "login"
REFUSED = Refuse(
    sentence(
        "That user name and password do not match. Passwords are case-sensitive: check that "
        "Caps Lock is off, then try again."
    )
)


@anyone(reason="Anyone may ask to sign in.")
async def sign_in(call: Call) -> Answer:
    """Take the password, and ask for the second factor unless the browser is trusted."""
    try:
        outcome = await call.portal.entrance.sign_in(
            user_name=call.text("user_name"),
            password=call.text("password"),
            browser=browser_of(call),
            now=call.now,
            next_page=own_page(call.text("next")),
        )
    except SignInRefused:
        return REFUSED
    if isinstance(outcome, NewPreAuth):
        return on_the_way(call, outcome, routes.VERIFY)
    return arrived(call, outcome, own_page(call.text("next")))


@anyone(reason="Whoever is not signed in is signed out already.")
async def sign_out(call: Call) -> Answer:
    """End this browser's session, in all its tabs."""
    if (who := call.visit.who) is not None:
        end = call.portal.sessions.end
        await asyncio.to_thread(end, who.session_id, why=SIGNED_OUT, now=call.now)
        call.portal.tabs.leave([who.session_id], SIGNED_OUT)
    return _signed_out()


@anyone(reason="Whoever is not signed in is signed out already.")
async def sign_out_everywhere(call: Call) -> Answer:
    """End every session of the borrower, on every device."""
    if (who := call.visit.who) is not None:
        end_all = call.portal.sessions.end_all
        refs = await asyncio.to_thread(end_all, who.login_id, why=SIGNED_OUT, now=call.now)
        call.portal.tabs.leave(refs, SIGNED_OUT)
    return _signed_out()


ROUTES = [
    form(routes.SIGN_IN_FORM, sign_in, page=routes.SIGN_IN),
    form(routes.SIGN_OUT_FORM, sign_out, page=routes.SIGN_IN),
    form(routes.SIGN_OUT_EVERYWHERE_FORM, sign_out_everywhere, page=routes.SIGN_IN),
]


def browser_of(call: Call) -> Browser:
    """Return the browser that a form came from."""
    who = call.visit.who
    replaces = who.session_id if who else ""
    return Browser(call.client, call.visit.device_secret or "", replaces)


def on_the_way(call: Call, new: NewPreAuth, page: str) -> Go:
    """Send a browser to the next step of its way in; the session that it had is over."""
    leave_replaced(call)
    kept = cookies.kept(new.secret, Name.WAY)
    return Go(page, (kept, cookies.cleared(Name.SESSION)))


def arrived(call: Call, entered: Entered, page: str = "") -> Go:
    """Send a browser that is signed in to its page."""
    leave_replaced(call)
    given = [cookies.kept(entered.session.secret), cookies.cleared(Name.WAY)]
    if entered.device_secret:
        given.append(cookies.kept(entered.device_secret, Name.DEVICE))
    return Go(page or routes.OVERVIEW, tuple(given))


def leave_replaced(call: Call) -> None:
    """Send the tabs of the session that this browser had to sign-in."""
    if (who := call.visit.who) is not None:
        call.portal.tabs.leave([who.session_id], "expired")


def _signed_out() -> Go:
    gone = (cookies.cleared(Name.SESSION), cookies.cleared(Name.WAY))
    return Go(routes.over(SIGNED_OUT), gone, clears_storage=True)
