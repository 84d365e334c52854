"""Issue the monthly statements that are due, each once."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlmodel import Session, col, or_, select

from finance_portal.bulk import Values
from finance_portal.domain.cents import Cents
from finance_portal.domain.statement import (
    AHEAD,
    Period,
    Statement,
    stated_after,
    statement_of,
)
from finance_portal.language import speaking
from finance_portal.models.contracts import Contract
from finance_portal.models.documents import DocumentKind, StatementCycle
from finance_portal.services import documents, flags, history, leases, paper_news
from finance_portal.services.autopay.outlook import outlook
from finance_portal.services.autopay.plans import autopay_on
from finance_portal.services.contracts import File
from finance_portal.services.documents import Paper
from finance_portal.services.flags import NONE, Restrictions
from finance_portal.services.nightly.files import Seen, files, seen, unchanged
from finance_portal.services.nightly.work import Work
from finance_portal.services.obligors import Bound, addressed, bound_by_each
from finance_portal.services.paper_titles import of_statement
from finance_portal.services.statements import cycles, welcome
from finance_portal.services.statements.words import TEMPLATE, Told, content_of

if TYPE_CHECKING:
    from finance_portal.domain.autopay import Debit

WAITS = timedelta(days=7)
"""How long a statement waits for payments of its period that are on their way."""


@dataclass(frozen=True)
class Stated:
    """What is to be issued, if anything is, and how far the contract is then."""

    seen: Seen
    cycle: Values
    papers: tuple[Paper, ...]


def issuing(now: datetime) -> Work[Stated]:
    """Return the work of issuing statements. Killed or repeated, each is issued once."""
    today = now.date()
    return Work(
        "statements",
        lambda session, after, most: _due(session, today, after, most),
        lambda session, ids: _plan(session, ids, today),
        lambda session, planned: _write(session, planned, now),
        again=True,
        chunk=50,
        chunk_on_a_server=200,
    )


def paper_of(
    session: Session,
    file: File,
    statement: Statement,
    bound: tuple[Bound, ...],
    today: date,
    restricted: Restrictions = NONE,
    language: str = "",
) -> Paper:
    """Return a statement as it is issued; autopay's next debit stands only on the latest.

    Where nothing may be asked for (a bankruptcy), it tells and asks for nothing. `language` is that
    of the statement which this one is held against; otherwise it is that of who signed first.
    """
    with speaking(language or bound[0].language):
        return _paper(session, file, statement, bound, today, restricted)


def _paper(
    session: Session,
    file: File,
    statement: Statement,
    bound: tuple[Bound, ...],
    today: date,
    restricted: Restrictions,
) -> Paper:
    closing, period = statement.closing, statement.period
    contract_id = file.contract.id or 0
    told = Told(
        file=file,
        statement=statement,
        activity=history.posted(file, closing, period),
        names=addressed(bound),
        lease=leases.figures(session, file, closing),
        autopay=_next_debit(session, file, today) if period.due_by >= today else None,
        restricted=flags.spoken_again(restricted),
    )
    return Paper(
        key=f"statement:{contract_id}:{period.end}",
        contract_id=contract_id,
        kind=DocumentKind.STATEMENT,
        title=of_statement(period.stated_on),
        dated_on=period.stated_on,
        period_from=period.start,
        period_to=period.end,
        template=TEMPLATE,
        content=content_of(told),
    )


def _due(session: Session, today: date, after: int, most: int) -> list[int]:
    """Return the contracts with a statement due, and those that are new."""
    found = session.exec(
        select(Contract.id)
        .outerjoin(StatementCycle, col(StatementCycle.contract_id) == Contract.id)
        .where(
            col(Contract.id) > after,
            or_(
                col(StatementCycle.contract_id).is_(None),
                col(StatementCycle.next_on) <= today,
            ),
        )
        .order_by(col(Contract.id))
        .limit(most)
    )
    return [each or 0 for each in found]


def _plan(session: Session, contract_ids: list[int], today: date) -> list[Stated]:
    known = cycles.cycles_of(session, contract_ids)
    bound = bound_by_each(session, contract_ids)
    restricted = flags.restrictions_of_many(session, contract_ids, today)
    planned = list[Stated]()
    for file in files(session, contract_ids):
        contract = file.contract
        key = contract.id or 0
        cycle = known.get(key) or cycles.first_cycle(file, contract.serviced_from)
        period, papers = cycles.period_of(cycle), list[Paper]()
        if key not in known and (letter := welcome.paper_of(file, bound[key], today)):
            papers.append(letter)
        line = cycles.values_of(cycle)
        if period and period.stated_on <= today:
            if _waits(file, period, today):
                continue
            statement = statement_of(file.terms.billing, file.events, period)
            line |= {"starts_on": period.stated_on, "next_on": _next_on(file, statement)}
            if line["next_on"] or _has_happened(file, period):
                papers.append(
                    paper_of(session, file, statement, bound[key], today, restricted.get(key, NONE))
                )
        planned.append(Stated(seen(file), line, tuple(papers)))
    return planned


def _next_on(file: File, statement: Statement) -> date | None:
    """Return the date of the statement after one; None once nothing is owed on either side."""
    closing, stated_on = statement.closing, statement.period.stated_on
    if closing.is_closed and not closing.credit_balance:
        return None
    return stated_after(stated_on, cycles.due_day_of(file))


def _has_happened(file: File, period: Period) -> bool:
    return any(each.effective_on in period for each in file.events)


def _waits(file: File, period: Period, today: date) -> bool:
    """Tell whether a payment of the period may still arrive: it would have to be corrected."""
    is_early = today < period.stated_on + WAITS
    return is_early and any(each.effective_on <= period.end for each in file.on_their_way)


def _write(session: Session, planned: list[Stated], now: datetime) -> int:
    """Issue what still stands as it was read; what has changed is looked at again."""
    still = unchanged(session, [each.seen for each in planned])
    stated = [each for each in planned if each.seen.contract_id in still]
    papers = [paper for each in stated for paper in each.papers]
    old = [each for each in papers if each.dated_on + AHEAD < now.date()]
    recent = [each for each in papers if each.dated_on + AHEAD >= now.date()]
    written = documents.issue_many(session, old, now)
    written += paper_news.issue_many(session, recent, now)
    if stated:
        lines = [each.cycle for each in stated]
        cycles.write(session, lines, changed=["starts_on", "next_on"])
    return written


def _next_debit(session: Session, file: File, today: date) -> tuple[date, Cents] | None:
    row = autopay_on(session, file.contract.id or 0, locks=False)
    if row is None:
        return None
    debits = outlook(session, file, row, today, months=2)
    following: Debit | None = next(
        (each for each in debits if each.amount and not each.skipped), None
    )
    return (following.debit_on, following.amount) if following else None
