"""Everything that the lease end page shows, from one look at the contract."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.domain import lease_end, working
from finance_portal.domain.cents import Cents
from finance_portal.domain.lease_end import Buyout
from finance_portal.domain.lease_timeline import Milestone, lease_timeline
from finance_portal.domain.rates import percent
from finance_portal.domain.working import Working
from finance_portal.models.autopay import Autopay
from finance_portal.models.documents import Document, DocumentKind
from finance_portal.models.requests import ServiceRequest
from finance_portal.services import flags
from finance_portal.services.flags import Restrictions
from finance_portal.services.lease_end import miles as miles_desk
from finance_portal.services.lease_end.extension import months_left
from finance_portal.services.lease_end.held import Held, held_by, latest
from finance_portal.services.lease_end.miles import MilesOffer, readings_of
from finance_portal.services.lease_end.returning import Line, is_of_miles, lines_of, sent_back
from finance_portal.services.leases import LeaseFigures, figures
from finance_portal.services.requests import details_of

Lines = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Price:
    """What buys the vehicle through a day."""

    through: date
    payments_left: int
    buyout: Buyout


@dataclass(frozen=True, kw_only=True)
class Status:
    """How a request stands. `details` are there only for whoever asked."""

    ref: str
    option: str | None
    status: str
    on: date | None
    answer_by: date | None
    reply: str | None
    details: str
    is_mine: bool
    months: int | None


@dataclass(frozen=True, kw_only=True)
class Invoice:
    """The final invoice, in cents."""

    returned_on: date
    odometer: int
    lines: list[Line]
    total: Cents
    dispute_by: date
    document_ref: str
    sent_back: Cents  # of what we held


@dataclass(frozen=True, kw_only=True)
class EndWorkings:
    """How the figures of the page are worked out (domain/working), line by line."""

    remaining: Lines = ()
    early: Lines = ()  # before tax, without what is open
    maturity: Lines = ()
    buying: Lines = ()  # all told
    miles: Lines = ()
    invoice: Lines = ()


@dataclass(frozen=True, kw_only=True)
class LeaseEnd:
    """A lease toward its end. Amounts in cents; tax is apart from the prices (R14.4)."""

    vehicle: str
    today: date
    matures_on: date
    runs_through: date
    choose_from: date
    figures: LeaseFigures
    monthly: Cents
    past_due: Cents
    open_fees: Cents
    tax_percent: str  # "" where the contract names none
    early: Price | None
    at_maturity: Buyout | None
    by_date: list[Price]
    excess_rate: Cents
    allowed: int
    start_odometer: int
    readings: list[tuple[date, int]]
    offer: MilesOffer | None
    months_left: int
    timeline: tuple[Milestone, ...]
    plan: Status | None
    turn_in: Status | None
    extension: Status | None
    dispute: Status | None
    odometer_ref: str
    has_autopay: bool
    pays_buyout: bool
    limits: Restrictions
    invoice: Invoice | None
    workings: EndWorkings


def outlook(db: Database, *, borrower_id: int, contract_ref: str, today: date) -> LeaseEnd:
    """Return a lease toward its end. Raises ContractNotFound, and LeaseEndRefused for a loan."""
    with db.read() as session:
        return _outlook(session, held_by(session, borrower_id, contract_ref, today), borrower_id)


def _outlook(session: Session, mine: Held, borrower_id: int) -> LeaseEnd:
    lease, position = mine.lease, mine.position
    shown = figures(session, mine.file, position)
    if shown is None:
        raise TypeError("a lease has figures")
    prices = _prices(mine)
    is_extended = position.on >= lease.maturity_on
    return LeaseEnd(
        vehicle=mine.contract.vehicle,
        today=mine.today,
        matures_on=lease.maturity_on,
        runs_through=mine.runs_through,
        choose_from=mine.choose_from,
        figures=shown,
        monthly=lease.monthly_payment,
        past_due=position.past_due,
        open_fees=position.fees,
        tax_percent=percent(lease.tax_rate) if lease.tax_rate.parts_per_million else "",
        early=prices[0] if prices and not is_extended else None,
        at_maturity=lease_end.buyout_on(lease, position, tax_rate=lease.tax_rate)
        if is_extended
        else lease_end.maturity_buyout(lease, tax_rate=lease.tax_rate),
        by_date=[] if is_extended else prices,
        excess_rate=lease.excess_mile_rate,
        allowed=lease.miles_allowed + lease.miles_purchased,
        start_odometer=lease.start_odometer,
        readings=readings_of(session, mine),
        offer=miles_desk.offer(session, mine, shown.miles),
        months_left=months_left(mine),
        timeline=lease_timeline(mine.runs_through if is_extended else lease.maturity_on),
        plan=_status(session, mine, "lease_end", borrower_id),
        turn_in=_status(session, mine, "turn_in", borrower_id),
        extension=_status(session, mine, "lease_extension", borrower_id),
        dispute=_status(session, mine, "invoice_dispute", borrower_id),
        odometer_ref=_odometer_ref(session, mine),
        has_autopay=_has_autopay(session, mine),
        pays_buyout=mine.ended is None and not mine.file.on_their_way,
        limits=flags.restrictions(session, mine.contract_id, mine.today),
        invoice=(final := _invoice(session, mine)),
        workings=_workings(mine, shown, final),
    )


def _workings(mine: Held, shown: LeaseFigures, final: Invoice | None) -> EndWorkings:
    lease, position, file = mine.lease, mine.position, mine.file
    traced = working.trace(file.terms.billing, file.events, position.on)
    whole = lease_end.extended(lease, mine.extended)
    miles, invoice = shown.miles, None
    if final:
        others = [line for line in final.lines if not is_of_miles(line)]
        invoice = working.invoice(lease, final.odometer, [(x.words, x.amount) for x in others])
    return EndWorkings(
        remaining=working.remaining_payments(traced).lines,
        early=_lines(working.buyout(lease, position)) if position.on < lease.maturity_on else (),
        maturity=_lines(working.maturity_buyout(lease)),
        buying=_lines(working.buyout(lease, position, tax_rate=lease.tax_rate)),
        miles=_lines(working.mileage(whole, miles.odometer, position.on) if miles else None),
        invoice=_lines(invoice),
    )


def _lines(found: Working | None) -> Lines:
    return found.lines if found else ()


def _prices(mine: Held) -> list[Price]:
    """Return the early buyout until each date on which it falls, the next first (R14.4).

    The first is what buys the vehicle today, all told.
    """
    lease, position = mine.lease, mine.position
    falls_on = lease_end.owed_on(lease, position, position.on).falls_on
    prices, left = [], len(falls_on)
    for number, day in enumerate([*falls_on, lease.maturity_on]):
        later = lease_end.early_buyout(lease, left - number, tax_rate=lease.tax_rate)
        buyout = later if number else lease_end.buyout_on(lease, position, tax_rate=lease.tax_rate)
        if buyout:
            through = max(lease_end.buyout_good_through(day), position.on)
            prices.append(Price(through=through, payments_left=left - number, buyout=buyout))
    return prices


def _status(session: Session, mine: Held, kind: str, borrower_id: int) -> Status | None:
    row = latest(session, mine.contract_id, kind)
    return _status_of(row, borrower_id) if row and row.status != "withdrawn" else None


def _status_of(row: ServiceRequest, borrower_id: int) -> Status:
    is_mine = row.borrower_id == borrower_id
    return Status(
        ref=row.ref,
        option=row.option,
        status=row.status,
        on=row.on_date,
        answer_by=row.answer_by,
        reply=row.reply if is_mine else None,
        details=details_of(row) if is_mine else "",
        is_mine=is_mine,
        months=row.months,
    )


def _odometer_ref(session: Session, mine: Held) -> str:
    found = session.exec(
        select(Document.ref)
        .where(
            col(Document.contract_id) == mine.contract_id,
            col(Document.kind) == DocumentKind.ODOMETER,
        )
        .order_by(col(Document.id).desc())
        .limit(1)
    ).one_or_none()
    return found or ""


def _has_autopay(session: Session, mine: Held) -> bool:
    running = select(Autopay.id).where(
        col(Autopay.contract_id) == mine.contract_id, col(Autopay.status) == "active"
    )
    return session.exec(running).first() is not None


def _invoice(session: Session, mine: Held) -> Invoice | None:
    row = mine.invoice
    if row is None:
        return None
    paper = session.get(Document, row.document_id) if row.document_id else None
    return Invoice(
        returned_on=row.returned_on,
        odometer=row.odometer,
        lines=lines_of(session, row),
        total=row.total_cents,
        dispute_by=row.dispute_by,
        document_ref=paper.ref if paper else "",
        sent_back=sent_back(mine.file, mine.today),
    )
