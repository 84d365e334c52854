"""What is shared: invitations taken up, links to a quote made and opened, the log to take away."""

import asyncio
from datetime import date, timedelta

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from finance_portal import clock
from finance_portal.api import doors
from finance_portal.api.answers import Answer, Go, Refuse, Show
from finance_portal.api.doors import (
    BorrowerCall,
    Call,
    RoutePolicy,
    anyone,
    form,
    open_to_anyone,
    signed_in,
)
from finance_portal.api.portal import portal_of
from finance_portal.api.visit import visit_of
from finance_portal.api.ways_in import set_out
from finance_portal.domain.cents import dollars
from finance_portal.language import long_day, say, spoken
from finance_portal.services import access_log
from finance_portal.services.contracts import ContractNotFound
from finance_portal.services.delegates import quotes, taking
from finance_portal.services.delegates.quotes import MOST_DAYS, QuoteGone
from finance_portal.services.delegates.taking import Arrival, InvitationDead, NotForYou
from finance_portal.services.payoff.quoting import LetterRefused, Wanted
from finance_portal.services.proofs import Purpose
from finance_portal.services.security.desk import Act
from finance_portal.services.throttle import TooManyTries
from finance_portal.ui import routes

LINK = ("quote-link", "quote-link-address")
QUOTE = "shared-quote"
SIGNED_IN = RoutePolicy("signed_in")


@anyone(reason="Whoever got an invitation may choose a sign-in; the secret in it is the proof.")
async def begin(call: Call) -> Answer:
    """Let somebody who was invited choose a sign-in of their own."""
    arrival = Arrival(
        secret=call.word("secret"),
        first_name=call.word("first_name"),
        last_name=call.word("last_name"),
        language=spoken(),
    )
    portal = call.portal
    try:
        new = await asyncio.to_thread(
            taking.begin,
            portal.db,
            portal.pre_auths,
            portal.budgets,
            arrival,
            client=call.client,
            now=call.now,
        )
    except (InvitationDead, NotForYou) as refusal:
        return Refuse(str(refusal))
    return await set_out(call, new, routes.REGISTER_FINISH)


@signed_in()
async def accept(call: BorrowerCall) -> Answer:
    """Take an invitation up with the login that one is signed in with."""
    portal, act = call.portal, Act(call.who, call.client, call.now)
    try:
        ref = await asyncio.to_thread(
            taking.accept, portal.db, act, portal.budgets, secret=call.word("secret")
        )
    except (InvitationDead, NotForYou) as refusal:
        return Refuse(str(refusal))
    return Go(routes.of_account(routes.OVERVIEW, ref))


@signed_in(fresh=Purpose.DELEGATES)
async def make_link(call: BorrowerCall) -> Answer:
    """Make a link to one quote, and show it once."""
    if not call.is_checked("agreed"):
        words = say("Tick the box: without it, no quote is shown to anybody else.")
        return Refuse(errors={"agreed": words})
    now = clock.business_now()
    wanted = Wanted(
        contract_ref=call.word("account"),
        good_through=_day(call.word("days"), now.date()),
        audience="dealer",
        recipient=call.word("recipient"),
        name=call.word("name"),
    )
    act = Act(call.who, call.client, call.now)
    try:
        url = await asyncio.to_thread(quotes.share, call.portal.db, act, wanted=wanted, now=now)
    except LetterRefused as refusal:
        field = refusal.field if refusal.field in {"recipient", "name"} else ""
        return Refuse(errors={field: str(refusal)}) if field else Refuse(str(refusal))
    except ContractNotFound as refusal:
        return Refuse(str(refusal))
    section, place = LINK
    return Show({place: url}, reveal=section, say=say("The link is ready. We show it only now."))


@anyone(reason="Whoever has a link to a quote may see that quote; the secret in it is the proof.")
async def open_quote(call: Call) -> Answer:
    """Show one quote, and nothing else."""
    portal = call.portal
    try:
        found = await asyncio.to_thread(
            quotes.shown,
            portal.db,
            portal.budgets,
            secret=call.word("secret"),
            client=call.client,
            now=call.now,
            today=clock.today(),
        )
    except QuoteGone as refusal:
        return Refuse(str(refusal))
    shown = {
        "amount": dollars(found.total),
        "through": long_day(found.good_through),
        "day": f"${found.per_diem}" if found.per_diem else say("None: a lease bears no interest."),
        "contract": f"{found.vehicle} {found.number_masked}",
        "for": found.recipient,
        "quoted": long_day(found.quoted_on),
        "number": found.quote_ref,
        "pay": say(
            "By check to {address}, with the quote's number on it. By wire: call {phone}.",
            address=found.where_to_pay,
            phone=found.phone,
        ),
    }
    return Show({f"{QUOTE}-{name}": words for name, words in shown.items()}, reveal=QUOTE)


async def letter(request: Request) -> Response:
    """Return the letter of a quote to whoever has its link."""
    portal, form_sent = portal_of(request), await doors.read(request)
    try:
        file = await asyncio.to_thread(
            quotes.letter,
            portal.db,
            portal.budgets,
            secret=form_sent.get("secret", ""),
            client=visit_of(request).client,
            now=portal.now(),
            today=clock.today(),
        )
    except QuoteGone:
        return RedirectResponse(f"{routes.SHARED_QUOTE}?error=refused", 303)
    except TooManyTries:
        return RedirectResponse(f"{routes.SHARED_QUOTE}?error=throttled", 303)
    headers = {
        "Content-Disposition": f'attachment; filename="{file.name}"',
        "X-Robots-Tag": "noindex",
    }
    return Response(file.pdf, media_type="application/pdf", headers=headers)


async def log_csv(request: Request) -> Response:
    """Return the access log of a borrower's own contracts as a table."""
    who = visit_of(request).who
    if who is None:
        return RedirectResponse(routes.over("login"), 303)
    looks = await asyncio.to_thread(
        access_log.looks_at, portal_of(request).db, borrower_id=who.borrower_id, most=None
    )
    headers = {"Content-Disposition": 'attachment; filename="access-log.csv"'}
    return Response(access_log.as_csv(looks), media_type="text/csv", headers=headers)


def _day(typed: str, today: date) -> date:
    """Return the last day of a quote, or one that is refused."""
    days = int(typed) if typed.isdecimal() and len(typed) < 3 else MOST_DAYS + 1  # noqa: PLR2004
    return today + timedelta(days=days or MOST_DAYS + 1)


setattr(log_csv, doors.POLICY, SIGNED_IN)

ROUTES = [
    form(routes.INVITED_FORM, begin, page=routes.INVITED),
    form(routes.INVITED_ACCEPT_FORM, accept, page=routes.INVITED),
    form(routes.QUOTE_LINK_FORM, make_link, page=routes.DELEGATES),
    form(routes.SHARED_QUOTE_FORM, open_quote, page=routes.SHARED_QUOTE),
    open_to_anyone(
        Route(routes.SHARED_QUOTE_LETTER, letter, methods=["POST"]),
        reason="As the quote itself: the secret of the link is the proof.",
    ),
    Route(routes.ACCESS_LOG_CSV, log_csv, methods=["GET"]),
]
