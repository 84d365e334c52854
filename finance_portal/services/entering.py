"""Somebody has shown enough: they get a session, and whoever should know of it is told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from finance_portal.models.security import Login, PortalSession
from finance_portal.notices import security as notices
from finance_portal.services import audit, deliveries
from finance_portal.services.client import Client
from finance_portal.services.proofs import Proof, joined
from finance_portal.services.sessions import NewSession, Sessions
from finance_portal.services.undo_links import live_undo_links

SIGNED_IN = "account:sign_in:success"
FAMILIAR_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Entered:
    """A browser that is signed in, and perhaps trusted from now on."""

    session: NewSession
    device_secret: str = ""

    def __repr__(self) -> str:
        return f"Entered({self.session.ref})"


def enter(
    session: Session,
    sessions: Sessions,
    *,
    login: Login,
    proven: Collection[Proof],
    client: Client,
    now: datetime,
    subject: str | None = None,
) -> NewSession:
    """Begin a session, write it into the history, and tell the borrower of a new place."""
    is_known = is_familiar(session, login.id, client, now)
    method = joined(*sorted(proven))
    new = sessions.begin(session, login=login, now=now, client=client, method=method)
    audit.record(
        session,
        kind=SIGNED_IN,
        at=now,
        client=client,
        login_id=login.id,
        session_ref=new.ref,
        subject=subject,
        method=method,
    )
    if not is_known:
        link = live_undo_links().make(session, login_id=login.id or 0, about=SIGNED_IN, now=now)
        words = notices.signed_in_somewhere_new(client=client, at=now, not_me=link)
        deliveries.tell(session, login, words, kind="signed_in_somewhere_new", now=now)
    return new


def is_familiar(session: Session, login_id: int | None, client: Client, now: datetime) -> bool:
    """Tell whether this login was entered from this address lately."""
    mine = col(PortalSession.login_id) == login_id
    lately = col(PortalSession.created_at) > now - FAMILIAR_FOR
    here = col(PortalSession.ip) == client.ip
    return session.scalar(select(PortalSession).where(mine, lately, here).limit(1)) is not None
