"""What all tables share: names of constraints, keys, instants, and honest types on SQLite."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    String,
    Table,
    types,
)
from sqlalchemy.ext.compiler import compiles
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

STRICT = {"sqlite_strict": True}  # SQLite otherwise takes text in a column of cents

BIG = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers only INTEGER primary keys


class UtcDateTime(types.TypeDecorator[datetime]):
    """An aware instant, stored in UTC on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Convert to UTC. Raises ValueError for a naive datetime."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored instant must be aware")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Return the instant aware, whatever the driver made of it."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


@compiles(types.BigInteger, "sqlite")
@compiles(types.SmallInteger, "sqlite")
@compiles(types.Boolean, "sqlite")
def _integer(_type: object, _compiler: object, **_: object) -> str:
    return "INTEGER"


@compiles(types.String, "sqlite")
@compiles(types.Text, "sqlite")
@compiles(types.Date, "sqlite")
@compiles(types.DateTime, "sqlite")
@compiles(types.JSON, "sqlite")
def _text(_type: object, _compiler: object, **_: object) -> str:
    return "TEXT"


def key() -> Any:
    """Return the field of a primary key that the database numbers."""
    return Field(default=None, sa_column=Column(BIG, primary_key=True))


def refers(target: str, *, index: bool = True, **column: Any) -> Any:
    """Return the field of a foreign key, such as `refers("contract.id")`."""
    nullable = column.pop("nullable", False)
    return Field(
        default=None if nullable else ...,
        sa_column=Column(BIG, ForeignKey(target), index=index, nullable=nullable, **column),
    )


def cents(**column: Any) -> Any:
    """Return the field of an amount of money in whole cents."""
    nullable = column.get("nullable", False)
    return Field(
        default=None if nullable else 0,
        sa_column=Column(BigInteger, **{"nullable": False, **column}),
    )


def instant(**column: Any) -> Any:
    """Return the field of a moment in UTC."""
    nullable = column.get("nullable", False)
    return Field(
        default=None if nullable else ...,
        sa_column=Column(UtcDateTime, **{"nullable": False, **column}),
    )


def text(length: int, **column: Any) -> Any:
    """Return the field of a short text of at most `length` characters."""
    nullable = column.get("nullable", False)
    default = column.pop("default", None if nullable else ...)
    return Field(default=default, sa_column=Column(String(length), **{"nullable": False, **column}))


def table_of(model: type[SQLModel]) -> Table:
    """Return the table behind a model, for statements over many rows."""
    return SQLModel.metadata.tables[str(model.__tablename__)]
