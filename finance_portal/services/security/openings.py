"""Where a borrower is signed in, and which browsers are trusted: ended by their owner."""

from sqlmodel import col

from finance_portal.models.security import PortalSession
from finance_portal.services.security.credentials import end_others_within
from finance_portal.services.security.desk import Act, SecurityDesk, note

SIGNED_OUT = "signed-out"


def end_session(desk: SecurityDesk, act: Act, *, ref: str) -> list[str]:
    """End one session of whoever acts. Return its public id; nothing for one that is not theirs."""
    with desk.db.begin() as session:
        theirs = (col(PortalSession.login_id) == act.who.login_id) & (col(PortalSession.ref) == ref)
        return desk.sessions.end_within(session, theirs, why=SIGNED_OUT, now=act.now)


def end_others(desk: SecurityDesk, act: Act) -> list[str]:
    """End every session of whoever acts but this one, and return their public ids."""
    with desk.db.begin() as session:
        return end_others_within(desk, session, act, why=SIGNED_OUT)


def forget_device(desk: SecurityDesk, act: Act, *, ref: str) -> bool:
    """Trust a browser no longer. Return whether it was trusted."""
    with desk.db.begin() as session:
        was_trusted = desk.devices.revoke(session, act.who.login_id, ref, act.now)
        if was_trusted:
            note(session, act, "device:forgotten", subject=ref)
    return was_trusted
