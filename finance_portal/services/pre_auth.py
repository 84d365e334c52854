"""Browsers on the way in: between the first thing that was shown and a session, or nothing.

Each has a cookie and a row of its own, so that what one of them learns or is asked never reaches
another, and everything that works once has an owner. A row without a login is a decoy: nobody
stands behind the name that was typed, and everything goes on as if somebody did.
"""

import hashlib
import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import TypedDict, Unpack

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from finance_portal.db import Database, database
from finance_portal.models.security import Login, PreAuth
from finance_portal.services import factors, keys
from finance_portal.services.client import Client
from finance_portal.services.contacts import Channel, masked_contact
from finance_portal.services.proofs import Proof, joined, split

LIFE = timedelta(minutes=30)
MARK = "p"  # no session's ref begins with it


class Journey(StrEnum):
    """Where somebody on the way in wants to go."""

    SIGN_IN = "sign-in"
    REGISTRATION = "registration"
    RECOVERY = "recovery"
    FACTORS = "factors"  # a lost second factor
    LINK = "link"  # a further contract for somebody who is signed in
    GUEST = "guest"  # a payment by somebody who does not sign in at all


class Step(StrEnum):
    """What is asked of them next."""

    VERIFY = "verify"  # a second factor
    CODE = "code"  # the code that was sent to a contact
    PROVE = "prove"  # a proof that is independent of that code
    FINISH = "finish"  # a user name and a password, or a new password


class Known(TypedDict, total=False):
    """What is known of somebody at the beginning of their way."""

    login_id: int | None
    borrower_id: int | None
    contract_id: int | None
    channel: Channel | None
    next_page: str


class WayLost(Exception):
    """This way in has ended, was used, or is at another step."""


@dataclass(frozen=True)
class NewPreAuth:
    """What a browser is given: the secret is for its cookie, and stands nowhere else."""

    ref: str
    secret: str

    def __repr__(self) -> str:
        return f"NewPreAuth({self.ref})"


@dataclass(frozen=True)
class PreAuthView:
    """Somebody on the way in, as far as they have shown who they are."""

    ref: str
    journey: Journey
    step: Step
    proven: frozenset[Proof]
    methods: tuple[Proof, ...]  # what this borrower can show next; the floor for a decoy
    channel: Channel | None  # where the last code went
    sent_to: str  # the same, masked; "" while the password has not been shown
    next_page: str
    expires_at: datetime
    login_id: int | None
    borrower_id: int | None
    contract_id: int | None


class PreAuths:
    """All ways in of one installation."""

    def __init__(self, db: Database, *, key: bytes) -> None:
        self._db = db
        self._key = key

    def begin(
        self,
        session: Session,
        *,
        journey: Journey,
        step: Step,
        client: Client,
        now: datetime,
        proven: Collection[Proof] = (),
        **known: Unpack[Known],
    ) -> NewPreAuth:
        """Add a way in. Its cookie's secret is returned, and stored only by its keyed hash."""
        new = NewPreAuth(ref=MARK + secrets.token_hex(11), secret=secrets.token_urlsafe(32))
        known.setdefault("next_page", "")
        session.add(
            PreAuth(
                ref=new.ref,
                secret_hash=self._hashed(new.secret),
                journey=journey,
                step=step,
                proven=joined(*proven),
                **known,
                created_at=now,
                expires_at=now + LIFE,
                ip=client.ip,
                user_agent=client.user_agent,
            )
        )
        return new

    def of_secret(self, secret: str, *, now: datetime) -> PreAuthView | None:
        """Return the way in of a cookie, or None."""
        return self._found(col(PreAuth.secret_hash) == self._hashed(secret), now)

    def of_ref(self, ref: str, *, now: datetime) -> PreAuthView | None:
        """Return a way in by its public id, or None."""
        return self._found(col(PreAuth.ref) == ref, now)

    def _found(self, which: ColumnElement[bool], now: datetime) -> PreAuthView | None:
        with self._db.read() as session:
            row = session.scalar(select(PreAuth).where(which, *_open(now)))
            return None if row is None else _view(session, row)

    def _hashed(self, secret: str) -> str:
        return hmac.digest(self._key, secret.encode(errors="replace"), hashlib.sha256).hex()


def is_on_the_way(ref: str) -> bool:
    """Tell whether a ref is of somebody on the way in, not of a session."""
    return ref.startswith(MARK)


def advance(
    session: Session,
    way: PreAuthView,
    *,
    step: Step,
    now: datetime,
    proven: Collection[Proof] = (),
    **changes: object,
) -> None:
    """Take a way in to its next step. Raises WayLost when another request did so before."""
    shown = joined(*sorted(way.proven | set(proven)))
    _move(session, way, now, step=step, proven=shown, **changes)


def finish(session: Session, way: PreAuthView, *, now: datetime) -> None:
    """End a way in that has arrived. Raises WayLost when it had ended before: it opens once."""
    _move(session, way, now, ended_at=now)


def abandon(session: Session, ref: str, *, now: datetime) -> None:
    """End a way in, if it is open."""
    session.execute(
        update(PreAuth)
        .where(col(PreAuth.ref) == ref, col(PreAuth.ended_at).is_(None))
        .values(ended_at=now)
    )


def abandon_all(session: Session, login_id: int, *, now: datetime) -> None:
    """End every way in to a login: what was shown so far counts for nothing."""
    session.execute(
        update(PreAuth)
        .where(col(PreAuth.login_id) == login_id, col(PreAuth.ended_at).is_(None))
        .values(ended_at=now)
    )


@cache
def live_pre_auths() -> PreAuths:
    """Return the ways in of this installation."""
    return PreAuths(database, key=keys.derive("pre-auth secret"))


def _move(session: Session, way: PreAuthView, now: datetime, **changes: object) -> None:
    here = (col(PreAuth.ref) == way.ref, col(PreAuth.step) == way.step, *_open(now))
    moved = session.scalar(
        update(PreAuth).where(*here).values(**changes).returning(col(PreAuth.ref))
    )
    if moved is None:
        raise WayLost


def _open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return col(PreAuth.ended_at).is_(None), col(PreAuth.expires_at) > now


def _view(session: Session, row: PreAuth) -> PreAuthView:
    login = session.get(Login, row.login_id) if row.login_id else None
    proven = split(row.proven)
    channel: Channel | None = "text" if row.channel == "text" else "email" if row.channel else None
    contact = factors.contact_of(login, channel) if login and channel else None
    is_known = Proof.PASSWORD in proven
    return PreAuthView(
        ref=row.ref,
        journey=Journey(row.journey),
        step=Step(row.step),
        proven=proven,
        methods=factors.methods_of(session, login) if login and proven else factors.FLOOR,
        channel=channel,
        sent_to=masked_contact(channel, contact) if channel and contact and is_known else "",
        next_page=row.next_page,
        expires_at=row.expires_at,
        login_id=row.login_id,
        borrower_id=row.borrower_id,
        contract_id=row.contract_id,
    )
