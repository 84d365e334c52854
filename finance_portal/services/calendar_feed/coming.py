"""What a borrower's calendar holds: what falls due, what is debited, what ends, and when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from finance_portal.domain.calendar import add_months, cut_off
from finance_portal.domain.cents import dollars
from finance_portal.domain.lease_timeline import lease_timeline
from finance_portal.domain.position import Position
from finance_portal.language import say, sentence
from finance_portal.models.autopay import Autopay
from finance_portal.models.contracts import Contract
from finance_portal.models.documents import StatementCycle
from finance_portal.models.quotes import Quote
from finance_portal.services import contracts, flags
from finance_portal.services.autopay.outlook import outlook
from finance_portal.services.contracts import File
from finance_portal.services.waiting_orders import waiting_on
from finance_portal.settings import settings

AHEAD_MONTHS = 12
MOST_OF_A_KIND = 40
QUOTE_WARNS = timedelta(hours=1)

MILESTONES = {
    "guide": sentence("Lease end in a year: your guide"),
    "options": sentence("Lease end in six months: your choices"),
    "inspection": sentence("Lease end: book an inspection"),
    "letter": sentence("Lease end in 90 days: our letter comes"),
    "choose": sentence("Lease end in 60 days: please choose"),
    "appointment": sentence("Lease end in 30 days: make an appointment to return the vehicle"),
    "return": sentence("Your lease ends: the vehicle is due back"),
    "invoice": sentence("Your lease-end invoice comes about now"),
}


@dataclass(frozen=True, kw_only=True)
class Coming:
    """One thing in the calendar: a whole day, or with `begins` a moment and an hour before it."""

    uid: str
    on: date
    begins: datetime | None = None
    ends: datetime | None = None
    summary: str
    words: str = ""
    url: str = ""


def coming(session: Session, borrower_id: int, today: date) -> Iterator[Coming]:
    """Yield everything of all contracts of a borrower, in the language that is spoken."""
    for contract in contracts.contracts_of(session, borrower_id):
        file = contracts.file_of(session, contract)
        if flags.restrictions(session, contract.id or 0, today).read_only:
            continue
        yield from _of_contract(session, file, borrower_id, today)


def _of_contract(session: Session, file: File, borrower_id: int, today: date) -> Iterator[Coming]:
    position = file.position(today)
    if not position.is_closed:
        yield from _dues(file, position, today)
        yield from _debits(session, file, borrower_id, today)
        yield from _orders(session, file, borrower_id)
        yield from _statements(session, file, today)
    yield from _quotes(session, file.contract, borrower_id, today)
    if file.terms.lease is not None and not position.is_closed:
        yield from _milestones(file.contract, file.terms.lease.maturity_on, today)


def _dues(file: File, position: Position, today: date) -> Iterator[Coming]:
    until, contract = _until(today), file.contract
    for each in [e for e in position.open_installments if e.due_on <= until][:MOST_OF_A_KIND]:
        yield Coming(
            uid=f"due-{contract.ref}-{each.number}",
            on=each.due_on,
            summary=say(
                "{amount} due: {vehicle}", amount=dollars(each.remaining), vehicle=_car(file)
            ),
            words=say("What you pay by 7 PM Eastern counts on this day, if banks are open."),
            url=_page("/pay", contract),
        )


def _debits(session: Session, file: File, borrower_id: int, today: date) -> Iterator[Coming]:
    row = session.exec(
        select(Autopay).where(
            col(Autopay.contract_id) == file.contract.id,
            col(Autopay.borrower_id) == borrower_id,
            col(Autopay.status) == "active",
        )
    ).one_or_none()
    for each in outlook(session, file, row, today, months=AHEAD_MONTHS) if row else ():
        if each.amount and not each.skipped:
            yield Coming(
                uid=f"autopay-{file.contract.ref}-{each.wanted_on}",
                on=each.debit_on,
                summary=say(
                    "Autopay takes {amount}: {vehicle}",
                    amount=dollars(each.amount),
                    vehicle=_car(file),
                ),
                words=say("This is what we expect today. We tell you if it changes."),
                url=_page("/autopay", file.contract),
            )


def _orders(session: Session, file: File, borrower_id: int) -> Iterator[Coming]:
    for each in waiting_on(session, file.contract.id or 0):
        if each.borrower_id == borrower_id:
            yield Coming(
                uid=f"scheduled-{each.ref}",
                on=each.pay_on,
                summary=say(
                    "Your scheduled payment of {amount}: {vehicle}",
                    amount=dollars(each.amount_cents + each.fee_cents),
                    vehicle=_car(file),
                ),
                words=say("You can change or cancel it until it is sent."),
                url=_page("/scheduled", file.contract),
            )


def _statements(session: Session, file: File, today: date) -> Iterator[Coming]:
    cycle = session.get(StatementCycle, file.contract.id)
    if cycle is None or cycle.next_on is None:
        return
    for months in range(AHEAD_MONTHS):
        on = add_months(cycle.next_on, months, cycle.next_on.day)
        if on > min(_until(today), _last_due(file, today)):
            return
        yield Coming(
            uid=f"statement-{file.contract.ref}-{on:%Y-%m}",
            on=on,
            summary=say("Your statement comes: {vehicle}", vehicle=_car(file)),
            url=_page("/documents", file.contract),
        )


def _quotes(
    session: Session, contract: Contract, borrower_id: int, today: date
) -> Iterator[Coming]:
    for each in session.exec(
        select(Quote).where(
            col(Quote.contract_id) == contract.id,
            col(Quote.borrower_id) == borrower_id,
            col(Quote.good_through) >= today,
            col(Quote.used_at).is_(None),
        )
    ):
        ends = cut_off(each.good_through)
        yield Coming(
            uid=f"quote-{each.ref}",
            on=each.good_through,
            begins=ends - QUOTE_WARNS,
            ends=ends,
            summary=say("Your quote of {amount} ends", amount=dollars(each.total_cents)),
            words=say(
                "{vehicle}: the last hour in which it can be paid.", vehicle=contract.vehicle
            ),
            url=_page("/payoff", contract),
        )


def _milestones(contract: Contract, matures_on: date, today: date) -> Iterator[Coming]:
    for each in lease_timeline(matures_on):
        if today <= each.on <= _until(today):
            yield Coming(
                uid=f"lease-{contract.ref}-{each.name}",
                on=each.on,
                summary=f"{say(MILESTONES[each.name])}: {contract.vehicle}",
                url=_page("/lease-end", contract),
            )


def _last_due(file: File, today: date) -> date:
    return max((e.due_on for e in file.position(today).open_installments), default=today)


def _until(today: date) -> date:
    return add_months(today, AHEAD_MONTHS, today.day)


def _car(file: File) -> str:
    return file.contract.vehicle


def _page(path: str, contract: Contract) -> str:
    return f"{settings.public_origin}{path}?account={contract.ref}"
