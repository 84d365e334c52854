"""The forms of a guest, who pays by an account number and a ZIP code and sees nothing else."""

import asyncio

from finance_portal import clock
from finance_portal.api import cookies
from finance_portal.api.answers import Answer, Go, Refuse
from finance_portal.api.cookies import Name
from finance_portal.api.doors import Call, WayCall, anyone, form, on_the_way
from finance_portal.gateways import live
from finance_portal.gateways.processor import ProcessorError
from finance_portal.language import sentence
from finance_portal.services import guest, guest_payments
from finance_portal.services.guest import ClaimUnreadable, GuestRefused, Guests
from finance_portal.services.method_setup import SetupRefused
from finance_portal.services.pace import on_the_beat
from finance_portal.services.pre_auth import Journey, Step
from finance_portal.ui import routes

SIGNED_IN = Refuse(sentence("You are signed in. Sign out first, or pay on the page Pay."))
UNREACHABLE = Refuse(
    sentence(
        "We cannot reach the payment service just now. Nothing was charged. Please try again."
    ),
    status=503,
)


@anyone(reason="Anyone may pay for somebody. All that is wrong is answered alike, and counted.")
async def begin(call: Call) -> Answer:
    """Take the claim, and lead to the processor's page."""
    if call.visit.who is not None:
        return SIGNED_IN
    try:
        claim = guest.read_claim(call.form)
    except ClaimUnreadable as unreadable:
        return Refuse(errors=unreadable.errors)
    guests = guests_of(call)
    try:
        async with on_the_beat():
            new = await asyncio.to_thread(guests.begin, claim, client=call.client, now=call.now)
    except GuestRefused as refusal:
        return Refuse(str(refusal))
    try:
        to = await guest.begin_saving(
            call.portal.db,
            live.configured(),
            new.ref,
            kind=claim.kind,
            back=f"{call.portal.settings.public_origin}{routes.GUEST_REVIEW}",
            now=clock.business_now(),
        )
    except (ProcessorError, SetupRefused):
        return UNREACHABLE
    return Go(to, (cookies.kept(new.secret, Name.WAY),))


@on_the_way(Journey.GUEST, step=Step.FINISH)
async def pay(call: WayCall) -> Answer:
    """Pay what was reviewed; sent twice, it pays once."""
    try:
        await guest_payments.pay(
            call.portal.db,
            live.configured(),
            call.way.ref,
            client=call.client,
            now=clock.business_now(),
        )
    except GuestRefused as refusal:
        return Refuse(str(refusal))
    return Go(f"{routes.GUEST_REVIEW}?paid=yes")


def guests_of(call: Call) -> Guests:
    """Return the guests of this portal."""
    portal = call.portal
    return Guests(portal.db, portal.vault, portal.pre_auths, portal.budgets)


ROUTES = [
    form(routes.GUEST_FORM, begin, page=routes.GUEST),
    form(routes.GUEST_PAY_FORM, pay, page=routes.GUEST_REVIEW),
]
