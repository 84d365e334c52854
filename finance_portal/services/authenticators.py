"""Authenticator apps: codes of six digits that change every 30 seconds (security.md T1 to T3).

The code of the step before and of the one after are taken too, because clocks differ; but never
one of a step that was taken already, or of an earlier one.
"""

import base64
import hmac
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import segno
from pyotp import TOTP
from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from finance_portal.db import Database
from finance_portal.language import say, sentence
from finance_portal.models.factors import Authenticator
from finance_portal.models.security import Login
from finance_portal.services.one_time_codes import CodeRefused, read_digits
from finance_portal.services.vault import SealBroken, Vault

STEP_SECONDS = 30
ACCEPTED = (0, -1, 1)  # steps from now
FAR = 10  # steps within which a code tells that a clock is off
SEED_BYTES = 20
GROUP = 4
MOST = 5
CONFIRM_WITHIN = timedelta(minutes=15)
LONGEST_NAME = 60
NAME = sentence("Authenticator app")

OFF = sentence(
    "That code is from another time: the clock of your phone is off. Please set it to be "
    "set automatically, wait for the next code and type that one."
)
AGAIN = sentence("That code was used already. Please wait for the next one and type that.")
STALE = sentence("This took too long, or was begun in another window. Please begin again.")


class OutOfSync(CodeRefused):
    """A code of five minutes before or after now: a clock is off (T3). It opens nothing."""

    def __init__(self) -> None:
        super().__init__("wrong", say(OFF))


class TooManyAuthenticators(Exception):
    """This login has as many as it can; the message is fit for the borrower."""


@dataclass(frozen=True)
class Enrolment:
    """What a borrower is shown once to set an app up."""

    ref: str
    key_text: str = field(repr=False)  # in groups of four, to be typed
    qr_svg_data_uri: str = field(repr=False)


def begin(
    session: Session,
    vault: Vault,
    *,
    login: Login,
    owner: str,
    issuer: str,
    now: datetime,
    name: str = "",
) -> Enrolment:
    """Make a seed. It counts for nothing until `owner` confirms it by a code, in 15 minutes.

    Raises TooManyAuthenticators.
    """
    login_id = login.id or 0
    session.execute(delete(Authenticator).where(*_of(login_id), _unconfirmed()))
    if len(of_login(session, login_id)) >= MOST:
        raise TooManyAuthenticators(
            say(
                "You have {most} authenticator apps. Please remove one that you no longer use.",
                most=MOST,
            )
        )
    seed = base64.b32encode(secrets.token_bytes(SEED_BYTES)).decode()
    ref = secrets.token_hex(12)
    session.add(
        Authenticator(
            ref=ref,
            login_id=login_id,
            name=name.strip()[:LONGEST_NAME] or say(NAME),
            seed_sealed=vault.seal(seed, **_place(ref)),
            begun_by=owner,
            created_at=now,
        )
    )
    session.flush()
    return _enrolment(ref, seed, login.user_name, issuer)


def confirm(
    db: Database,
    vault: Vault,
    *,
    login_id: int,
    owner: str,
    ref: str,
    code: str,
    now: datetime,
    also: Callable[[Session], None] = lambda _session: None,
) -> None:
    """Put an app to use, by the first code that it shows. Raises CodeRefused or OutOfSync.

    `also` is done in the same transaction: who adds a factor is told of it, or it is not added.
    """
    mine = (
        *_of(login_id),
        _unconfirmed(),
        col(Authenticator.ref) == ref,
        col(Authenticator.begun_by) == owner,
        col(Authenticator.created_at) > now - CONFIRM_WITHIN,
    )
    with db.begin() as session:
        row = session.scalar(select(Authenticator).where(*mine))
        if row is None:
            raise CodeRefused("expired", say(STALE))
        step = _step(vault, [row], code, now)[1]
        if not _take(session, row, step, now, _unconfirmed(), confirmed_at=now):
            raise CodeRefused("expired", say(STALE))
        also(session)


def check(db: Database, vault: Vault, *, login_id: int, code: str, now: datetime) -> None:
    """Take a code of any app of this login, once. Raises CodeRefused or OutOfSync.

    Guesses are counted by whoever asks: `Budgets.take("factor:check", ...)`, before.
    """
    with db.begin() as session:
        row, step = _step(vault, of_login(session, login_id), code, now)
        if not _take(session, row, step, now, col(Authenticator.last_step) < step):
            raise CodeRefused("wrong", say(AGAIN))


def remove(session: Session, *, login_id: int, ref: str) -> bool:
    """Remove one app of this login. Return whether there was one."""
    mine = delete(Authenticator).where(*_of(login_id), col(Authenticator.ref) == ref)
    return len(session.scalars(mine.returning(col(Authenticator.id))).all()) == 1


def of_login(session: Session, login_id: int) -> Sequence[Authenticator]:
    """Return the apps that a login uses, the oldest first."""
    return session.scalars(
        select(Authenticator)
        .where(*_of(login_id), col(Authenticator.confirmed_at).is_not(None))
        .order_by(col(Authenticator.id))
    ).all()


def _of(login_id: int) -> tuple[ColumnElement[bool], ...]:
    return (col(Authenticator.login_id) == login_id,)


def _unconfirmed() -> ColumnElement[bool]:
    return col(Authenticator.confirmed_at).is_(None)


def _place(ref: str) -> dict[str, str]:
    return {"table": "authenticator", "column": "seed_sealed", "row": ref}


def _enrolment(ref: str, seed: str, account: str, issuer: str) -> Enrolment:
    address = TOTP(seed).provisioning_uri(name=account, issuer_name=issuer)
    drawing = segno.make_qr(address, error="m").svg_data_uri(scale=4, light="#fff", svgclass=None)
    groups = (seed[at : at + GROUP] for at in range(0, len(seed), GROUP))
    return Enrolment(ref, " ".join(groups), drawing)


def _step(
    vault: Vault, rows: Sequence[Authenticator], code: str, now: datetime
) -> tuple[Authenticator, int]:
    """Return whose code this is, and of which step. Raises CodeRefused or OutOfSync."""
    digits = read_digits(code)
    here = int(now.timestamp()) // STEP_SECONDS
    is_near = False
    for row in rows:
        try:
            app = TOTP(vault.open(row.seed_sealed, **_place(row.ref)))
        except SealBroken:  # the vault has raised the alarm; another app may still open
            continue
        for shift in ACCEPTED:
            if _is_code(app, here + shift, digits):
                return row, here + shift
        is_near |= any(_is_code(app, here + shift, digits) for shift in range(-FAR, FAR + 1))
    raise OutOfSync if is_near else CodeRefused("wrong")


def _is_code(app: TOTP, step: int, digits: str) -> bool:
    return hmac.compare_digest(app.generate_otp(step), digits)


def _take(
    session: Session,
    row: Authenticator,
    step: int,
    now: datetime,
    condition: ColumnElement[bool],
    **more: datetime,
) -> bool:
    """Move an app on to a step, if it still is as it was found. Return whether it was."""
    taken = session.scalars(
        update(Authenticator)
        .where(col(Authenticator.id) == row.id, condition)
        .values(last_step=step, last_used_at=now, **more)
        .returning(col(Authenticator.id))
    ).all()
    return len(taken) == 1
