"""Measure a night on many contracts, against set-based SQL that writes the same rows.

Every contract is a copy of one of a few, which were boarded and paid as any other. What the
processor does is left out: that takes as long as the processor takes.
"""

import asyncio
import multiprocessing
import resource
import shutil
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from multiprocessing.synchronize import Event
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import NullPool, create_engine, text
from sqlmodel import col, select

from finance_portal.db import Database
from finance_portal.domain.autopay import next_debit_on
from finance_portal.domain.calendar import EASTERN
from finance_portal.jobs import Round
from finance_portal.models.autopay import Autopay
from finance_portal.models.contracts import Contract
from finance_portal.services.autopay.plans import plan_of
from finance_portal.services.contracts import file_of
from finance_portal.services.nightly import runs
from tools import many
from tools.postgres import NoPostgres, postgres
from tools.steps import Refused, tool

NIGHT = datetime(2026, 11, 23, 1, tzinfo=EASTERN)  # a Monday: what fell due since Saturday goes out
STATEMENTS = Path(__file__).with_suffix(".sql")
OURS = ("refresh", "accrue", "scheduled payments", "autopay", "late charges", "bill")
WRITTEN = ("payment", "autopay_debit", "bill", "contract_event", "ledger_entry", "posting")
SANDBOX: Any = SimpleNamespace(name="stripe", livemode=False)
CLICK_EVERY_SECONDS = 0.02
JOBS_BUSY_MILLISECONDS = 60_000


def measure_night(contracts: int) -> None:
    """Measure a night on SQLite, and on PostgreSQL if there is one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder}/portal.db"
        _prepare(url, folder, contracts)
        shutil.copy(folder / "portal.db", folder / "other.db")
        _measure("SQLite", url, f"sqlite:///{folder}/other.db", contracts)
    try:
        with postgres() as server, tempfile.TemporaryDirectory() as name:
            urls = [
                server.set(database=each).render_as_string(hide_password=False)
                for each in ("jobs", "other")
            ]
            engine = create_engine(server, poolclass=NullPool, isolation_level="AUTOCOMMIT")
            with engine.connect() as connection:
                connection.execute(text("CREATE DATABASE jobs"))
                _prepare(urls[0], Path(name), contracts)
                connection.execute(text("CREATE DATABASE other TEMPLATE jobs"))
            _measure("PostgreSQL", urls[0], urls[1], contracts)
    except NoPostgres as missing:
        print(f"Night, PostgreSQL  not measured: {missing}")


def _prepare(url: str, folder: Path, contracts: int) -> None:
    """Make a portfolio on which the night before is over."""
    command.upgrade(Config("alembic.ini", cmd_opts=Namespace(x=[f"url={url}"])), "head")
    db = Database(url)
    many.board_few(db, folder, NIGHT.date())
    asyncio.run(_night(db, NIGHT - timedelta(days=1)))
    with db.begin() as session:
        for row in session.exec(select(Autopay).order_by(col(Autopay.id))).all():
            yesterday = NIGHT.date() - timedelta(days=1)
            position = file_of(session, session.get_one(Contract, row.contract_id)).position(
                yesterday
            )
            row.next_debit_on = next_debit_on(plan_of(row), position, yesterday)
    many.copy(db, contracts)
    db.close()


def _measure(name: str, url: str, other_url: str, contracts: int) -> None:
    db, other = Database(url, busy_milliseconds=JOBS_BUSY_MILLISECONDS), Database(other_url)
    began, at_work = time.perf_counter(), time.process_time()
    _in_sql(other)
    in_sql, sql_work = time.perf_counter() - began, time.process_time() - at_work
    with _clicks(url) as waits:
        began, at_work = time.perf_counter(), time.process_time()
        by_job = asyncio.run(_night(db, NIGHT))
        seconds, work = time.perf_counter() - began, time.process_time() - at_work
    rows, expected = _rows(db), _rows(other)
    for each in (db, other):
        each.close()
    if rows != expected:
        raise Refused(f"The night has written {rows}, SQL alone {expected}.")
    _tell(name, contracts, seconds, in_sql, rows, by_job, waits)
    print(f"  our own processor {work:.1f} s, of SQL alone {sql_work:.1f} s")


def _in_sql(db: Database) -> None:
    """Write the night's rows in one transaction, a statement for each table."""
    ahead = {"today": 0, "settles": 7, "billed": 21, "later": 28}
    days = {name: NIGHT.date() + timedelta(days=number) for name, number in ahead.items()}
    is_text = db.engine.dialect.name == "sqlite"
    told = {name: day.isoformat() if is_text else day for name, day in days.items()}
    with db.begin() as session:
        for statement in STATEMENTS.read_text().split(";")[:-1]:
            session.connection().execute(text(statement), told)


async def _night(db: Database, now: datetime) -> dict[str, float]:
    """Run what a night does in the database. Return the seconds of each job."""
    taken = dict[str, float]()
    for step in Round(db, SANDBOX, now).steps():
        if step.name not in OURS:
            continue
        began = time.perf_counter()
        tally = await runs.noted(db, step.name, step.job(), now=now)
        if tally is None or tally.set_aside:
            raise Refused(f"{step.name} has failed; why is written above.")
        taken[step.name] = taken.get(step.name, 0.0) + time.perf_counter() - began
    return taken


@contextmanager
def _clicks(url: str) -> Iterator[list[float]]:
    """Let another process write like a borrower, all the time; fill in how long each write took."""
    spawn = multiprocessing.get_context("spawn")
    stop, answers = spawn.Event(), spawn.SimpleQueue()
    borrower = spawn.Process(target=_click, args=(url, stop, answers))
    borrower.start()
    waits: list[float] = []
    answers.get()  # it is ready
    yield waits
    stop.set()
    waits += answers.get()
    borrower.join()


def _click(url: str, stop: Event, answers: "multiprocessing.SimpleQueue[list[float]]") -> None:
    db, waits = Database(url), list[float]()
    _write(db)
    answers.put([])
    while not stop.wait(CLICK_EVERY_SECONDS):
        began = time.perf_counter()
        _write(db)
        waits.append(time.perf_counter() - began)
    answers.put(waits)


def _write(db: Database) -> None:
    """Write what a click writes: a row of its own, in a transaction of its own."""
    with db.begin() as session:
        session.execute(text("UPDATE borrower SET phone = NULL WHERE id = 1"))


def _rows(db: Database) -> dict[str, int]:
    with db.read() as session:
        return {
            table: session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608  # nosec B608
            for table in WRITTEN
        }


def _tell(
    name: str,
    contracts: int,
    seconds: float,
    in_sql: float,
    rows: dict[str, int],
    by_job: dict[str, float],
    waits: list[float],
) -> None:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    waits = sorted(waits) or [0.0]
    print(
        f"Night, {name:<11} {contracts / seconds:,.0f} contracts per second,"
        f" {in_sql / seconds:.2f} of the speed of SQL alone ({seconds:.1f} and {in_sql:.1f} s):"
        f" {rows['payment']:,} debits, {rows['bill']:,} bills; {memory:,.0f} MB at most"
    )
    print("  by job           " + ", ".join(f"{job} {took:.1f} s" for job, took in by_job.items()))
    print(
        f"  a click writes   in {1000 * waits[len(waits) // 2]:.1f} ms in the middle,"
        f" {1000 * waits[len(waits) * 95 // 100]:.1f} ms for one in twenty,"
        f" {1000 * waits[-1]:.1f} ms at most ({len(waits):,} clicks)"
    )


if __name__ == "__main__":
    tool(lambda: measure_night(int(sys.argv[1])))
