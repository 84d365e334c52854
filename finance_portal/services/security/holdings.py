"""Everything that opens a borrower's door, as the security page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from finance_portal.models.contracts import Contract
from finance_portal.models.factors import Authenticator, Passkey, TrustedDevice
from finance_portal.models.security import Login, PortalSession
from finance_portal.services import authenticators, contracts, passkeys
from finance_portal.services.security.desk import SecurityDesk


@dataclass(frozen=True)
class Holdings:
    """What one login has."""

    login: Login
    sessions: Sequence[PortalSession]  # open ones, the last used first
    devices: Sequence[TrustedDevice]
    authenticators: Sequence[Authenticator]
    passkeys: Sequence[Passkey]
    recovery_codes_left: int
    contracts: Sequence[Contract]


def holdings(desk: SecurityDesk, *, login_id: int, now: datetime) -> Holdings:
    """Return what a login has."""
    with desk.db.read() as session:
        login = session.get_one(Login, login_id)
        opened = _opened(session, login_id)
        found = Holdings(
            login=login,
            sessions=opened,
            devices=desk.devices.of_login(session, login_id, now),
            authenticators=authenticators.of_login(session, login_id),
            passkeys=passkeys.of_login(session, login_id),
            recovery_codes_left=desk.recovery_codes.left(session, login_id),
            contracts=contracts.contracts_of(session, login.borrower_id),
        )
        session.expunge_all()
    standing = desk.sessions.standings([row.ref for row in opened], now=now)
    live = [row for row in opened if standing[row.ref] != "over"]
    return replace(found, sessions=live)


def _opened(session: Session, login_id: int) -> Sequence[PortalSession]:
    return session.scalars(
        select(PortalSession)
        .where(col(PortalSession.login_id) == login_id, col(PortalSession.revoked_at).is_(None))
        .order_by(col(PortalSession.last_seen_at).desc())
    ).all()
