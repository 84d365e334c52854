"""Migrations of the portal's own tables, the same chain on SQLite and on PostgreSQL."""

from typing import Any

from alembic import context
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlmodel import SQLModel

import finance_portal.models  # noqa: F401  fills the metadata
from finance_portal.db import Database
from finance_portal.models.base import UtcDateTime
from finance_portal.settings import settings


def render(kind: str, item: object, _autogen: object) -> str | bool:
    """Write our own column type as the plain SQL type that it is."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def migrate(url: str) -> None:
    """Bring the database at `url` to the target revision."""
    database = Database(url)
    on_sqlite = database.engine.dialect.name == "sqlite"
    if on_sqlite:
        event.listen(database.engine, "connect", keep_children)
    with database.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=SQLModel.metadata,
            render_as_batch=on_sqlite,
            render_item=render,
            compare_type=True,
            transactional_ddl=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        if on_sqlite:
            refuse_orphans(connection)
    if tables := context.config.attributes.pop("overwritten", set()):
        wipe(database.engine, tables)
    database.close()


def keep_children(connection: Any, _record: object) -> None:
    """Keep a batch rebuild, which drops the table, from cascading to the rows that refer to it."""
    connection.execute("PRAGMA foreign_keys=OFF")


def refuse_orphans(connection: Connection) -> None:
    """Raise RuntimeError when a migration has left rows whose parent is gone."""
    if orphans := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        raise RuntimeError(f"rows without a parent after migrating: {orphans}")


def wipe(engine: Engine, tables: set[str]) -> None:
    """Leave nothing in unused space of what a migration has overwritten in these tables."""
    raw = engine.raw_connection()
    raw.rollback()  # no statement of these runs within a transaction
    if engine.dialect.name == "sqlite":
        raw.cursor().execute("VACUUM")
    else:
        raw.driver_connection.autocommit = True
        for table in sorted(tables):
            raw.cursor().execute(f"VACUUM FULL {table}")
    raw.close()


migrate(context.get_x_argument(as_dictionary=True).get("url", settings.url_of_database))
