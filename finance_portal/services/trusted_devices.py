"""Browsers that are not asked for a second factor for 30 days (security.md S3).

The cookie holds a random secret; the row holds its keyed hash, made with the login it is for. A
trusted browser never stands in for a step-up.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from finance_portal.models.factors import TrustedDevice
from finance_portal.models.security import Login
from finance_portal.services import keys
from finance_portal.services.client import Client
from finance_portal.services.keyed_hash import keyed_hash

LIFE = timedelta(days=30)
LONGEST_SECRET = 100


class TrustedDevices:
    """All trusted browsers, under one key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def trust(self, session: Session, *, login_id: int, client: Client, now: datetime) -> str:
        """Trust a browser for this login. Return the secret for its cookie."""
        secret = secrets.token_urlsafe(32)
        session.add(
            TrustedDevice(
                ref=secrets.token_hex(12),
                login_id=login_id,
                secret_hash=self._hashed(login_id, secret),
                created_at=now,
                expires_at=now + LIFE,
                ip=client.ip,
                user_agent=client.user_agent,
            )
        )
        session.flush()
        return secret

    def recognise(
        self, session: Session, secret: str, *, login_id: int, now: datetime
    ) -> str | None:
        """Return the public id of the browser that holds this secret, or None.

        Notes when it was last used, so it needs a session of `db.begin`.
        """
        if len(secret) > LONGEST_SECRET:
            return None
        return session.scalar(
            update(TrustedDevice)
            .where(
                col(TrustedDevice.secret_hash) == self._hashed(login_id, secret),
                *_live(login_id, now),
            )
            .values(last_used_at=now)
            .returning(col(TrustedDevice.ref))
        )

    def of_login(self, session: Session, login_id: int, now: datetime) -> Sequence[TrustedDevice]:
        """Return the browsers that a login trusts, the newest first."""
        newest_first = col(TrustedDevice.id).desc()
        return session.scalars(
            select(TrustedDevice).where(*_live(login_id, now)).order_by(newest_first)
        ).all()

    def revoke(self, session: Session, login_id: int, ref: str, now: datetime) -> bool:
        """Trust one browser of this login no longer. Return whether it was trusted."""
        return bool(_revoke(session, login_id, now, col(TrustedDevice.ref) == ref))

    def revoke_all(self, session: Session, login_id: int, now: datetime) -> int:
        """Trust no browser of this login. Return how many were trusted.

        Whoever changes a password or a second factor calls this (S3).
        """
        return _revoke(session, login_id, now)

    def _hashed(self, login_id: int, secret: str) -> str:
        return keyed_hash(self._key, str(login_id), secret)


@cache
def live_trusted_devices() -> TrustedDevices:
    """Return the trusted browsers of this installation."""
    return TrustedDevices(keys.derive("trusted device"))


def _live(login_id: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
    # Of the password that is in use now: a change of it voids them, whoever forgets to.
    password_is_older = exists().where(
        col(Login.id) == col(TrustedDevice.login_id),
        col(Login.password_set_at) <= col(TrustedDevice.created_at),
    )
    return (
        col(TrustedDevice.login_id) == login_id,
        col(TrustedDevice.revoked_at).is_(None),
        col(TrustedDevice.expires_at) > now,
        password_is_older,
    )


def _revoke(session: Session, login_id: int, now: datetime, *which: ColumnElement[bool]) -> int:
    revoked = session.scalars(
        update(TrustedDevice)
        .where(*_live(login_id, now), *which)
        .values(revoked_at=now)
        .returning(col(TrustedDevice.id))
    ).all()
    return len(revoked)
