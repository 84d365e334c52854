"""The answer to "this wasn't me": nobody gets in until the borrower has proven who they are.

Whatever was added since that moment may be a stranger's and is taken away again: passkeys, apps,
recovery codes, and the contacts that codes would go to. Autopay, payments for later days, accounts
and cards that were set up since are stopped.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import delete, exists, select
from sqlmodel import Session, col

from finance_portal.models.factors import Authenticator, Passkey, RecoveryCode
from finance_portal.models.security import Login, PortalSession, SecurityCase, SecurityEvent
from finance_portal.notices import security as notices
from finance_portal.services import access, audit, deliveries, pre_auth
from finance_portal.services.client import Client
from finance_portal.services.security.desk import Act, SecurityDesk
from finance_portal.services.security.happenings import is_objectionable
from finance_portal.services.unauthorized import reporting

FROZEN = "account:frozen"


class NothingToObjectTo(Exception):
    """There is no such line in this borrower's history, or nobody got anywhere by it."""


@dataclass(frozen=True)
class _Objection:
    """What somebody says was not them. `business_now` is the lender's time, `now` the wall's."""

    login_id: int
    about: str
    since: datetime
    event_id: int | None
    client: Client
    now: datetime
    business_now: datetime


def say_not_me(
    desk: SecurityDesk, act: Act, *, event_id: int, business_now: datetime | None = None
) -> list[str]:
    """Freeze one's own sign-in over a line of its history. Return the sessions that were ended.

    Raises NothingToObjectTo.
    """
    with desk.db.begin() as session:
        event = session.get(SecurityEvent, event_id)
        if event is None or event.login_id != act.who.login_id or not is_objectionable(event.kind):
            raise NothingToObjectTo
        objection = _Objection(
            act.who.login_id,
            event.kind,
            event.at,
            event.id,
            act.client,
            act.now,
            business_now or act.now,
        )
        return _freeze(desk, session, objection)


def say_not_me_by_link(
    desk: SecurityDesk,
    *,
    secret: str,
    client: Client,
    now: datetime,
    business_now: datetime | None = None,
) -> list[str]:
    """Freeze the sign-in that a notice was about. Return the sessions that were ended.

    Raises undo_links.LinkDead.
    """
    with desk.db.begin() as session:
        undone = desk.undo.use(session, secret, now=now)
        objection = _Objection(
            undone.login_id, undone.about, undone.since, None, client, now, business_now or now
        )
        return _freeze(desk, session, objection)


def freeze_since(
    desk: SecurityDesk, act: Act, *, about: str, since: date, business_now: datetime
) -> list[str]:
    """Freeze one's own sign-in, and trust nothing that was set up since a day the borrower names.

    Return the sessions that were ended.
    """
    began = datetime.combine(min(since, business_now.date()), time.min, business_now.tzinfo)
    with desk.db.begin() as session:
        objection = _Objection(
            act.who.login_id,
            about,
            act.now - (business_now - began),
            None,
            act.client,
            act.now,
            business_now,
        )
        return _freeze(desk, session, objection)


def _freeze(desk: SecurityDesk, session: Session, objection: _Objection) -> list[str]:
    login_id, now = objection.login_id, objection.now
    mine = col(PortalSession.login_id) == login_id
    ended = desk.sessions.end_within(session, mine, why="frozen", now=now)
    desk.devices.revoke_all(session, login_id, now)
    pre_auth.abandon_all(session, login_id, now=now)
    login = session.get_one(Login, login_id)
    # Before contacts are distrusted: who gets this learns nothing that they do not know.
    words = notices.sign_in_frozen(at=now)
    deliveries.tell(session, login, words, kind="sign_in_frozen", now=now)
    _distrust(session, login, objection.since)
    access.distrust(session, login.borrower_id, objection.since, now)
    set_up_since = objection.business_now - (now - objection.since)
    reporting.stop_since(session, login.borrower_id, set_up_since, objection.business_now)
    login.frozen_at = login.frozen_at or now
    case = _case(session, objection)
    audit.record(
        session,
        kind=FROZEN,
        at=now,
        client=objection.client,
        login_id=login_id,
        subject=case.ref,
        about=objection.about,
    )
    return ended


def _distrust(session: Session, login: Login, since: datetime) -> None:
    for table, added_at in (
        (Authenticator, Authenticator.created_at),
        (Passkey, Passkey.created_at),
        (RecoveryCode, RecoveryCode.created_at),
    ):
        mine = col(table.login_id) == login.id
        session.execute(delete(table).where(mine, col(added_at) >= since))
    if _changed_since(session, login, "account:email:changed", since):
        login.email = None
    if _changed_since(session, login, "account:text:changed", since):
        login.phone = None


def _changed_since(session: Session, login: Login, kind: str, since: datetime) -> bool:
    line = exists().where(
        col(SecurityEvent.login_id) == login.id,
        col(SecurityEvent.kind) == kind,
        col(SecurityEvent.at) >= since,
    )
    return bool(session.scalar(select(line)))


def _case(session: Session, objection: _Objection) -> SecurityCase:
    """Return the case that a person at the lender looks at: the one that is open, or a new one."""
    mine = col(SecurityCase.login_id) == objection.login_id
    is_open = select(SecurityCase).where(mine, col(SecurityCase.closed_at).is_(None))
    if (case := session.scalars(is_open).first()) is not None:
        return case
    case = SecurityCase(
        ref=secrets.token_hex(12),
        login_id=objection.login_id,
        kind="not_me",
        event_id=objection.event_id,
        opened_at=objection.now,
    )
    session.add(case)
    return case
