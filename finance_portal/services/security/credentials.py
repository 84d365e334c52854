"""A signed-in borrower chooses another password or another user name, and stays who they are."""

import asyncio
from functools import partial

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from finance_portal.language import say, sentence
from finance_portal.models.factors import Authenticator, Passkey
from finance_portal.models.people import Borrower
from finance_portal.models.security import Login, PortalSession
from finance_portal.notices import security as notices
from finance_portal.services import password_gate, password_words, user_names
from finance_portal.services.security.desk import Act, SecurityDesk, note
from finance_portal.services.user_names import UserNameRefused

WRONG = sentence("This is not your current password. Please type it again.")
SAME = sentence("This is the password that you have. Please choose another one.")
YOURS = sentence("This is your user name already.")


class WrongPassword(Exception):
    """The current password is not right; the message is fit for the borrower."""


async def change_password(
    desk: SecurityDesk, act: Act, *, current: str, new: str, ends_others: bool
) -> list[str]:
    """Set another password and return the sessions that were ended (P3).

    Raises WrongPassword, password_gate.PasswordTooWeak, TooManyTries or TooBusy.
    """
    stored, words, has_factor = await asyncio.to_thread(_read, desk, act)
    desk.count_choice(act)
    if not (await desk.passwords.compare(current, stored)).matches:
        await asyncio.to_thread(_note_refusal, desk, act)
        raise WrongPassword(say(WRONG))
    if new == current:
        raise password_gate.PasswordTooWeak(say(SAME))
    check = partial(password_gate.check, new, words=words, has_strong_factor=has_factor)
    await asyncio.to_thread(check)
    hashed = await desk.passwords.hash_of(new)
    return await asyncio.to_thread(_set_password, desk, act, hashed, ends_others=ends_others)


def change_user_name(desk: SecurityDesk, act: Act, *, typed: str) -> str:
    """Give the login another name and return it. Raises UserNameRefused or TooManyTries."""
    name = user_names.chosen(typed)
    desk.count_choice(act)
    try:
        with desk.db.begin() as session:
            login = session.get_one(Login, act.who.login_id)
            if login.user_name == name:
                raise UserNameRefused(say(YOURS))
            login.user_name = name
            session.flush()
            about = "account:user_name:changed"
            note(session, act, about)
            desk.tell(session, act, notices.user_name_changed, name, about=about)
    except IntegrityError as error:
        raise UserNameRefused(say(user_names.TAKEN)) from error
    return name


def _read(desk: SecurityDesk, act: Act) -> tuple[str, list[str], bool]:
    with desk.db.read() as session:
        login = session.get_one(Login, act.who.login_id)
        words = _words_about(session, desk, login)
        return login.password_hash, words, _asks_for_more(session, act.who.login_id)


def _note_refusal(desk: SecurityDesk, act: Act) -> None:
    with desk.db.begin() as session:
        note(session, act, "account:password:refused")


def _set_password(desk: SecurityDesk, act: Act, hashed: str, *, ends_others: bool) -> list[str]:
    with desk.db.begin() as session:
        ended = end_others_within(desk, session, act, why="password") if ends_others else []
        desk.void_devices(session, act)
        login = session.get_one(Login, act.who.login_id)
        login.password_hash, login.password_set_at = hashed, act.now
        about = "account:password:changed"
        note(session, act, about)
        desk.tell(session, act, notices.password_changed, about=about)
    return ended


def end_others_within(desk: SecurityDesk, session: Session, act: Act, *, why: str) -> list[str]:
    """End every other session of whoever acts, and return their public ids."""
    mine = col(PortalSession.login_id) == act.who.login_id
    others = mine & (col(PortalSession.ref) != act.who.session_id)
    return desk.sessions.end_within(session, others, why=why, now=act.now)


def _words_about(session: Session, desk: SecurityDesk, login: Login) -> list[str]:
    """Return what is known of somebody, which their password may not contain."""
    borrower = session.get_one(Borrower, login.borrower_id)
    known = password_words.words_of(session, desk.vault, borrower, login.user_name)
    return [*known, *filter(None, (login.email, login.phone))]


def _asks_for_more(session: Session, login_id: int) -> bool:
    """Tell whether an app or a passkey is asked for as well, so that a password may be shorter."""
    is_in_use = col(Authenticator.confirmed_at).is_not(None)
    app = exists().where(col(Authenticator.login_id) == login_id, is_in_use)
    passkey = exists().where(col(Passkey.login_id) == login_id)
    return bool(session.scalar(select(app | passkey)))
