"""Accrue: write down the interest that every open contract owes at the end of a day.

The formula lives in domain/interest.py. For most contracts a day's growth is the same whole number
for each cent and each millionth of the rate, so the databases only multiply and add whole numbers;
a test proves both equal. Nothing is posted: interest stays exact until a payment takes it (R1.4).
"""

import time
from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select as rows_of
from sqlmodel import Session, col, func, select, update

from finance_portal.bulk import Values
from finance_portal.db import Database
from finance_portal.domain.day_count import DayCount
from finance_portal.domain.snapshot import daily_parts
from finance_portal.models.contracts import Contract
from finance_portal.models.standing import ContractStanding
from finance_portal.services.nightly import standings
from finance_portal.services.nightly.files import files
from finance_portal.services.nightly.work import Tally, Told, Work, nobody, pace_on, work_off

CHUNK, CHUNK_ON_A_SERVER = 4_000, 50_000


class Group(NamedTuple):
    """Contracts whose interest grows alike: accrued through the same day, days counted alike."""

    accrued_on: date
    day_count: str


def accrue(db: Database, *, now: datetime, told: Told = nobody) -> Tally:
    """Bring the interest of every open contract to this day. Return how many it was."""
    today, done = now.date(), 0
    pace = pace_on(db, CHUNK, CHUNK_ON_A_SERVER)
    for group, first, last in _ranges(db, today, pace.chunk):
        with db.begin() as session:
            grown = _grow(session, group, today, first, last)
        done += grown
        told(grown)
        time.sleep(pace.seconds)
    return Tally(done) + work_off(db, _the_long_way(today), now=now, told=told)


def _ranges(db: Database, today: date, size: int) -> Iterator[tuple[Group, int, int]]:
    """Yield ranges of contract ids for each group that is behind."""
    standing = ContractStanding
    with db.read() as session:
        behind = session.execute(
            rows_of(col(standing.accrued_on), col(standing.day_count))
            .where(
                col(standing.accrued_on) < today,
                col(standing.carried_unit).is_not(None),
                col(standing.is_closed).is_(False),
            )
            .distinct()
        )
        groups = [Group(*each) for each in behind]
        highest = session.exec(select(func.max(standing.contract_id))).one() or 0
    for group in groups:
        for first in range(1, highest + 1, size):
            yield group, first, first + size - 1


def _grow(session: Session, group: Group, today: date, first: int, last: int) -> int:
    standing = ContractStanding
    growth = daily_parts(DayCount(group.day_count), group.accrued_on, today)
    parts = col(standing.carried) + col(standing.principal_cents) * col(standing.rate_ppm) * growth
    unit = col(standing.carried_unit)
    grown = session.exec(
        update(standing)
        .where(
            col(standing.contract_id).between(first, last),
            col(standing.accrued_on) == group.accrued_on,
            col(standing.day_count) == group.day_count,
            col(standing.carried_unit).is_not(None),
            col(standing.is_closed).is_(False),
        )
        .values(
            accrued_on=today,
            carried=parts,
            interest_cents=col(standing.unpaid_interest_cents) + (2 * parts + unit) // (2 * unit),
        )
        .execution_options(synchronize_session=False)
    )
    return grown.rowcount


def _the_long_way(today: date) -> Work[Values]:
    """Return the work of accruing where interest cannot be carried as a whole number."""
    standing = ContractStanding

    def due(session: Session, after: int, most: int) -> list[int]:
        behind = (
            select(standing.contract_id)
            .join(Contract, col(Contract.id) == standing.contract_id)
            .where(
                col(standing.accrued_on) < today,
                col(standing.carried_unit).is_(None),
                col(standing.is_closed).is_(False),
                col(standing.contract_id) > after,
            )
        )
        return list(session.exec(behind.order_by(col(standing.contract_id)).limit(most)))

    return Work(
        "accrue",
        due,
        lambda session, ids: [standings.of_file(file, today) for file in files(session, ids)],
        standings.write,
    )
