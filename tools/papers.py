"""How fast papers are made: the words of statements, and their files, on one core and on all."""

import os
import resource
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.domain.statement import Period, statement_of
from finance_portal.models.documents import Document, DocumentKind
from finance_portal.services import documents
from finance_portal.services.bound import obligors_of
from finance_portal.services.nightly.files import files
from finance_portal.services.statements.issuing import paper_of

TARGET = 40  # files a second on one core (issue 5)
FILES, MANY = 200, 100_000
WORDS_SECONDS = 3.0


def measure_papers(data: Path) -> None:
    """Measure the statements of a portfolio that has some, the demo's: words, then files."""
    db = Database(f"sqlite:///{data}/portal.db")
    with db.read() as session:
        rows = session.exec(select(Document).where(col(Document.kind) == DocumentKind.STATEMENT))
        stated = rows.all()
        session.expunge_all()
        rate = _words(session, stated)
    db.close()
    print(f"Statements, words  {rate:,.0f} per second of a core, {MANY / rate:,.0f} s for {MANY:,}")
    work = [stated[place % len(stated)] for place in range(FILES)]
    rate = _timed(lambda: [_file(each) for each in work])
    print(f"Statements, files  {rate:,.0f} per second on one core (target {TARGET}), {_peak()} MB")
    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        list(pool.map(_file, work[: 4 * cores]))  # every process has read its fonts
        began = time.perf_counter()
        peaks = list(pool.map(_file, work, chunksize=5))
        rate = FILES / (time.perf_counter() - began)
    said = f"{rate:,.0f} per second on {cores} cores, {MANY / rate / 60:,.0f} min for {MANY:,}"
    print(f"Statements, files  {said}, {max(peaks)} MB each")


def _words(session: Session, stated: Sequence[Document]) -> float:
    """Work out the content of statements from the ledger, over and over."""
    ids = sorted({each.contract_id for each in stated})
    contracts = {file.contract.id: file for file in files(session, ids)}
    bound = obligors_of(session, ids)
    began, done = time.process_time(), 0
    while (taken := time.process_time() - began) < WORDS_SECONDS:
        row = stated[done % len(stated)]
        file = contracts[row.contract_id]
        period = Period(row.period_from or date.min, row.period_to or date.max)
        statement = statement_of(file.terms.billing, file.events, period)
        paper_of(session, file, statement, bound[row.contract_id], date.max)
        done += 1
    return done / taken


def _timed(work: Callable[[], list[int]]) -> float:
    began = time.process_time()
    return len(work()) / (time.process_time() - began)


def _file(row: Document) -> int:
    """Set and seal a statement. Return the memory of this process, in MB."""
    documents.file_of(row)
    return _peak()


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
