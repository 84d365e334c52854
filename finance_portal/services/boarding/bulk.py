"""Many rows at once: one statement for a table."""

from typing import Any, TypeAlias

from sqlalchemy import insert
from sqlmodel import Session, SQLModel

from finance_portal.db import reserve_keys
from finance_portal.models.base import table_of

Values: TypeAlias = dict[str, Any]


def values_of(row: SQLModel) -> Values:
    """Return a row's values but for its key, which is given when it is inserted."""
    return row.model_dump(exclude={"id"})


def insert_all(session: Session, table: type[SQLModel], values: list[Values]) -> list[int]:
    """Insert rows under keys that are reserved for them, put into `id`. Return the keys."""
    if not values:
        return []
    target = table_of(table)
    keys = reserve_keys(session, target, len(values))
    for key, row in zip(keys, values, strict=True):
        row["id"] = key
    session.connection().execute(insert(target), values)
    return keys
