"""Many rows of one table at once, as fast as the driver takes them: what the nightly jobs write.

SQLAlchemy looks at every value of every row; here a column's type is asked once for all of them.
SQLite gets one row after the other, PostgreSQL an array for each column.
"""

from collections.abc import Sequence
from typing import Any, TypeAlias

from sqlalchemy import Column, Dialect, String, Table
from sqlmodel import Session

Values: TypeAlias = dict[str, Any]


def insert_many(
    session: Session,
    table: Table,
    rows: Sequence[Values],
    *,
    over: Sequence[str] = (),
    changed: Sequence[str] = (),
) -> int:
    """Insert rows, which all have the same columns; return how many were written.

    A row that is there already, by any unique key, is left as it is; or else, by the key `over`,
    its columns `changed` are written over.
    """
    if not rows:
        return 0
    names, dialect = list(rows[0]), session.get_bind().dialect
    marks = ", ".join("?" for _ in names)
    source = f"VALUES ({marks})" if _is_sqlite(dialect) else _arrays(dialect, table, names)
    update = ", ".join(f"{name} = excluded.{name}" for name in changed)
    conflict = f"({', '.join(over)}) DO UPDATE SET {update}" if changed else "DO NOTHING"  # nosec B608
    statement = f"INSERT INTO {table.name} ({_listed(names)}) {source} ON CONFLICT {conflict}"  # nosec B608
    return _execute(session, statement, _columns(dialect, table, names, rows))


def update_many(
    session: Session, table: Table, rows: Sequence[Values], *, by: Sequence[str]
) -> int:
    """Change rows that are found by some of the columns; return how many were found."""
    if not rows:
        return 0
    dialect, changed = session.get_bind().dialect, [name for name in rows[0] if name not in by]
    names = [*changed, *by]
    source = "" if _is_sqlite(dialect) else f" FROM ({_arrays(dialect, table, names)}) AS new"
    new = "?" if _is_sqlite(dialect) else "new.{}"
    changes = ", ".join(f"{name} = {new.format(name)}" for name in changed)
    found = " AND ".join(f"{table.name}.{name} = {new.format(name)}" for name in by)
    statement = f"UPDATE {table.name} SET {changes}{source} WHERE {found}"  # noqa: S608  # nosec B608
    return _execute(session, statement, _columns(dialect, table, names, rows))


def _execute(session: Session, statement: str, columns: list[list[Any]]) -> int:
    connection = session.connection()
    rows = list(zip(*columns, strict=True)) if _is_sqlite(connection.dialect) else tuple(columns)
    return connection.exec_driver_sql(statement, rows).rowcount


def _columns(
    dialect: Dialect, table: Table, names: list[str], rows: Sequence[Values]
) -> list[list[Any]]:
    return [_bound(dialect, table.c[name], [row[name] for row in rows]) for name in names]


def _bound(dialect: Dialect, column: Column[Any], values: list[Any]) -> list[Any]:
    """Return the values of a column as the driver wants them: few dates and moments, many rows."""
    bind = column.type.dialect_impl(dialect).bind_processor(dialect)
    if bind is None:
        return values
    bound = {value: bind(value) for value in set(values)}
    return [bound[value] for value in values]


def _arrays(dialect: Dialect, table: Table, names: list[str]) -> str:
    """Return a query of the rows that an array for each column makes."""
    arrays = ", ".join(f"%s::{_array_type(dialect, table.c[name])}" for name in names)
    return f"SELECT * FROM unnest({arrays}) AS new ({_listed(names)})"  # noqa: S608  # nosec B608


def _array_type(dialect: Dialect, column: Column[Any]) -> str:
    """Return the type of an array. Of text without its length: a cast would cut it silently."""
    is_text = isinstance(column.type, String)
    return "text[]" if is_text else f"{column.type.compile(dialect=dialect)}[]"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)  # one of them is a word of SQL


def _is_sqlite(dialect: Dialect) -> bool:
    return dialect.name == "sqlite"
