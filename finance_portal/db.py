"""The engine, and what a transaction is. SQLite embedded, PostgreSQL scaled out, the same code.

SQLite gets `BEGIN IMMEDIATE` for every writing transaction: with the driver's own deferred BEGIN
two writers that read first lose updates, silently (docs/decisions/0003-two-databases.md).
"""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any

import pysqlite3.dbapi2
from sqlalchemy import (
    Connection,
    Engine,
    Select,
    Table,
    create_engine,
    event,
    func,
    make_url,
    orm,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

from finance_portal.settings import settings

BUSY_MILLISECONDS = 5_000
LOOKS_AGAIN_SECONDS = 0.001
FIRST_SAFE_SQLITE = (3, 51, 3)  # earlier ones can corrupt a WAL under concurrent checkpoints


@event.listens_for(orm.Session, "do_orm_execute")
def _read_what_is_locked(asked: orm.ORMExecuteState) -> None:
    """Read a row afresh with its lock: what was read before it may have changed meanwhile."""
    if isinstance(asked.statement, Select) and asked.statement._for_update_arg is not None:  # noqa: SLF001  there is no other way to ask
        asked.update_execution_options(populate_existing=True)


class Database:
    """One database. `begin` for what writes, `read` for what only looks."""

    def __init__(self, url: str, *, busy_milliseconds: int = BUSY_MILLISECONDS) -> None:
        self.engine = _engine(url, busy_milliseconds)
        # SQLite has one writer, and who waits for it polls: the threads of a process queue here.
        self._turn = threading.Lock() if self._is_sqlite else nullcontext()

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """Yield a session whose work is committed at the end, or rolled back on any exception."""
        with (
            self._turn,
            Session(self.engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Yield a session that never waits for a writer and must not write."""
        with (
            self.engine.connect().execution_options(readonly=True) as connection,
            Session(connection) as session,
        ):
            yield session

    @property
    def _is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def _engine(url: str, busy_milliseconds: int) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)  # no values in errors
    return _sqlite(url, busy_milliseconds)


def _sqlite(url: str, busy_milliseconds: int) -> Engine:
    if pysqlite3.dbapi2.sqlite_version_info < FIRST_SAFE_SQLITE:
        raise RuntimeError(f"SQLite {pysqlite3.dbapi2.sqlite_version} is older than 3.51.3")
    engine = create_engine(
        url,
        module=pysqlite3.dbapi2,
        connect_args={"timeout": busy_milliseconds / 1000},
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver sends no BEGIN; _begin does
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={busy_milliseconds}",
            "cache_size=-65536",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("readonly"):
            connection.exec_driver_sql("BEGIN")
        else:
            _take_turn(connection, busy_milliseconds)

    return engine


def _take_turn(connection: Connection, busy_milliseconds: int) -> None:
    """Begin to write as soon as nobody else does.

    SQLite by itself looks again after up to 100 ms: a click would wait for much longer than the
    chunk of a job takes that it waits for.
    """
    driver: Any = connection.connection.driver_connection
    deadline = time.monotonic() + busy_milliseconds / 1000
    driver.execute("PRAGMA busy_timeout=0")
    try:
        while _is_held(driver) and time.monotonic() < deadline:
            time.sleep(LOOKS_AGAIN_SECONDS)
        if not driver.in_transaction:
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # it says why not
    finally:
        driver.execute(f"PRAGMA busy_timeout={busy_milliseconds}")


def _is_held(driver: Any) -> bool:
    """Begin to write, unless somebody else is writing."""
    try:
        driver.execute("BEGIN IMMEDIATE")
    except pysqlite3.dbapi2.OperationalError as error:
        return "locked" in str(error)
    return False


def insert(session: orm.Session, table: type[SQLModel]) -> Any:
    """Return an INSERT of this database's dialect, for ON CONFLICT and many rows at once."""
    dialect = session.get_bind().dialect.name
    return (postgresql if dialect == "postgresql" else sqlite).insert(table)


def insert_plain(
    session: Session, table: Table, columns: Sequence[str], rows: Sequence[tuple[int | str, ...]]
) -> None:
    """Insert rows of numbers and text without a look at each value, which takes the longest."""
    mark = "%s" if session.get_bind().dialect.name == "postgresql" else "?"
    marks = ", ".join([mark] * len(columns))
    names = ", ".join(columns)
    session.connection().exec_driver_sql(
        f"INSERT INTO {table.name} ({names}) VALUES ({marks})",  # noqa: S608  our own names  # nosec B608
        list(rows),
    )


def reserve_keys(session: Session, table: Table, count: int) -> list[int]:
    """Return primary keys that nobody else will use, for rows that refer to each other.

    On SQLite they are free because this transaction holds the one lock.
    """
    if session.get_bind().dialect.name == "sqlite":
        last = session.connection().execute(select(func.max(table.c.id))).scalar() or 0
        return list(range(last + 1, last + 1 + count))
    sequence = func.pg_get_serial_sequence(table.name, "id")
    drawn = select(func.nextval(sequence)).select_from(func.generate_series(1, count))
    return list(session.connection().execute(drawn).scalars())


database = Database(settings.url_of_database)
