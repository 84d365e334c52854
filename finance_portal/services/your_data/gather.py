"""Find every row of one borrower, and tell it as an export does."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, or_, select
from sqlmodel import Session

from finance_portal.models.base import table_of
from finance_portal.models.delegates import Delegation
from finance_portal.models.payments import Payment
from finance_portal.models.people import Borrower, Obligor
from finance_portal.models.requests import RequestSignature
from finance_portal.models.security import Login
from finance_portal.services.vault import Vault
from finance_portal.services.your_data.catalogue import KEPT, Kept
from finance_portal.services.your_data.values import told

AT_A_TIME = 500
REPORTED = {
    "payment": "payment",
    "retry": "payment",
    "method": "payment_method",
    "autopay": "autopay",
    "scheduled": "scheduled_payment",
    "sign_in": "login",
}
"""The table of each kind of a reported item."""
LAST_FOUR = "tax_id_sealed"  # K4: no more of it is ever taken along

Row = dict[str, Any]


class BorrowerGone(Exception):
    """There is no such borrower."""


@dataclass
class Gathered:
    """What belongs to one borrower: the keys of all their rows, and the way to the rows."""

    session: Session
    vault: Vault
    borrower_id: int
    keys: dict[str, list[int]] = field(default_factory=dict)
    _sets: dict[str, frozenset[int]] = field(default_factory=dict)

    def rows(self, kept: Kept) -> Iterator[Row]:
        """Yield the rows of a table as they are taken along, in the order of their keys."""
        sealed = [kept.table.c[name] for name in kept.opened]
        wanted = [*kept.columns, *sealed]
        place = kept.table.c.ref if "ref" in kept.table.c else kept.table.c[kept.key]
        for keys in chunks(self.keys[kept.name]):
            found = self.session.connection().execute(
                select(*wanted, place.label("the_place"))
                .where(kept.table.c[kept.key].in_(keys))
                .order_by(kept.table.c[kept.key])
            )
            for row in found.mappings():
                yield self._told(kept, row)

    def has(self, table: str, key: int) -> bool:
        """Tell whether a row is taken along."""
        return key in self._known(table)

    @property
    def count(self) -> int:
        """Return how many rows there are."""
        return sum(len(each) for each in self.keys.values())

    def _told(self, kept: Kept, row: Mapping[Any, Any]) -> Row:
        is_mine = self._is_mine(kept, row)
        left_out = frozenset() if is_mine else kept.of_others
        said = {
            column.name: told(self._reference(column, row[column.name]))
            for column in kept.columns
            if column.name not in left_out
        }
        if is_mine:
            for column, name in kept.opened.items():
                said[name] = self._opened(kept, column, row)
        return said

    def _is_mine(self, kept: Kept, row: Mapping[Any, Any]) -> bool:
        if kept.name == "borrower":
            return bool(row["id"] == self.borrower_id)
        if kept.owner not in kept.table.c:
            return True
        return bool(row[kept.owner] == self.borrower_id)

    def _reference(self, column: Any, value: Any) -> Any:
        """Return a value, but None for what refers to a row that is not taken along."""
        for reference in column.foreign_keys if column.nullable else ():
            if value not in self._known(reference.column.table.name):
                return None
        return value

    def _known(self, table: str) -> frozenset[int]:
        if table not in self._sets:
            self._sets[table] = frozenset(self.keys.get(table, ()))
        return self._sets[table]

    def _opened(self, kept: Kept, column: str, row: Mapping[Any, Any]) -> str | None:
        if row[column] is None:
            return None
        opened = self.vault.open(
            row[column], table=kept.name, column=column, row=str(row["the_place"])
        )
        return opened[-4:] if column == LAST_FOUR else opened


def gather(session: Session, vault: Vault, borrower_id: int) -> Gathered:
    """Find every row of a borrower. Raises BorrowerGone."""
    found = Gathered(session, vault, borrower_id)
    if session.get(Borrower, borrower_id) is None:
        raise BorrowerGone(str(borrower_id))
    for kept in KEPT:
        found.keys[kept.name] = sorted(_keys(found, kept))
    return found


def chunks(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield a few keys at a time: a statement takes only so many."""
    for start in range(0, len(keys), AT_A_TIME):
        yield keys[start : start + AT_A_TIME]


def _keys(found: Gathered, kept: Kept) -> set[int]:
    """Return the keys of the rows of a table that are taken along."""
    me = found.borrower_id
    match kept.name:
        case "borrower":
            return {me} | _others(found)
        case "contract":
            return set(_my_contracts(found))
        case "payment_method":
            return _methods(found)
        case "service_request":
            return _requests(found, kept)
        case "message":
            return set(_column(found, kept.table.c.id, _told_before(kept.table, me)))
        case "text_stop":
            return set(_column(found, kept.table.c.id, kept.table.c.phone.in_(_numbers(found))))
        case "reported_item":
            return _reported(found, kept)
    if kept.by == "borrower_id":
        return set(_column(found, kept.table.c[kept.key], kept.table.c.borrower_id == me))
    parent = next(iter(kept.table.c[kept.by].foreign_keys)).column.table.name
    also = _only_mine(kept, me)
    keys = set[int]()
    for some in chunks(found.keys[parent]):
        condition = kept.table.c[kept.by].in_(some)
        wanted = condition if also is None else and_(condition, also)
        keys |= set(_column(found, kept.table.c[kept.key], wanted))
    return keys


def _only_mine(kept: Kept, me: int) -> ColumnElement[bool] | None:
    """Return which rows are left out of a table that others who are bound have rows in."""
    if not kept.is_mine_alone and kept.name != "document":
        return None
    rows = kept.table.c
    match kept.name:
        case "document":
            return or_(rows.borrower_id.is_(None), rows.borrower_id == me)
        case "paper_mail":  # what waits would be posted twice
            return and_(rows.borrower_id == me, rows.printed_at.is_not(None))
        case "attachment":
            return and_(rows.borrower_id == me, rows.removed_at.is_(None))
    wanted: ColumnElement[bool] = rows.borrower_id == me
    return wanted


def _my_contracts(found: Gathered) -> list[int]:
    bonds = table_of(Obligor)
    return list(_column(found, bonds.c.contract_id, bonds.c.borrower_id == found.borrower_id))


def _others(found: Gathered) -> set[int]:
    """Return who else is bound by one's contracts, or was let in to them."""
    bound = _of(table_of(Obligor), "contract_id", _my_contracts(found))
    let_in = _of(table_of(Delegation), "contract_id", _my_contracts(found))
    helpers = _column(found, table_of(Delegation).c.delegate_id, let_in)
    return {
        *_column(found, table_of(Obligor).c.borrower_id, bound),
        *(each for each in helpers if each is not None),
    }


def _numbers(found: Gathered) -> list[str]:
    """Return the numbers that texts to somebody go to."""
    login, person = table_of(Login), table_of(Borrower)
    proven = _column(found, login.c.phone, login.c.borrower_id == found.borrower_id)
    on_file = _column(found, person.c.phone, person.c.id == found.borrower_id)
    return [each for each in (*proven, *on_file) if each]


def _reported(found: Gathered, kept: Kept) -> set[int]:
    """Return what somebody's reports are about, as far as that is taken along itself."""
    items = kept.table
    mine = items.c.request_id.in_(found.keys["service_request"])
    rows = found.session.connection().execute(
        select(items.c.id, items.c.kind, items.c.item_id).where(mine)
    )
    return {row.id for row in rows if found.has(REPORTED[row.kind], row.item_id)}


def _methods(found: Gathered) -> set[int]:
    """Return one's own methods, and those that others have paid with."""
    paid = table_of(Payment)
    methods = next(iter(paid.c.method_id.foreign_keys)).column.table
    own = set(_column(found, methods.c.id, methods.c.borrower_id == found.borrower_id))
    used = _of(paid, "contract_id", found.keys["contract"])
    return own | set(_column(found, paid.c.method_id, used))


def _requests(found: Gathered, kept: Kept) -> set[int]:
    """Return what one has asked for, and what one was asked to sign."""
    signatures = table_of(RequestSignature)
    signed = select(signatures.c.request_id).where(signatures.c.borrower_id == found.borrower_id)
    wanted = or_(kept.table.c.borrower_id == found.borrower_id, kept.table.c.id.in_(signed))
    bound = _of(kept.table, "contract_id", found.keys["contract"])
    return set(_column(found, kept.table.c.id, and_(wanted, bound)))


def _told_before(messages: Table, me: int) -> ColumnElement[bool]:
    """Return which messages have left, or never will: one that waits would be sent twice."""
    is_over = or_(messages.c.sent_at.is_not(None), messages.c.gave_up_at.is_not(None))
    return and_(messages.c.borrower_id == me, is_over)


def _of(table: Table, column: str, keys: Iterable[int]) -> ColumnElement[bool]:
    return table.c[column].in_(list(keys))  # of contracts, and nobody has many of those


def _column(found: Gathered, column: Any, wanted: ColumnElement[bool]) -> Iterable[Any]:
    return found.session.connection().execute(select(column).where(wanted)).scalars()
