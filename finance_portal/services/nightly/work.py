"""Work through many contracts: a chunk at a time, and none of them holds up the others.

What is due is looked for and worked out without a lock, then written in one transaction that looks
again. Killed anywhere, nothing has happened and all is still due. A chunk that fails is repeated
one contract at a time, and the contract that fails is set aside until a person has looked at it.
"""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlmodel import Session, col, select

from finance_portal.db import Database, insert
from finance_portal.models.nightly import SetAside

log = logging.getLogger(__name__)

TURN_SECONDS = 0.003  # whoever waits to write looks again every thousandth
EVERYTHING = 1_000_000_000
BROKEN = 10
"""When so many contracts fail one after the other, it is not for the contracts."""

Planned = TypeVar("Planned")
Told = Callable[[int], None]


@dataclass(frozen=True)
class Work(Generic[Planned]):
    """One kind of work on contracts.

    `due` returns at most that many ids above one, in order; `plan` works them out, `write` writes
    what is still true and returns how much that was.
    """

    name: str
    due: Callable[[Session, int, int], list[int]]
    plan: Callable[[Session, list[int]], list[Planned]]
    write: Callable[[Session, list[Planned]], int]
    again: bool = False  # until nothing more is done: what is next may have been due for long
    chunk: int = 500
    chunk_on_a_server: int = 2_000


class Pace(NamedTuple):
    """How many contracts at a time, and how long everybody else may write in between."""

    chunk: int
    seconds: float


class Tally(NamedTuple):
    """What came of some work."""

    done: int = 0
    set_aside: int = 0

    def __add__(self, other: object) -> "Tally":
        """Return both together."""
        if not isinstance(other, Tally):
            return NotImplemented
        return Tally(self.done + other.done, self.set_aside + other.set_aside)


def nobody(_done: int) -> None:
    """Tell nobody how far it is."""


def work_off(db: Database, work: Work[Planned], *, now: datetime, told: Told = nobody) -> Tally:
    """Do all that is due, in as many rounds as it takes: a contract may be due several times.

    Raises OperationalError when the database itself is in trouble.
    """
    tally, pace = Tally(), pace_on(db, work.chunk, work.chunk_on_a_server)
    while True:
        before = tally.done
        for contract_ids in _chunks(db, work, pace.chunk):
            tally += _do(db, work, contract_ids, now)
            told(len(contract_ids))
            time.sleep(pace.seconds)
        if tally.done == before or not work.again:
            return tally


def pace_on(db: Database, chunk: int, chunk_on_a_server: int) -> Pace:
    """Return the pace for a database: on SQLite all writers wait for each other."""
    if db.engine.dialect.name == "sqlite":
        return Pace(chunk, TURN_SECONDS)
    return Pace(chunk_on_a_server, 0.0)


def _chunks(db: Database, work: Work[Planned], size: int) -> Iterator[list[int]]:
    """Yield the contracts that are due, but for those that were set aside.

    All are looked for at once: whoever asks again for each chunk looks at most rows every time.
    """
    with db.read() as session:
        due = work.due(session, 0, EVERYTHING)
        aside = _aside(session, work.name)
    wanted = [each for each in due if each not in aside]
    for first in range(0, len(wanted), size):
        yield wanted[first : first + size]


def _aside(session: Session, name: str) -> set[int]:
    return set(session.exec(select(SetAside.contract_id).where(col(SetAside.job) == name)))


def _do(db: Database, work: Work[Planned], contract_ids: list[int], now: datetime) -> Tally:
    try:
        return Tally(_plan_and_write(db, work, contract_ids))
    except OperationalError:
        raise
    except Exception:
        log.warning("%s: a chunk failed, once more one by one", work.name, exc_info=True)
    return _one_by_one(db, work, contract_ids, now)


def _one_by_one(db: Database, work: Work[Planned], contract_ids: list[int], now: datetime) -> Tally:
    """Find the contracts that fail. When all do, it is the job that is broken, and it raises."""
    done, failed = 0, dict[int, Exception]()
    for contract_id in contract_ids:
        try:
            done += _plan_and_write(db, work, [contract_id])
        except OperationalError:
            raise
        except Exception as error:
            failed[contract_id] = error
            if len(failed) == BROKEN == contract_ids.index(contract_id) + 1:
                raise
    for contract_id, why in failed.items():
        log.error("%s: contract %s is set aside", work.name, contract_id, exc_info=why)
        _set_aside(db, work.name, contract_id, reason_of(why), now)
    return Tally(done, len(failed))


def reason_of(error: Exception) -> str:
    """Return why something failed, without the values that a database puts into its words."""
    words = "" if isinstance(error, SQLAlchemyError) else f": {error}"
    return f"{type(error).__name__}{words}"[:200]


def _plan_and_write(db: Database, work: Work[Planned], contract_ids: list[int]) -> int:
    with db.read() as session:
        planned = work.plan(session, contract_ids)
    if not planned:
        return 0
    with db.begin() as session:
        return work.write(session, planned)


def _set_aside(db: Database, name: str, contract_id: int, reason: str, now: datetime) -> None:
    row = {"job": name, "contract_id": contract_id, "reason": reason, "at": now}
    with db.begin() as session:
        session.exec(
            insert(session, SetAside)
            .values(row)
            .on_conflict_do_nothing(index_elements=["job", "contract_id"])
        )
