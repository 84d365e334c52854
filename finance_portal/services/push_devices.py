"""The browsers on which a borrower sees our notices: added, listed, dropped.

A browser is one borrower's at a time: whoever turns notices on in it takes it over, so that a
shared computer does not go on telling of somebody else.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlmodel import col, select

from finance_portal.db import Database
from finance_portal.gateways.push import AddressNotTaken, PushAddress
from finance_portal.models.notices import PushDevice
from finance_portal.notices.browsers import in_words
from finance_portal.services import audit
from finance_portal.services.client import Client
from finance_portal.services.sessions import SignedIn
from finance_portal.services.vault import Vault, live_vault

MOST = 10
WHAT = "push subscription"

__all__ = ["AddressNotTaken", "Device", "add", "devices_of", "drop", "listed", "subscription_of"]


class TooManyDevices(Exception):
    """Somebody has as many devices as there may be."""


@dataclass(frozen=True, kw_only=True)
class Device:
    """A browser, as its owner sees it."""

    ref: str
    name: str
    added_at: datetime


def add(
    db: Database, who: SignedIn, address: PushAddress, *, client: Client, now: datetime
) -> None:
    """Show notices in this browser from now on. Raises TooManyDevices."""
    text = json.dumps([address.endpoint, address.p256dh, address.auth])
    vault, ref = live_vault(), secrets.token_hex(12)
    with db.begin() as session:
        found = col(PushDevice.subscription_index).in_(vault.indexes(text, what=WHAT))
        session.connection().execute(delete(PushDevice).where(found))
        if len(devices_of(session, who.borrower_id)) >= MOST:
            raise TooManyDevices
        session.add(
            PushDevice(
                ref=ref,
                borrower_id=who.borrower_id,
                subscription_sealed=vault.seal(
                    text, table="push_device", column="subscription_sealed", row=ref
                ),
                subscription_index=subscription_index(vault, text),
                name=in_words(client.user_agent),
                added_at=now,
            )
        )
        _note(session, who, "push:device:added", ref, client, now)


def drop(db: Database, who: SignedIn, ref: str, *, client: Client, now: datetime) -> None:
    """Show notices there no more. A device that is not theirs, or is gone, stays as it is."""
    with db.begin() as session:
        mine = (col(PushDevice.ref) == ref, col(PushDevice.borrower_id) == who.borrower_id)
        if session.connection().execute(delete(PushDevice).where(*mine)).rowcount:
            _note(session, who, "push:device:removed", ref, client, now)


def forget(db: Database, ref: str) -> None:
    """Drop a device of which its push service says that it is gone."""
    with db.begin() as session:
        session.connection().execute(delete(PushDevice).where(col(PushDevice.ref) == ref))


def listed(db: Database, *, borrower_id: int) -> list[Device]:
    """Return somebody's devices, in the order in which they were added."""
    with db.read() as session:
        return [
            Device(ref=row.ref, name=row.name, added_at=row.added_at)
            for row in devices_of(session, borrower_id)
        ]


def devices_of(session: Session, borrower_id: int) -> list[PushDevice]:
    """Return the rows of somebody's devices."""
    mine = select(PushDevice).where(col(PushDevice.borrower_id) == borrower_id)
    return list(session.scalars(mine.order_by(col(PushDevice.id))))


def subscription_of(db: Database, ref: str) -> PushAddress | None:
    """Return where a device is reached; None when it was dropped. Raises vault.SealBroken."""
    with db.read() as session:
        row = session.scalar(select(PushDevice).where(col(PushDevice.ref) == ref))
    if row is None:
        return None
    place = {"table": "push_device", "column": "subscription_sealed", "row": row.ref}
    endpoint, p256dh, auth = json.loads(live_vault().open(row.subscription_sealed, **place))
    return PushAddress(endpoint=endpoint, p256dh=p256dh, auth=auth)


def subscription_index(vault: Vault, text: str) -> str:
    """Return what a subscription is found by."""
    return vault.index(text, what=WHAT)


def _note(
    session: Session, who: SignedIn, kind: str, ref: str, client: Client, now: datetime
) -> None:
    audit.record(
        session,
        kind=kind,
        at=now,
        client=client,
        login_id=who.login_id,
        session_ref=who.session_id,
        subject=ref,
    )
