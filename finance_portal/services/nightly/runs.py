"""When which job ran, what came of it, and whether the night of a business date is over."""

import asyncio
import logging
import time
from collections.abc import Awaitable
from datetime import datetime, timedelta

from sqlmodel import col, select

from finance_portal.db import Database
from finance_portal.models.contracts import Contract
from finance_portal.models.nightly import JobRun, SetAside
from finance_portal.services.nightly.work import Tally, reason_of

NIGHT = "night"
CONSTANT = {"news", "methods", "submit"}  # they have something to do all day long

log = logging.getLogger(__name__)


async def noted(db: Database, job: str, work: Awaitable[Tally], *, now: datetime) -> Tally | None:
    """Do some work and write down what came of it. None when it failed: the next run repeats it."""
    began = time.monotonic()
    try:
        tally = await work
    except Exception as error:
        log.exception("the job %r failed; the next run repeats it", job)
        await asyncio.to_thread(write_down, db, job, Tally(), began, now, failure=reason_of(error))
        return None
    if (tally.done and job not in CONSTANT) or tally.set_aside:
        await asyncio.to_thread(write_down, db, job, tally, began, now)
    return tally


def write_down(
    db: Database, job: str, tally: Tally, began: float, now: datetime, failure: str | None = None
) -> None:
    """Keep one run of a job. `began` is a moment of time.monotonic()."""
    taken = timedelta(seconds=time.monotonic() - began)
    with db.begin() as session:
        session.add(
            JobRun(
                job=job,
                business_date=now.date(),
                started_at=now,
                ended_at=None if failure else now + taken,
                done=tally.done,
                set_aside=tally.set_aside,
                failure=failure,
            )
        )


def end_night(db: Database, now: datetime) -> None:
    """Keep that everything has been done that is done once a day."""
    write_down(db, NIGHT, Tally(), time.monotonic(), now)


def is_night_over(db: Database, now: datetime) -> bool:
    """Tell whether everything that is done once a day has been done."""
    over = select(JobRun.id).where(
        col(JobRun.job) == NIGHT,
        col(JobRun.business_date) == now.date(),
        col(JobRun.ended_at).is_not(None),
    )
    with db.read() as session:
        return session.exec(over.limit(1)).first() is not None


def put_aside(db: Database) -> list[str]:
    """Return what waits for a person, in words for the desk: which job, which contract, why."""
    waiting = (
        select(SetAside, Contract.ref)
        .join(Contract, col(Contract.id) == SetAside.contract_id)
        .order_by(col(SetAside.id))
    )
    with db.read() as session:
        return [
            f"{row.at:%Y-%m-%d}  {row.job}: contract {ref}: {row.reason}"
            for row, ref in session.exec(waiting)
        ]


def take_up_again(db: Database) -> int:
    """Let the jobs try again whatever was set aside. Return how many contracts that are."""
    with db.begin() as session:
        rows = session.exec(select(SetAside)).all()
        for row in rows:
            session.delete(row)
    return len(rows)
