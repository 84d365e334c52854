"""Which proofs a borrower has beside the password."""

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session
from sqlmodel import col

from finance_portal.models.factors import Authenticator, Passkey, RecoveryCode
from finance_portal.models.security import Login
from finance_portal.services.contacts import Channel
from finance_portal.services.proofs import STRONG, Proof

FLOOR = (Proof.EMAIL,)


def methods_of(session: Session, login: Login) -> tuple[Proof, ...]:
    """Return what a login can be proven with beside its password, the best first."""
    mine = login.id or 0
    there = {
        Proof.PASSKEY: _has(session, col(Passkey.login_id) == mine),
        Proof.AUTHENTICATOR: _has(
            session,
            (col(Authenticator.login_id) == mine) & col(Authenticator.confirmed_at).is_not(None),
        ),
        Proof.TEXT: login.phone is not None,
        Proof.EMAIL: login.email is not None,
        Proof.RECOVERY_CODE: _has(
            session, (col(RecoveryCode.login_id) == mine) & col(RecoveryCode.used_at).is_(None)
        ),
    }
    return tuple(proof for proof, is_there in there.items() if is_there)


def has_strong(session: Session, login: Login) -> bool:
    """Tell whether a login has anything that may step up what moves money (S1)."""
    return not STRONG.isdisjoint(methods_of(session, login))


def contact_of(login: Login, channel: Channel | None) -> str | None:
    """Return the proven address or number of a login."""
    return login.phone if channel == "text" else login.email


def _has(session: Session, which: ColumnElement[bool]) -> bool:
    return bool(session.scalar(select(exists().where(which))))
