"""What the forms of registration, recovery and linking have in common."""

import asyncio

from finance_portal.api.answers import Go
from finance_portal.api.doors import Call
from finance_portal.api.portal import Portal
from finance_portal.api.sign_in import on_the_way
from finance_portal.services import keys
from finance_portal.services.contacts import Channel
from finance_portal.services.linking import Links
from finance_portal.services.lost_factors import LostFactors
from finance_portal.services.new_login import NewLogins
from finance_portal.services.pre_auth import NewPreAuth
from finance_portal.services.recovery import Recovery
from finance_portal.services.registration import Registration
from finance_portal.services.user_name_reminder import UserNameReminder
from finance_portal.services.way_codes import WayCodes

NAME_KEY = "user name index"
CONTACT_KEY = "contact index"
ACCESS_KEY = "access test"


def codes_of(portal: Portal) -> WayCodes:
    """Return the codes of everybody on the way in."""
    return WayCodes(portal.db, portal.codes, portal.budgets)


def registration_of(portal: Portal) -> Registration:
    """Return the beginning of a registration."""
    return Registration(portal.db, portal.vault, portal.pre_auths, codes_of(portal), portal.budgets)


def new_logins_of(portal: Portal) -> NewLogins:
    """Return the end of a registration."""
    key = keys.derive(ACCESS_KEY)
    return NewLogins(portal.db, portal.vault, portal.entrance, portal.desk, key)


def recovery_of(portal: Portal) -> Recovery:
    """Return the way back to a forgotten password."""
    return Recovery(
        portal.db,
        portal.vault,
        portal.pre_auths,
        portal.sessions,
        portal.trusted_devices,
        codes_of(portal),
        portal.budgets,
        portal.entrance,
        portal.desk,
        keys.derive(NAME_KEY),
    )


def lost_factors_of(portal: Portal) -> LostFactors:
    """Return the way back from a lost second factor."""
    return LostFactors(
        portal.db,
        portal.vault,
        portal.sessions,
        portal.trusted_devices,
        codes_of(portal),
        portal.budgets,
        portal.entrance,
    )


def reminder_of(portal: Portal) -> UserNameReminder:
    """Return what reminds borrowers of their user names."""
    return UserNameReminder(portal.db, portal.budgets, keys.derive(CONTACT_KEY))


def links_of(portal: Portal) -> Links:
    """Return what adds contracts to logins."""
    return Links(portal.db, portal.vault, portal.pre_auths, codes_of(portal), portal.budgets)


def channel_in(call: Call) -> Channel:
    """Return the way that a form wants its code to be sent."""
    return "text" if call.word("channel") == "text" else "email"


async def set_out(call: Call, new: NewPreAuth, page: str) -> Go:
    """Send a browser on its way in. The session that it had is over."""
    if (who := call.visit.who) is not None:
        end = call.portal.sessions.end
        await asyncio.to_thread(end, who.session_id, why="replaced", now=call.now)
    return on_the_way(call, new, page)
