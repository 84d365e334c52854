"""Bring everything that is sealed under the current data key (K1), and its indexes with it.

A batch is a transaction of its own: stopped at any moment, the next run goes on with what is left.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, Update, bindparam, func, select, update
from sqlmodel import Session, SQLModel

from finance_portal.db import Database
from finance_portal.models.base import table_of
from finance_portal.models.contracts import Contract
from finance_portal.models.desk import DeskLook, DeskUser
from finance_portal.models.factors import Authenticator
from finance_portal.models.guest import GuestVisit
from finance_portal.models.messages import Message
from finance_portal.models.notices import Notice, PushDevice
from finance_portal.models.payments import PaymentMethod, ProcessorEvent
from finance_portal.models.people import Borrower
from finance_portal.models.profile import PaperMail, PostalAddress, Telephone
from finance_portal.models.requests import ServiceRequest
from finance_portal.models.threads import Attachment, Thread, ThreadMessage
from finance_portal.models.your_data import KeptPaper
from finance_portal.services import contracts, payment_methods, push_devices
from finance_portal.services.vault import SealBroken, Vault

BATCH = 500

Indexer = Callable[[Vault, str], str]


@dataclass(frozen=True)
class SealedColumn:
    """A column of sealed values, and the one by which they are found, where there is one."""

    model: type[SQLModel]
    name: str
    index: tuple[str, Indexer] | None = None
    row: tuple[str, ...] = ("ref",)  # what names the row: services/vault.py

    @property
    def table(self) -> Table:
        """Return the table that the column belongs to."""
        return table_of(self.model)

    def waits(self, vault: Vault) -> ColumnElement[bool]:
        """Return the condition for values that are sealed under another than the current key."""
        column = self.table.c[self.name]
        return column.is_not(None) & ~column.startswith(vault.mark, autoescape=True)


SEALED = (
    SealedColumn(Contract, "number_sealed", ("number_index", contracts.number_index)),
    SealedColumn(Contract, "source_sealed"),
    SealedColumn(Borrower, "tax_id_sealed"),
    SealedColumn(
        PaymentMethod,
        "fingerprint_sealed",
        ("fingerprint_index", payment_methods.fingerprint_index),
    ),
    SealedColumn(ProcessorEvent, "body_sealed", row=("processor", "event")),
    SealedColumn(Authenticator, "seed_sealed"),
    SealedColumn(Message, "to_sealed"),
    SealedColumn(Message, "words_sealed"),
    SealedColumn(Message, "subject_sealed"),
    SealedColumn(Notice, "words_sealed"),
    SealedColumn(
        PushDevice,
        "subscription_sealed",
        ("subscription_index", push_devices.subscription_index),
    ),
    SealedColumn(GuestVisit, "email_sealed"),
    SealedColumn(ServiceRequest, "details_sealed"),
    SealedColumn(KeptPaper, "original_sealed"),
    SealedColumn(PostalAddress, "address_sealed"),
    SealedColumn(Telephone, "number_sealed"),
    SealedColumn(PaperMail, "to_sealed"),
    SealedColumn(Thread, "subject_sealed"),
    SealedColumn(ThreadMessage, "words_sealed"),
    SealedColumn(Attachment, "name_sealed"),
    SealedColumn(Attachment, "key_sealed"),
    SealedColumn(DeskUser, "seed_sealed"),
    SealedColumn(DeskLook, "note_sealed"),
)


@dataclass
class Rotated:
    """How many values were sealed anew, and where those stand that cannot be opened."""

    done: int = 0
    broken: list[str] = field(default_factory=list)


def waiting(db: Database, vault: Vault) -> int:
    """Return how many values are sealed under another than the current key."""
    with db.read() as session:
        return sum(
            session.connection()
            .execute(select(func.count()).select_from(one.table).where(one.waits(vault)))
            .scalar_one()
            for one in SEALED
        )


def rotate(
    db: Database, vault: Vault, *, progress: Callable[[int], None] = lambda _done: None
) -> Rotated:
    """Seal anew what is not under the current key. What does not open is told, and left as it is.

    `progress` is told after each batch how many are done.
    """
    rotated = Rotated()
    for one in SEALED:
        last: int | None = 0
        while last is not None:
            last = _batch(db, vault, one, last, rotated)
            progress(rotated.done + len(rotated.broken))
    return rotated


def _batch(
    db: Database, vault: Vault, one: SealedColumn, after: int, rotated: Rotated
) -> int | None:
    """Seal the next values anew. Return the last one's key, or None when there were no more."""
    with db.begin() as session:
        rows = _rows(session, vault, one, after)
        changes = [
            change for row in rows if (change := _change(vault, one, row, rotated)) is not None
        ]
        if changes:
            session.connection().execute(_statement(one), changes)
    rotated.done += len(changes)
    return rows[-1].id if rows else None


def _rows(session: Session, vault: Vault, one: SealedColumn, after: int) -> Sequence[Row[Any]]:
    names = ("id", one.name, *one.row)
    return (
        session.connection()
        .execute(
            select(*(one.table.c[name] for name in names))
            .where(one.table.c.id > after, one.waits(vault))
            .order_by(one.table.c.id)
            .limit(BATCH)
        )
        .all()
    )


def _change(
    vault: Vault, one: SealedColumn, row: Row[Any], rotated: Rotated
) -> dict[str, Any] | None:
    """Return what is to be stored of a value, or None if it does not open."""
    values = row._mapping  # noqa: SLF001  its documented, public name
    before = values[one.name]
    place = {
        "table": one.table.name,
        "column": one.name,
        "row": ":".join(values[name] for name in one.row),
    }
    try:
        text = vault.open(before, **place)
    except SealBroken as broken:
        rotated.broken.append(str(broken))
        return None
    change = {"the_id": row.id, "before": before, "after": vault.seal(text, **place)}
    return change | ({"found_by": one.index[1](vault, text)} if one.index else {})


def _statement(one: SealedColumn) -> Update:
    """Return the change of one value, which does nothing if somebody else has changed it since."""
    values: dict[str, ColumnElement[Any]] = {one.name: bindparam("after")}
    if one.index:
        values[one.index[0]] = bindparam("found_by")
    columns = one.table.c
    return (
        update(one.table)
        .where(columns.id == bindparam("the_id"), columns[one.name] == bindparam("before"))
        .values(values)
    )
