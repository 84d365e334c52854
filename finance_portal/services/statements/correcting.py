"""Issue a corrected statement where what was booked later has changed a period (R18.2, R19.4)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from finance_portal.bulk import Values, update_many
from finance_portal.domain.calendar import ONE_DAY
from finance_portal.domain.events import (
    ConvenienceFee,
    DueDateChanged,
    Event,
    Extended,
    Payment,
    Reinstated,
    Returned,
)
from finance_portal.domain.statement import AHEAD, Period, stated_after, statement_of
from finance_portal.language import ENGLISH, say, sentence, short_day, speaking
from finance_portal.models.base import table_of
from finance_portal.models.contracts import Contract
from finance_portal.models.documents import Document, DocumentKind, StatementCycle
from finance_portal.services import flags, paper_news
from finance_portal.services.contracts import File
from finance_portal.services.documents import Paper
from finance_portal.services.nightly.files import Seen, files, seen, unchanged
from finance_portal.services.nightly.work import Work
from finance_portal.services.obligors import Bound, bound_by_each
from finance_portal.services.paper_titles import corrected
from finance_portal.services.statements import cycles, yearly
from finance_portal.services.statements.issuing import paper_of
from finance_portal.services.statements.words import FIGURES

MOVED = sentence(
    "This takes the place of the one dated {was}, because its due date was moved by agreement, and"
    " nothing is due on the earlier day any more. Corrected on {day}."
)
BOOKED = sentence(
    "This takes the place of the one dated {was}, because something was booked later that belongs"
    " to its period. Corrected on {day}."
)


@dataclass(frozen=True)
class Checked:
    """A contract whose papers were compared with what is known now."""

    seen: Seen
    cycle: Values
    papers: tuple[Paper, ...]  # that take the place of others


def correcting(now: datetime) -> Work[Checked]:
    """Return the work of looking again at contracts in which something has happened."""
    return Work(
        "correct",
        _due,
        lambda session, ids: _plan(session, ids, now.date()),
        lambda session, planned: _write(session, planned, now),
        chunk=50,
        chunk_on_a_server=200,
    )


def _due(session: Session, after: int, most: int) -> list[int]:
    found = session.exec(
        select(StatementCycle.contract_id)
        .join(Contract, col(Contract.id) == StatementCycle.contract_id)
        .where(
            col(StatementCycle.contract_id) > after,
            col(StatementCycle.version) != col(Contract.version),
        )
        .order_by(col(StatementCycle.contract_id))
        .limit(most)
    )
    return list(found)


def _plan(session: Session, contract_ids: list[int], today: date) -> list[Checked]:
    known = cycles.cycles_of(session, contract_ids)
    bound = bound_by_each(session, contract_ids)
    return [
        _checked(session, file, known[file.contract.id or 0], bound[file.contract.id or 0], today)
        for file in files(session, contract_ids)
    ]


def _checked(
    session: Session, file: File, cycle: StatementCycle, bound: tuple[Bound, ...], today: date
) -> Checked:
    since = _changed_since(file.events, cycle.version)
    line = {
        "contract_id": cycle.contract_id,
        "version": file.contract.version,
        "next_on": cycle.next_on or _reopened(file, cycle),
    }
    papers = tuple(_corrections(session, file, since, bound, today)) if since else ()
    return Checked(seen(file), line, papers)


def _reopened(file: File, cycle: StatementCycle) -> date | None:
    """Return when the next statement is due of a contract that owes again: a payoff came back."""
    if file.contract.next_due_on is None:
        return None
    return stated_after(cycle.starts_on, cycles.due_day_of(file))


def _changed_since(events: Sequence[Event], version: int) -> date | None:
    """Return the first day whose figures the events beyond a version may have changed."""
    made_on = {each.id: each.effective_on for each in events if isinstance(each, Payment)}
    days = [
        _touched_since(each, made_on)
        for each in events
        if each.sequence > version and not isinstance(each, ConvenienceFee)
    ]
    return min(days, default=None)


def _touched_since(event: Event, made_on: Mapping[str, date]) -> date:
    """Return from when on papers may tell of it: a moved due date was asked for weeks before."""
    match event:
        case Returned() | Reinstated():
            return made_on[event.payment_id]
        case DueDateChanged() | Extended():
            return event.effective_on - AHEAD - ONE_DAY
        case _:
            return event.effective_on


def _corrections(
    session: Session, file: File, since: date, bound: tuple[Bound, ...], today: date
) -> Iterator[Paper]:
    for row in _latest(session, file, DocumentKind.STATEMENT, since):
        period = Period(row.period_from or since, row.period_to or since)
        statement = statement_of(file.terms.billing, file.events, period)
        restricted = flags.restrictions(session, file.contract.id or 0, today)
        language = _language_of(row)
        paper = paper_of(session, file, statement, bound, today, restricted, language)
        if _differs(row, paper, FIGURES):
            yield _corrected(file, row, paper, today)
    for row in _latest(session, file, DocumentKind.INTEREST_STATEMENT, since):
        year = (row.period_to or since).year
        yearly_paper = yearly.paper_of(session, file, year, bound, _language_of(row))
        if _differs(row, yearly_paper, yearly.FIGURES):
            yield _corrected(file, row, yearly_paper, today)


def _latest(session: Session, file: File, kind: DocumentKind, since: date) -> list[Document]:
    """Return the documents of a kind that tell of a day or of later ones, the last of each."""
    rows = session.exec(
        select(Document)
        .where(
            col(Document.contract_id) == file.contract.id,
            col(Document.kind) == kind,
            col(Document.period_to) >= since,
        )
        .order_by(col(Document.period_to), col(Document.id))
    )
    return list({row.period_to: row for row in rows}.values())


def _differs(row: Document, paper: Paper, figures: Sequence[str]) -> bool:
    said = json.loads(row.content or "{}")
    return any(said.get(name) != paper.content.get(name) for name in figures)


def _corrected(file: File, row: Document, paper: Paper, today: date) -> Paper:
    """Return a paper that says which one it corrects, and what changed."""
    said = json.loads(row.content or "{}")
    with speaking(paper.language):
        words = say(_why(said, paper), was=short_day(row.dated_on), day=short_day(today))
        title = corrected(paper.title)
    why = {"words": words, "changes": _changes(said, paper)}
    return replace(
        paper,
        key=f"{paper.key}:{file.contract.version}",
        title=title,
        dated_on=today,
        corrects_id=row.id,
        content={**paper.content, "corrected": why},
    )


def _language_of(row: Document) -> str:
    """Return the language of a paper, in which alone another can be held against it."""
    language: str = json.loads(row.content or "{}").get("language", ENGLISH)
    return language


def _why(said: dict[str, Any], paper: Paper) -> str:
    """Return why a paper is corrected: where only the days to pay are others, they were moved."""
    rest = [name for name in FIGURES if name != "owed"]
    is_same = all(said.get(name) == paper.content.get(name) for name in rest)
    return MOVED if paper.kind is DocumentKind.STATEMENT and is_same else BOOKED


def _changes(said: dict[str, list[list[str]]], paper: Paper) -> list[list[str]]:
    """Return each figure that is another one now: its name, what it was, and what it is."""
    was = {line[0]: line[1] for name in _SUMS for line in said.get(name, [])}
    now = {line[0]: line[1] for name in _SUMS for line in paper.content.get(name, [])}
    return [
        [name, was.get(name, "\u2013"), now.get(name, "\u2013")]
        for name in dict.fromkeys([*was, *now])
        if was.get(name) != now.get(name)
    ]


_SUMS = ("owed", "balance", "years", "sums")


def _write(session: Session, planned: list[Checked], now: datetime) -> int:
    """Issue what still stands as it was read; what has changed is looked at again."""
    still = unchanged(session, [each.seen for each in planned])
    checked = [each for each in planned if each.seen.contract_id in still]
    papers = [each for those in checked for each in those.papers]
    written = paper_news.issue_many(session, papers, now)
    lines = [each.cycle for each in checked]
    update_many(session, table_of(StatementCycle), lines, by=("contract_id",))
    return written
