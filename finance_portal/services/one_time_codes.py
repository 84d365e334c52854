"""Codes of six digits that are sent by mail or text message (security.md C1 to C3).

A code is bound to who asked for it, what for, and the contact it went to. Only the newest works,
five times it may be tried, for ten minutes, and once.
"""

import hmac
import re
import secrets
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from finance_portal.db import Database
from finance_portal.language import say, sentence
from finance_portal.models.factors import OneTimeCode
from finance_portal.services import keys
from finance_portal.services.keyed_hash import keyed_hash

LIFE = timedelta(minutes=10)
MOST_TRIES = 5
DIGITS = 6
LONGEST_TYPED = 40

WRONG = sentence("That code is not right. Please check it and type it again.")
EXPIRED = sentence("That code no longer works. Please ask for a new one.")
USED_UP = sentence("That code was tried too often. Please ask for a new one.")
SENTENCES = {"wrong": WRONG, "expired": EXPIRED, "used_up": USED_UP}


class CodeRefused(Exception):
    """The code opens nothing; the message is fit for the borrower.

    `reason` is "wrong" (another try may be right), "expired" or "used_up" (a new code is needed).
    """

    def __init__(self, reason: str, sentence: str = "") -> None:
        super().__init__(sentence or say(SENTENCES[reason]))
        self.reason = reason


class OneTimeCodes:
    """All codes that were sent, under one key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def issue(
        self,
        session: Session,
        *,
        owner: str,
        purpose: str,
        channel: str,
        contact: str,
        now: datetime,
    ) -> str:
        """Return a new code to be sent to the contact. Older ones of owner and purpose die."""
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        session.execute(
            update(OneTimeCode)
            .where(
                col(OneTimeCode.owner) == owner,
                col(OneTimeCode.purpose) == purpose,
                col(OneTimeCode.used_at).is_(None),
            )
            .values(used_at=now)
        )
        session.add(
            OneTimeCode(
                owner=owner,
                purpose=purpose,
                channel=channel,
                contact_hash=keyed_hash(self._key, "contact", contact),
                code_hash=self._hashed(owner, purpose, contact, code),
                created_at=now,
                expires_at=now + LIFE,
            )
        )
        session.flush()
        return code

    def check(
        self, db: Database, *, owner: str, purpose: str, contact: str, code: str, now: datetime
    ) -> None:
        """Use up the code of this owner, for this purpose, sent to this contact.

        Raises CodeRefused. What cannot be a code, such as five digits, does not cost a try.
        """
        digits = read_digits(code)
        hashed = self._hashed(owner, purpose, contact, digits)
        with db.begin() as session:  # the try stays counted when the code is refused
            reason = _try(session, owner, purpose, hashed, now)
        if reason:
            raise CodeRefused(reason)

    def _hashed(self, owner: str, purpose: str, contact: str, code: str) -> str:
        return keyed_hash(self._key, "code", owner, purpose, contact, code)


def read_digits(typed: str) -> str:
    """Return the six digits of what was typed, without spaces and dashes. Raises CodeRefused."""
    digits = re.sub(r"[\s-]", "", typed[:LONGEST_TYPED])
    if not re.fullmatch(rf"[0-9]{{{DIGITS}}}", digits):
        raise CodeRefused(
            "wrong", say("The code has {digits} digits. Please type all of them.", digits=DIGITS)
        )
    return digits


@cache
def live_codes() -> OneTimeCodes:
    """Return the codes of this installation."""
    return OneTimeCodes(keys.derive("one-time code"))


def _try(session: Session, owner: str, purpose: str, hashed: str, now: datetime) -> str:
    """Count one try, compare, and use the code up. Return "", or why it is refused."""
    newest = _newest(session, owner, purpose)
    if newest is None:
        return "expired"
    counted = session.execute(
        update(OneTimeCode)
        .where(
            col(OneTimeCode.id) == newest,
            col(OneTimeCode.used_at).is_(None),
            col(OneTimeCode.expires_at) > now,
            col(OneTimeCode.tries) < MOST_TRIES,
        )
        .values(tries=col(OneTimeCode.tries) + 1)
        .returning(col(OneTimeCode.tries), col(OneTimeCode.code_hash))
    ).one_or_none()
    if counted is None:
        return _why_dead(session, newest, now)
    tries, stored = counted
    if not hmac.compare_digest(stored, hashed):
        return "wrong" if tries < MOST_TRIES else "used_up"
    return "" if _use_up(session, newest, now) else "expired"


def _use_up(session: Session, code_id: int, now: datetime) -> bool:
    used = session.scalars(
        update(OneTimeCode)
        .where(col(OneTimeCode.id) == code_id, col(OneTimeCode.used_at).is_(None))
        .values(used_at=now)
        .returning(col(OneTimeCode.id))
    ).all()
    return len(used) == 1


def _newest(session: Session, owner: str, purpose: str) -> int | None:
    return session.scalar(
        select(col(OneTimeCode.id))
        .where(col(OneTimeCode.owner) == owner, col(OneTimeCode.purpose) == purpose)
        .order_by(col(OneTimeCode.id).desc())
        .limit(1)
    )


def _why_dead(session: Session, newest: int, now: datetime) -> str:
    row = session.get_one(OneTimeCode, newest)
    is_live = row.used_at is None and row.expires_at > now
    return "used_up" if is_live else "expired"
