"""Freeze one's own sign-in after a report. It takes no step-up: it only ever closes the door."""

import asyncio
from datetime import date

from finance_portal import clock
from finance_portal.api import cookies
from finance_portal.api.answers import Answer, Go, Refuse
from finance_portal.api.cookies import Name
from finance_portal.api.doors import BorrowerCall, form, signed_in
from finance_portal.api.security import FROZEN, desk_of
from finance_portal.language import say
from finance_portal.services.security.desk import Act
from finance_portal.services.unauthorized import freezing
from finance_portal.ui import routes

ABOUT = "unauthorized:reported"


@signed_in()
async def freeze(call: BorrowerCall) -> Answer:
    """Freeze the sign-in, and stop what was set up since a day."""
    try:
        since = date.fromisoformat(call.word("since"))
    except ValueError:
        return Refuse(errors={"since": say("Choose a day.")})
    ended = await asyncio.to_thread(
        freezing.freeze_since,
        desk_of(call.portal),
        Act(call.who, call.client, call.now),
        about=ABOUT,
        since=since,
        business_now=clock.business_now(),
    )
    call.portal.tabs.leave(ended, FROZEN)
    gone = (cookies.cleared(), cookies.cleared(Name.DEVICE))
    return Go(routes.over(FROZEN), gone, clears_storage=True)


ROUTES = [form(routes.REPORT_FREEZE_FORM, freeze, page=routes.REPORT)]
