"""The secret in a notice by which its receiver can say "this wasn't me": once, for 72 hours (X6).

It stands in the fragment of a link, which a browser sends to no server, so that it is in no log.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlmodel import col

from finance_portal.language import say
from finance_portal.models.factors import UndoLink
from finance_portal.services import keys
from finance_portal.settings import settings

LIFE = timedelta(hours=72)
PAGE = "/not-me"  # its script reads the fragment


class LinkDead(Exception):
    """The link was used, is older than 72 hours, or was never ours; fit for the borrower."""


@dataclass(frozen=True)
class Objection:
    """What somebody says was not them."""

    login_id: int
    about: str  # the kind of the event that was told
    since: datetime  # when it happened: what came after it is not trusted either


class UndoLinks:
    """The links of one installation."""

    def __init__(self, *, key: bytes, origin: str) -> None:
        self._key = key
        self._origin = origin

    def make(self, session: Session, *, login_id: int, about: str, now: datetime) -> str:
        """Return a link for the notice about something that happened just now."""
        secret = secrets.token_urlsafe(32)
        session.add(
            UndoLink(
                login_id=login_id,
                secret_hash=self._hashed(secret),
                about=about,
                created_at=now,
                expires_at=now + LIFE,
            )
        )
        return f"{self._origin}{PAGE}#{secret}"

    def use(self, session: Session, secret: str, *, now: datetime) -> Objection:
        """Use a link up, and return what it objects to. Raises LinkDead."""
        used = session.scalar(
            update(UndoLink)
            .where(
                col(UndoLink.secret_hash) == self._hashed(secret),
                col(UndoLink.used_at).is_(None),
                col(UndoLink.expires_at) > now,
            )
            .values(used_at=now)
            .returning(UndoLink)
        )
        if used is None:
            raise LinkDead(say("This link has been used, or is older than 72 hours."))
        return Objection(used.login_id, used.about, since=used.created_at)

    def _hashed(self, secret: str) -> str:
        return hmac.digest(self._key, secret.encode(errors="replace"), hashlib.sha256).hex()


@cache
def live_undo_links() -> UndoLinks:
    """Return the links of this installation."""
    return UndoLinks(key=keys.derive("undo link"), origin=settings.public_origin)
