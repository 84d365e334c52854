"""Addresses as they are kept: sealed, each with the row that it belongs to."""

import json
import secrets
from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Literal

from sqlmodel import Session, col, select

from finance_portal.domain.addresses import Address
from finance_portal.models.profile import PostalAddress
from finance_portal.services.vault import Vault, live_vault

Kind = Literal["mailing", "garaging"]
REF_BYTES = 12


def row_of(
    address: Address,
    *,
    borrower_id: int,
    kind: Kind,
    now: datetime,
    is_changed: bool = False,
    vault: Vault | None = None,
) -> PostalAddress:
    """Return the row of an address that counts from now on."""
    ref = secrets.token_hex(REF_BYTES)
    sealed = (vault or live_vault()).seal(written(address), **_place(ref))
    return PostalAddress(
        ref=ref,
        borrower_id=borrower_id,
        kind=kind,
        address_sealed=sealed,
        since=now,
        is_changed=is_changed,
    )


def opened(row: PostalAddress) -> Address:
    """Return the address of a row. Raises SealBroken."""
    return read(live_vault().open(row.address_sealed, **_place(row.ref)))


def written(address: Address) -> str:
    """Return an address as it is sealed."""
    return json.dumps(asdict(address))


def read(text: str) -> Address:
    """Return the address that was written."""
    return Address(**json.loads(text))


def current(session: Session, borrower_id: int, kind: Kind) -> PostalAddress | None:
    """Return where mail goes, or where the vehicle is kept; None where nothing was said."""
    return session.exec(
        select(PostalAddress).where(
            col(PostalAddress.borrower_id) == borrower_id,
            col(PostalAddress.kind) == kind,
            col(PostalAddress.until).is_(None),
        )
    ).one_or_none()


def mailing_lines(session: Session, borrower_ids: Collection[int]) -> Mapping[int, tuple[str, ...]]:
    """Return the lines of the mailing address of each borrower who has one."""
    rows = session.exec(
        select(PostalAddress).where(
            col(PostalAddress.borrower_id).in_(borrower_ids),
            col(PostalAddress.kind) == "mailing",
            col(PostalAddress.until).is_(None),
        )
    )
    return {row.borrower_id: opened(row).lines for row in rows}


def _place(ref: str) -> dict[str, str]:
    return {"table": "postal_address", "column": "address_sealed", "row": ref}
