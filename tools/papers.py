"""How fast papers are made: the words of statements, and their files, on one core and on all.

`python -m tools.papers [FILES]` measures alone, in a minute; `make bench` has it among the rest.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.domain.statement import Period, statement_of
from finance_portal.models.documents import Document, DocumentKind
from finance_portal.services import documents
from finance_portal.services.nightly.files import files
from finance_portal.services.obligors import bound_by_each
from finance_portal.services.statements.issuing import paper_of
from tools.run import PORTAL
from tools.steps import tool

TARGET = 40  # files a second on one core (issue 5)
SAMPLE, MANY = 600, 100_000
WORDS_SECONDS = 3.0


class Taken(NamedTuple):
    """What some work took: seconds of the processor, and on the clock of the wall."""

    cpu: float
    wall: float


def papers() -> None:
    """Measure papers alone, on the demo's portfolio: papers [FILES]."""
    sample = int(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE
    with tempfile.TemporaryDirectory() as folder:
        for command in ("migrate", "demo"):
            environment = os.environ | {"PORTAL_DATA_DIR": folder}
            subprocess.run([*PORTAL, command], check=True, env=environment)  # noqa: S603  ours
        measure_papers(Path(folder), sample)


def measure_papers(data: Path, sample: int = SAMPLE) -> None:
    """Measure the statements of a portfolio that has some, the demo's: words, then files."""
    db = Database(f"sqlite:///{data}/portal.db")
    with db.read() as session:
        rows = session.exec(select(Document).where(col(Document.kind) == DocumentKind.STATEMENT))
        stated = rows.all()
        session.expunge_all()
        rate = _words(session, stated)
    db.close()
    print(f"Statements, words  {rate:,.0f} per second of a core, {MANY / rate:,.0f} s for {MANY:,}")
    _files(stated, sample)


def _files(stated: Sequence[Document], sample: int) -> None:
    """Set and seal a sample, alone on one core, then on all at once."""
    work = [stated[place % len(stated)] for place in range(sample)]
    _file(work[0])  # the fonts are read once
    alone = _timed(work)
    rate = sample / alone.cpu
    said = "reached" if rate >= TARGET else "not reached"
    print(
        f"Statements, files  {rate:,.0f} per second of a core (target {TARGET}: {said}),"
        f" {sample / alone.wall:,.0f} on the clock, {_peak()} MB"
    )
    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        list(pool.map(_file, work[: 4 * cores]))
        began = time.perf_counter()
        made = list(pool.map(_file, work, chunksize=5))
        wall = time.perf_counter() - began
    rate = sample / wall
    cpu = sample / sum(each.cpu for each in made)
    print(
        f"Statements, files  {rate:,.0f} per second on {cores} cores,"
        f" {MANY / rate / 60:,.0f} min for {MANY:,}; {cpu:,.0f} per second of a core,"
        f" {max(each.peak for each in made)} MB each"
    )


def _words(session: Session, stated: Sequence[Document]) -> float:
    """Work out the content of statements from the ledger, over and over."""
    ids = sorted({each.contract_id for each in stated})
    contracts = {file.contract.id: file for file in files(session, ids)}
    bound = bound_by_each(session, ids)
    began, done = time.process_time(), 0
    while (taken := time.process_time() - began) < WORDS_SECONDS:
        row = stated[done % len(stated)]
        file = contracts[row.contract_id]
        period = Period(row.period_from or date.min, row.period_to or date.max)
        statement = statement_of(file.terms.billing, file.events, period)
        paper_of(session, file, statement, bound[row.contract_id], date.max)
        done += 1
    return done / taken


def _timed(work: Sequence[Document]) -> Taken:
    cpu, wall = time.process_time(), time.perf_counter()
    for each in work:
        _file(each)
    return Taken(time.process_time() - cpu, time.perf_counter() - wall)


class Made(NamedTuple):
    """What one file took of the processor, and the memory of its process, in MB."""

    cpu: float
    peak: int


def _file(row: Document) -> Made:
    """Set and seal a statement."""
    began = time.process_time()
    documents.file_of(row)
    return Made(time.process_time() - began, _peak())


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    tool(papers)
