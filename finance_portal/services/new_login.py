"""The end of a registration: a user name, a password, consents; then the borrower is signed in."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.documents import access_test, agreements
from finance_portal.language import sentence, spoken
from finance_portal.models.delegates import Delegation
from finance_portal.models.people import Borrower, Obligor
from finance_portal.models.security import Acceptance, Login
from finance_portal.notices import ways_in as notices
from finance_portal.services import (
    audit,
    deliveries,
    password_gate,
    pre_auth,
    user_names,
)
from finance_portal.services.client import Client
from finance_portal.services.contacts import canonical_email
from finance_portal.services.delegates import taking
from finance_portal.services.entering import Entered
from finance_portal.services.keyed_hash import keyed_hash
from finance_portal.services.logins import add_login, login_of
from finance_portal.services.password_desk import PasswordDesk
from finance_portal.services.password_gate import PasswordTooWeak
from finance_portal.services.password_words import words_of
from finance_portal.services.pre_auth import PreAuthView
from finance_portal.services.proofs import Proof
from finance_portal.services.sign_in import Browser, Entrance
from finance_portal.services.user_names import UserNameRefused
from finance_portal.services.vault import Vault

WRONG_WORD = sentence(
    "This is not the word in the document. Please open it and type the word that you see."
)
UNTICKED = sentence(
    "Please read this and tick the box. Without it we cannot open the portal for you."
)
REGISTERED = sentence("You are registered already. Please sign in.")
SHARED_EMAIL = sentence(
    "Your e-mail address belongs to another sign-in already. Please begin again and have "
    "the code sent to your phone, or call us."
)


class RegistrationRefused(Exception):
    """Nothing was set up; `errors` has sentences by field, `error` one for all of them."""

    def __init__(self, errors: dict[str, str], error: str = "") -> None:
        super().__init__(error or ", ".join(errors))
        self.errors = errors
        self.error = error


@dataclass(frozen=True)
class Application:
    """What somebody chooses and agrees to at the end of a registration."""

    user_name: str
    password: str = field(repr=False)
    access_word: str
    agrees_to_records: bool
    agrees_to_terms: bool


@dataclass(frozen=True)
class NewLogins:
    """What it takes to give borrowers their logins."""

    db: Database
    vault: Vault
    entrance: Entrance
    desk: PasswordDesk
    key: bytes  # chooses the word of the access test

    def access_test(self, way: PreAuthView, today: date) -> bytes:
        """Return the document with the word that is to be typed back (E-SIGN)."""
        return access_test.draw(self._word(way), today)

    async def set_up(
        self, way: PreAuthView, wanted: Application, *, browser: Browser, now: datetime
    ) -> Entered:
        """Give a borrower their login, and sign them in.

        Raises RegistrationRefused, WayLost, or TooBusy from passwords.
        """
        if errors := await asyncio.to_thread(self._errors, way, wanted):
            raise RegistrationRefused(errors)
        hashed = await self.desk.hash_of(wanted.password)
        try:
            return await asyncio.to_thread(self._open, way, wanted, hashed, browser, now)
        except IntegrityError:  # another browser was quicker: with this name, or this borrower
            error = await asyncio.to_thread(self._why_taken, way)
            raise RegistrationRefused({}, error) from None

    def _word(self, way: PreAuthView) -> str:
        drawn = int(keyed_hash(self.key, way.ref), 16)
        return access_test.WORDS[drawn % len(access_test.WORDS)]

    def _errors(self, way: PreAuthView, wanted: Application) -> dict[str, str]:
        """Return everything that is wrong, at once."""
        with self.db.read() as session:
            borrower = session.get_one(Borrower, way.borrower_id)
            words = words_of(session, self.vault, borrower, wanted.user_name)
            errors = dict(_name_errors(session, wanted.user_name))
        return (
            errors
            | dict(_password_errors(wanted.password, words))
            | dict(self._unread(way, wanted))
        )

    def _unread(self, way: PreAuthView, wanted: Application) -> Iterator[tuple[str, str]]:
        if wanted.access_word.strip().casefold() != self._word(way):
            yield "esign_word", WRONG_WORD
        if not wanted.agrees_to_records:
            yield "accept_esign", UNTICKED
        if not wanted.agrees_to_terms:
            yield "accept_terms", UNTICKED

    def _open(
        self,
        way: PreAuthView,
        wanted: Application,
        hashed: str,
        browser: Browser,
        now: datetime,
    ) -> Entered:
        with self.db.begin() as session:
            pre_auth.finish(session, way, now=now)
            borrower = _still_bound(session, way)
            borrower.language = spoken()  # in which they registered
            login = add_login(
                session,
                borrower=borrower,
                user_name=wanted.user_name,
                password_hash=hashed,
                now=now,
                email=borrower.email if Proof.EMAIL in way.proven else None,
                phone=borrower.phone if Proof.TEXT in way.proven else None,
            )
            session.flush()
            taking.settle(session, borrower, client=browser.client, now=now)
            _accept(session, login, browser.client, now)
            _note(session, way, login, browser.client, now)
            shown = way.proven | {Proof.PASSWORD}
            return self.entrance.let_in(session, login, shown, browser, now)

    def _why_taken(self, way: PreAuthView) -> str:
        with self.db.read() as session:
            if login_of(session, way.borrower_id):
                return REGISTERED
            email = canonical_email(session.get_one(Borrower, way.borrower_id).email or "")
            same = session.exec(select(Login).where(col(Login.email) == email)).first()
        return SHARED_EMAIL if same and Proof.EMAIL in way.proven else user_names.TAKEN


def _name_errors(session: Session, typed: str) -> Iterator[tuple[str, str]]:
    try:
        name = user_names.chosen(typed)
    except UserNameRefused as refusal:
        yield "user_name", str(refusal)
        return
    if session.exec(select(Login).where(user_names.named(name))).first():
        yield "user_name", user_names.TAKEN


def _password_errors(password: str, words: list[str]) -> Iterator[tuple[str, str]]:
    try:
        password_gate.check(password, words=words, has_strong_factor=False)
    except PasswordTooWeak as refusal:
        yield "password", str(refusal)


def _still_bound(session: Session, way: PreAuthView) -> Borrower:
    """Return the borrower, locked, who is bound or invited.

    Raises WayLost when another login has taken their contracts, or nobody invites them any more.
    """
    held = select(Borrower).where(col(Borrower.id) == way.borrower_id).with_for_update()
    borrower = session.exec(held).one()
    bonds = select(Obligor.id).where(col(Obligor.borrower_id) == borrower.id)
    invited = select(Delegation.id).where(
        col(Delegation.delegate_id) == borrower.id, col(Delegation.ended_at).is_(None)
    )
    if not (session.exec(bonds).first() or session.exec(invited).first()):
        raise pre_auth.WayLost
    return borrower


def _accept(session: Session, login: Login, client: Client, now: datetime) -> None:
    session.add_all(
        Acceptance(
            login_id=login.id or 0,
            document=agreement.name,
            version=agreement.version,
            accepted_at=now,
            ip=client.ip,
            user_agent=client.user_agent,
        )
        for agreement in agreements.ALL
    )


def _note(session: Session, way: PreAuthView, login: Login, client: Client, now: datetime) -> None:
    audit.record(
        session,
        kind="account:registration:finished",
        at=now,
        client=client,
        login_id=login.id,
        subject=way.ref,
    )
    words = notices.registered(login.user_name, client=client, at=now)
    deliveries.tell(session, login, words, kind="registered", now=now)
