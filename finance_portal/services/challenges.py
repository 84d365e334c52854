"""What a passkey must sign: random, for five minutes, once, for whoever asked for it (W1)."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlmodel import col
from webauthn.helpers import bytes_to_base64url

from finance_portal.models.factors import Challenge

LIFE = timedelta(minutes=5)
BYTES = 32


def issue(session: Session, *, owner: str, purpose: str, now: datetime) -> bytes:
    """Return a new challenge. `owner` is the ref of a session or of a way in."""
    challenge = secrets.token_bytes(BYTES)
    session.add(
        Challenge(
            owner=owner,
            purpose=purpose,
            value=bytes_to_base64url(challenge),
            created_at=now,
            expires_at=now + LIFE,
        )
    )
    return challenge


def take(session: Session, challenge: bytes, *, owner: str, purpose: str, now: datetime) -> bool:
    """Use a challenge up. Return False for one that is used, too old, or somebody else's."""
    taken = (
        update(Challenge)
        .where(
            col(Challenge.value) == bytes_to_base64url(challenge),
            col(Challenge.owner) == owner,
            col(Challenge.purpose) == purpose,
            col(Challenge.used_at).is_(None),
            col(Challenge.expires_at) > now,
        )
        .values(used_at=now)
        .returning(col(Challenge.id))
    )
    return session.scalar(taken) is not None
