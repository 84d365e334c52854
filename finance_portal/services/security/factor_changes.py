"""A signed-in borrower adds, names and removes what they prove themselves with.

The first strong factor of a login that had none holds everything that could move money for a day:
whoever knows the password and reads the mailbox could have added it.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session
from sqlmodel import col, select

from finance_portal.models.factors import Passkey
from finance_portal.models.security import Login
from finance_portal.notices import browsers
from finance_portal.notices import security as notices
from finance_portal.services import authenticators, factors, passkeys
from finance_portal.services.authenticators import Enrolment
from finance_portal.services.security.desk import Act, SecurityDesk, note

HOLD = timedelta(hours=24)


class FactorGone(Exception):
    """There is no such factor, or it is somebody else's: the caller cannot tell which."""


def begin_authenticator(desk: SecurityDesk, act: Act, *, name: str) -> Enrolment:
    """Make a seed and return what is shown of it, once. Raises TooManyAuthenticators."""
    with desk.db.begin() as session:
        login = session.get_one(Login, act.who.login_id)
        return authenticators.begin(
            session,
            desk.vault,
            login=login,
            owner=act.who.session_id,
            issuer=desk.issuer,
            now=act.now,
            name=name,
        )


def confirm_authenticator(desk: SecurityDesk, act: Act, *, ref: str, code: str) -> None:
    """Put an app to use by its first code. Raises CodeRefused or TooManyTries."""
    desk.count_guess(act)
    had_strong, about = _has_strong(desk, act), "factor:authenticator:added"

    def tell(session: Session) -> None:
        _added(desk, session, act, about, ref, had_strong=had_strong)
        desk.tell(session, act, notices.authenticator_added, about=about)

    authenticators.confirm(
        desk.db,
        desk.vault,
        login_id=act.who.login_id,
        owner=act.who.session_id,
        ref=ref,
        code=code,
        now=act.now,
        also=tell,
    )


def passkey_options(desk: SecurityDesk, act: Act) -> dict[str, Any]:
    """Return what the browser makes a new passkey from."""
    with desk.db.begin() as session:
        login = session.get_one(Login, act.who.login_id)
        return desk.passkeys.to_register(
            session, owner=act.who.session_id, login=login, display=act.who.name, now=act.now
        )


def add_passkey(desk: SecurityDesk, act: Act, *, credential: str, name: str) -> Passkey:
    """Keep a passkey that the browser has made. Raises PasskeyRefused."""
    had_strong, about = _has_strong(desk, act), "factor:passkey:added"

    def tell(session: Session, passkey: Passkey) -> None:
        _added(desk, session, act, about, passkey.ref, had_strong=had_strong)
        desk.tell(session, act, notices.passkey_added, passkey.name, about=about)

    return desk.passkeys.register(
        desk.db,
        owner=act.who.session_id,
        login_id=act.who.login_id,
        credential=credential,
        name=name.strip() or browsers.in_words(act.client.user_agent),
        now=act.now,
        also=tell,
    )


def rename_passkey(desk: SecurityDesk, act: Act, *, ref: str, name: str) -> None:
    """Give a passkey another name. Raises FactorGone."""
    with desk.db.begin() as session:
        if not passkeys.rename(session, act.who.login_id, ref, name):
            raise FactorGone
        note(session, act, "factor:passkey:renamed", subject=ref)


def remove_passkey(desk: SecurityDesk, act: Act, *, ref: str) -> None:
    """Forget a passkey. Raises FactorGone."""
    with desk.db.begin() as session:
        theirs = (col(Passkey.login_id) == act.who.login_id, col(Passkey.ref) == ref)
        name = session.scalar(select(Passkey.name).where(*theirs))
        if name is None or not passkeys.remove(session, act.who.login_id, ref):
            raise FactorGone
        about = "factor:passkey:removed"
        desk.void_devices(session, act)
        note(session, act, about, subject=ref)
        desk.tell(session, act, notices.passkey_removed, name, about=about)


def remove_authenticator(desk: SecurityDesk, act: Act, *, ref: str) -> None:
    """Forget an authenticator app. Raises FactorGone."""
    with desk.db.begin() as session:
        if not authenticators.remove(session, login_id=act.who.login_id, ref=ref):
            raise FactorGone
        about = "factor:authenticator:removed"
        desk.void_devices(session, act)
        note(session, act, about, subject=ref)
        desk.tell(session, act, notices.authenticator_removed, about=about)


def make_recovery_codes(desk: SecurityDesk, act: Act) -> list[str]:
    """Return ten new codes, to be shown once. The old ones die."""
    with desk.db.begin() as session:
        codes = desk.recovery_codes.make(session, act.who.login_id, act.now)
        about = "factor:recovery_codes:made"
        note(session, act, about)
        desk.tell(session, act, notices.recovery_codes_made, about=about)
    return codes


def _has_strong(desk: SecurityDesk, act: Act) -> bool:
    with desk.db.read() as session:
        return factors.has_strong(session, session.get_one(Login, act.who.login_id))


def _added(
    desk: SecurityDesk, session: Session, act: Act, about: str, ref: str, *, had_strong: bool
) -> None:
    desk.void_devices(session, act)
    login = session.get_one(Login, act.who.login_id)
    if not had_strong:
        login.held_until = max(login.held_until or act.now, act.now + HOLD)
    note(session, act, about, subject=ref)
