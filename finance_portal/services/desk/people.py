"""Who works at the desk: added, given a new authenticator app, or shut out, and never deleted."""

import base64
import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime

from pyotp import TOTP
from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.models.desk import DeskSession, DeskUser
from finance_portal.services import audit, password_gate, passwords
from finance_portal.services.desk.acting import Role
from finance_portal.services.passwords import Peppers
from finance_portal.services.vault import Vault
from finance_portal.settings import settings

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
SEED_BYTES = 20
ISSUER = "Servicing desk"


class PersonRefused(ValueError):
    """Somebody cannot be added or changed like that; the message says why."""


@dataclass(frozen=True)
class Enrolled:
    """Somebody's authenticator app, as it is shown once."""

    user_name: str
    uri: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """Somebody to be added."""

    user_name: str
    name: str
    role: Role
    password: str = field(repr=False)


def add(
    db: Database, vault: Vault, peppers: Peppers, newcomer: Newcomer, now: datetime
) -> Enrolled:
    """Add somebody. Raises PersonRefused, and PasswordTooWeak for a password to be guessed."""
    name = newcomer.user_name.strip().lower()
    if not NAME.fullmatch(name):
        raise PersonRefused("A user name has 2 to 32 letters a to z, digits, dots and dashes.")
    if not newcomer.name.strip():
        raise PersonRefused("Say what this person is called.")
    words = (name, newcomer.name)
    password_gate.check(newcomer.password, words=words, has_strong_factor=True)
    hashed = passwords.hash_password(newcomer.password, peppers)
    ref, seed = secrets.token_hex(12), new_seed()
    with db.begin() as session:
        if _named(session, name):
            raise PersonRefused("Somebody has this user name. It is never given to another person.")
        session.add(
            DeskUser(
                ref=ref,
                user_name=name,
                name=newcomer.name.strip()[:80],
                role=newcomer.role,
                password_hash=hashed,
                seed_sealed=vault.seal(seed, **place(ref)),
                created_at=now,
            )
        )
        audit.record(
            session, kind="desk:person:added", at=now, subject=ref, name=name, role=newcomer.role
        )
    return Enrolled(name, enrolment_uri(name, seed))


def enrol_anew(db: Database, vault: Vault, user_name: str, now: datetime) -> Enrolled:
    """Give somebody a new authenticator app, and end their sessions. Raises PersonRefused."""
    seed = new_seed()
    with db.begin() as session:
        user = _known(session, user_name)
        user.seed_sealed, user.last_step = vault.seal(seed, **place(user.ref)), 0
        _end_sessions(session, user, "enrolled", now)
        audit.record(session, kind="desk:person:enrolled", at=now, subject=user.ref)
    return Enrolled(user.user_name, enrolment_uri(user.user_name, seed))


def set_password(
    db: Database, peppers: Peppers, user_name: str, password: str, now: datetime
) -> None:
    """Give somebody another password, and end their sessions.

    Raises PersonRefused, and PasswordTooWeak for a password to be guessed.
    """
    with db.read() as session:
        known = _known(session, user_name)
    password_gate.check(password, words=(known.user_name, known.name), has_strong_factor=True)
    hashed = passwords.hash_password(password, peppers)
    with db.begin() as session:
        user = _known(session, user_name)
        user.password_hash = hashed
        _end_sessions(session, user, "password", now)
        audit.record(session, kind="desk:person:password", at=now, subject=user.ref)


def shut_out(db: Database, user_name: str, now: datetime) -> None:
    """Let somebody in no more, from this moment on. Raises PersonRefused."""
    with db.begin() as session:
        user = _known(session, user_name)
        user.disabled_at = user.disabled_at or now
        _end_sessions(session, user, "disabled", now)
        audit.record(session, kind="desk:person:disabled", at=now, subject=user.ref)


def everybody(db: Database) -> list[DeskUser]:
    """Return who works or has worked at the desk."""
    with db.read() as session:
        return list(session.exec(select(DeskUser).order_by(col(DeskUser.user_name))))


def new_seed() -> str:
    """Return a seed for an authenticator app."""
    return base64.b32encode(secrets.token_bytes(SEED_BYTES)).decode()


def enrolment_uri(user_name: str, seed: str) -> str:
    """Return the address that an authenticator app takes a seed from."""
    issuer = f"{settings.brand.name} {ISSUER}"
    return TOTP(seed).provisioning_uri(name=user_name, issuer_name=issuer)


def place(ref: str) -> dict[str, str]:
    """Return where a seed is sealed."""
    return {"table": "desk_user", "column": "seed_sealed", "row": ref}


def _named(session: Session, user_name: str) -> DeskUser | None:
    return session.exec(select(DeskUser).where(col(DeskUser.user_name) == user_name)).one_or_none()


def _known(session: Session, user_name: str) -> DeskUser:
    user = _named(session, user_name.strip().lower())
    if user is None:
        raise PersonRefused("Nobody at the desk has this user name.")
    return user


def _end_sessions(session: Session, user: DeskUser, why: str, now: datetime) -> None:
    theirs = select(DeskSession).where(
        col(DeskSession.user_id) == user.id, col(DeskSession.ended_at).is_(None)
    )
    for row in session.exec(theirs):
        row.ended_at, row.ended_for = now, why
