"""The ten codes on paper, each of which stands in for a second factor once (security.md Q1)."""

import re
import secrets
from datetime import datetime
from functools import cache

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from finance_portal.db import Database
from finance_portal.language import say, sentence
from finance_portal.models.factors import RecoveryCode
from finance_portal.models.security import Login
from finance_portal.services import keys
from finance_portal.services.keyed_hash import keyed_hash
from finance_portal.services.one_time_codes import CodeRefused

COUNT = 10
GROUPS = 4  # of four characters of five bits: 80 bits
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
MISREAD = str.maketrans("oil", "011")  # no code has these letters, so they were meant as digits
LONGEST_TYPED = 80

WRONG = sentence(
    "That recovery code is not right, or it was used before. Each one works once. Please "
    "check it, or try the next one on your list."
)


class RecoveryCodes:
    """All recovery codes, under one key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def make(self, session: Session, login_id: int, now: datetime) -> list[str]:
        """Return a new set, to be shown once. The old set dies."""
        session.execute(select(Login).where(col(Login.id) == login_id).with_for_update())
        session.execute(delete(RecoveryCode).where(col(RecoveryCode.login_id) == login_id))
        codes = [_random_code() for _ in range(COUNT)]
        session.add_all(
            RecoveryCode(login_id=login_id, code_hash=self._hashed(login_id, code), created_at=now)
            for code in codes
        )
        session.flush()
        return codes

    def use(self, db: Database, login_id: int, code: str, now: datetime) -> int:
        """Use one code up and return how many are left. Raises CodeRefused."""
        hashed = self._hashed(login_id, code)
        with db.begin() as session:
            used = session.scalars(
                update(RecoveryCode)
                .where(
                    col(RecoveryCode.login_id) == login_id,
                    col(RecoveryCode.code_hash) == hashed,
                    col(RecoveryCode.used_at).is_(None),
                )
                .values(used_at=now)
                .returning(col(RecoveryCode.id))
            ).all()
            if len(used) != 1:
                raise CodeRefused("wrong", say(WRONG))
            return self.left(session, login_id)

    def left(self, session: Session, login_id: int) -> int:
        """Return how many codes of a login still work."""
        unused = select(func.count(col(RecoveryCode.id))).where(
            col(RecoveryCode.login_id) == login_id, col(RecoveryCode.used_at).is_(None)
        )
        return session.scalar(unused) or 0

    def _hashed(self, login_id: int, typed: str) -> str:
        return keyed_hash(self._key, str(login_id), _canonical(typed))


@cache
def live_recovery_codes() -> RecoveryCodes:
    """Return the recovery codes of this installation."""
    return RecoveryCodes(keys.derive("recovery code"))


def _random_code() -> str:
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(GROUPS))


def _canonical(typed: str) -> str:
    """Return the one form of a code, however it was typed."""
    if len(typed) > LONGEST_TYPED:
        return ""
    return re.sub(r"[\s-]", "", typed).lower().translate(MISREAD)
