"""The interest statement of a year: the form's fields, or a summary where none is due (1.19)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from finance_portal.bulk import Values, update_many
from finance_portal.domain.cents import Cents, dollars
from finance_portal.domain.position import Allocation
from finance_portal.domain.replay import replay
from finance_portal.domain.tax import form_required, interest_received, principal_for_year
from finance_portal.language import say, short_day, speaking
from finance_portal.models.base import table_of
from finance_portal.models.contracts import Contract, ContractKind, Loan
from finance_portal.models.documents import DocumentKind, StatementCycle
from finance_portal.services import documents, paper_news
from finance_portal.services.contracts import File
from finance_portal.services.documents import Paper
from finance_portal.services.nightly.files import Seen, files, seen, unchanged
from finance_portal.services.nightly.work import Work
from finance_portal.services.obligors import Bound, bound_by_each
from finance_portal.services.paper_titles import of_year
from finance_portal.services.statements import cycles
from finance_portal.settings import settings

TEMPLATE = "interest-1"
FIGURES = ("sums", "payments", "is_form")
READY = (1, 16)
"""From when on a year is told of: payments of its last days have arrived, and R19.2 leaves time."""


@dataclass(frozen=True)
class Told:
    """The interest statement of a contract, or only that there is none for a year."""

    seen: Seen
    cycle: Values
    paper: Paper | None


def last_year(today: date) -> int:
    """Return the latest year whose interest statements are ready."""
    is_ready = today >= date(today.year, *READY)
    return today.year - 1 if is_ready else today.year - 2


def stating(now: datetime) -> Work[Told]:
    """Return the work of issuing interest statements, a year at a time, each once."""
    return Work(
        "interest statements",
        lambda session, after, most: _due(session, last_year(now.date()), after, most),
        _plan,
        lambda session, planned: _write(session, planned, now),
        again=True,
        chunk=50,
        chunk_on_a_server=200,
    )


def paper_of(
    session: Session, file: File, year: int, bound: tuple[Bound, ...], language: str = ""
) -> Paper:
    """Return the interest statement of a year, for the payer of record alone (R19.4).

    `language` is that of the one which this is held against; otherwise it is the payer's.
    """
    with speaking(language or bound[0].language):
        return _paper(session, file, year, bound)


def _paper(session: Session, file: File, year: int, bound: tuple[Bound, ...]) -> Paper:
    received, paid = _received(file, year)
    is_form = _is_form(session, file, received)
    contract_id, form = file.contract.id or 0, settings.interest_form
    return Paper(
        key=f"interest:{contract_id}:{year}",
        contract_id=contract_id,
        borrower_id=bound[0].borrower_id,
        kind=DocumentKind.INTEREST_STATEMENT,
        title=of_year(form.title if is_form else form.summary, year),
        dated_on=date(year + 1, *READY),
        period_from=date(year, 1, 1),
        period_to=date(year, 12, 31),
        template=TEMPLATE,
        content=_content(file, year, received, paid, bound[0].name, is_form=is_form),
    )


def _received(file: File, year: int) -> tuple[Cents, list[Allocation]]:
    """Return the interest received in a year, and the payments that brought it."""
    end = max([date(year, 12, 31), *(each.effective_on for each in file.events)])
    applied = replay(file.terms.billing, file.events, end).applied
    paid = [each for each in applied.values() if each.interest and each.effective_on.year == year]
    return interest_received(applied, year), paid


def _is_form(session: Session, file: File, received: Cents) -> bool:
    """Tell whether the form is owed; what the contract does not say does not stand against it.

    But for one thing: that the vehicle was new has to be known.
    """
    loan = session.exec(select(Loan).where(col(Loan.contract_id) == file.contract.id)).one()
    excluded = loan.is_personal_use is False or loan.is_first_lien is False
    return not excluded and form_required(
        received,
        incurred_on=loan.interest_from,
        is_lease=False,
        is_new_vehicle=bool(loan.is_new_vehicle),
    )


def _content(
    file: File, year: int, received: Cents, paid: list[Allocation], name: str, *, is_form: bool
) -> dict[str, Any]:
    terms, form, brand = file.terms.billing, settings.interest_form, settings.brand
    is_first = terms.interest_from.year == year
    principal = principal_for_year(terms, file.events, year)
    lender = f"{brand.legal_entity}, {brand.address}, {brand.support_phone}"
    fields = [
        [say(form.lender), lender],
        [say(form.borrower), name],
        [say(form.origination), short_day(terms.interest_from)],
        [say(form.vehicle), file.contract.vehicle],
        [say(form.vin), file.contract.vin],
        [say(form.contract), f"••{file.contract.number_end}"],
    ]
    sums = [
        [say(form.interest, year=year), dollars(received)],
        [
            say(form.principal_first) if is_first else say(form.principal, year=year),
            dollars(principal),
        ],
    ]
    rows = [[short_day(each.effective_on), dollars(each.interest)] for each in paid]
    return {
        "is_form": is_form,
        "intro": [say(form.says if is_form else form.summary_says)],
        "fields": fields,
        "sums": sums,
        "payments": rows,
        "total": dollars(received),
        "notes": [
            say(
                "Counted is the interest part of the payments that count in the year, after"
                " payments that came back. Fees, and interest that was forgiven, are not in it."
            ),
            *([say(form.advice)] if is_form else []),
            say(
                "Is something wrong here? Call us at {phone} ({hours}).",
                phone=brand.support_phone,
                hours=say(brand.support_hours),
            ),
        ],
    }


def _due(session: Session, year: int, after: int, most: int) -> list[int]:
    found = session.exec(
        select(StatementCycle.contract_id)
        .join(Contract, col(Contract.id) == StatementCycle.contract_id)
        .where(
            col(StatementCycle.tax_year) < year,
            col(Contract.kind) == ContractKind.LOAN,
            col(StatementCycle.contract_id) > after,
        )
        .order_by(col(StatementCycle.contract_id))
        .limit(most)
    )
    return list(found)


def _plan(session: Session, contract_ids: list[int]) -> list[Told]:
    known = cycles.cycles_of(session, contract_ids)
    bound = bound_by_each(session, contract_ids)
    planned = list[Told]()
    for file in files(session, contract_ids):
        contract = file.contract
        key = contract.id or 0
        year = known[key].tax_year + 1
        paper = paper_of(session, file, year, bound[key]) if _received(file, year)[0] else None
        line = {"contract_id": key, "tax_year": year}
        planned.append(Told(seen(file), line, paper))
    return planned


def _write(session: Session, planned: list[Told], now: datetime) -> int:
    still = unchanged(session, [each.seen for each in planned])
    told = [each for each in planned if each.seen.contract_id in still]
    papers = [each.paper for each in told if each.paper]
    latest = last_year(now.date())
    documents.issue_many(session, [each for each in papers if _year_of(each) != latest], now)
    paper_news.issue_many(session, [each for each in papers if _year_of(each) == latest], now)
    lines = [each.cycle for each in told]
    update_many(session, table_of(StatementCycle), lines, by=("contract_id",))
    return len(told)


def _year_of(paper: Paper) -> int:
    return (paper.period_to or paper.dated_on).year
