"""The vehicle is back: the final invoice, what of it is charged, a dispute (R14.5 to R14.11)."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.documents.lease_words import long
from finance_portal.domain import lease_end
from finance_portal.domain.allocation import Bucket
from finance_portal.domain.cents import ZERO, Cents, dollars
from finance_portal.domain.events import Charge, LeaseEnded, Refunded
from finance_portal.domain.lease_timeline import DISPUTE_DAYS
from finance_portal.language import LANGUAGES, in_language, say, sentence
from finance_portal.models.contracts import Contract, Lease
from finance_portal.models.lease_end import LeaseInvoice, LeaseInvoiceLine
from finance_portal.notices import lease_end as notices
from finance_portal.services import audit, deliveries, documents, ledger, requests
from finance_portal.services.autopay import consequences
from finance_portal.services.contracts import File, by_name, contract_of, file_of
from finance_portal.services.lease_end import choices
from finance_portal.services.lease_end.held import (
    Held,
    LeaseEndRefused,
    held,
    invoice_of,
    latest,
)
from finance_portal.services.lease_end.invoice_paper import paper_of
from finance_portal.services.ledger import NEXT, Happening
from finance_portal.services.obligors import obligors_of
from finance_portal.services.requests import Asked
from finance_portal.services.security.desk import Act
from finance_portal.services.spoken_to import speaking_to
from finance_portal.services.vault import live_vault

BACK = sentence("The vehicle is back. Your final invoice is there.")
DISPUTED = sentence("You told us what you do not agree with. A person looks at it and answers.")
OF_MILES = sentence("{excess} miles above {allowed}, at {rate}")
LONGEST_DISPUTE = 2_000
LONGEST_LINE = 160


@dataclass(frozen=True, kw_only=True)
class Return:
    """What was found when the vehicle came back. Amounts are cents.

    Before maturity `realized` is what the vehicle brought or was agreed to be worth (R14.5). Ended
    `by_orders` of the military, a lease costs no early charge (50 USC 3955).
    """

    on: date
    odometer: int
    wear: Sequence[tuple[str, Cents]] = ()
    realized: Cents | None = None
    taxes: Cents = ZERO
    by_orders: bool = False


@dataclass(frozen=True)
class Line:
    """One line of the invoice; a credit is negative."""

    words: str
    amount: Cents


def find(session: Session, name: str) -> Contract:
    """Return a contract by its ref or its account number. Raises LeaseEndRefused."""
    found = by_name(session, live_vault(), name)
    if found is None:
        raise LeaseEndRefused("There is no such contract.")
    return found


def returned(db: Database, name: str, back: Return, now: datetime) -> LeaseInvoice:
    """Close a lease with its final invoice, charge it, and tell everybody; done once.

    `name` is the contract's ref or account number. Raises LeaseEndRefused.
    """
    with db.begin() as session:
        contract = ledger.locked(session, find(session, name).id or 0)
        if before := invoice_of(session, contract.id or 0):
            return before
        lease = held(session, contract, now.date())
        _refuse(lease, back)
        with speaking_to(session, obligors_of(session, lease.contract_id)[0].id):
            lines = invoice_lines(session, lease, back)
            invoice = _keep(session, lease, back, lines, now)
        _charge(session, lease, back, lines, now)
        choices.close_all(session, lease.contract_id, BACK, now)
        audit.record(session, kind="lease:returned", at=now, subject=contract.ref)
        _tell(session, lease, invoice, lines, now)
        return invoice


def invoice_lines(session: Session, lease: Held, back: Return) -> list[Line]:
    """Return what is owed and credited, line by line (R14.7, R14.9, R14.11; A49 to A51)."""
    lines = [
        *([] if _is_early(lease, back) else _of_use(lease, back)),
        *_of_the_end(lease, back),
        *_credits(session, lease, back),
    ]
    return [each for each in lines if each.amount]


def is_of_miles(line: Line) -> bool:
    """Tell whether a line is the one for the miles above the allowance."""
    above = (re.split(r"\{\w+\}", in_language(each, OF_MILES))[1] for each in LANGUAGES)
    return line.words[0].isdigit() and any(words in line.words for words in above)


def dispute(
    db: Database, act: Act, *, contract_ref: str, words: str, form_token: str, now: datetime
) -> None:
    """Object to the final invoice, with reasons. Raises LeaseEndRefused when the days are over."""
    with db.begin() as session:
        contract = contract_of(session, act.who.borrower_id, contract_ref)
        invoice = invoice_of(session, contract.id or 0)
        if invoice is None:
            raise LeaseEndRefused(say("There is no invoice yet."))
        if now.date() > invoice.dispute_by:
            raise LeaseEndRefused(
                say("It could be disputed until {day}.", day=long(invoice.dispute_by))
            )
        if not 0 < len(words) <= LONGEST_DISPUTE:
            raise LeaseEndRefused(say("Tell us which line, and why."), "words")
        asked = Asked(
            form_token=form_token,
            contract_id=contract.id or 0,
            borrower_id=act.who.borrower_id,
            kind="invoice_dispute",
            status="review",
            answer_by=requests.decide_by(now.date()),
            details=words,
        )
        requests.open_request(session, asked, DISPUTED, now)


def lines_of(session: Session, invoice: LeaseInvoice) -> list[Line]:
    """Return the lines of an invoice, in their order."""
    rows = session.exec(
        select(LeaseInvoiceLine)
        .where(col(LeaseInvoiceLine.invoice_id) == invoice.id)
        .order_by(col(LeaseInvoiceLine.id))
    )
    return [Line(each.words, each.amount_cents) for each in rows]


def sent_back(file: File, today: date) -> Cents:
    """Return what went back, or goes back, because more was held than owed."""
    refunds = sum(each.amount for each in file.events if isinstance(each, Refunded))
    return file.position(today).credit_balance + refunds


def is_disputed(session: Session, contract_id: int) -> bool:
    """Tell whether a dispute of the invoice waits for its answer."""
    row = latest(session, contract_id, "invoice_dispute")
    return row is not None and row.status == "review"


def _refuse(lease: Held, back: Return) -> None:
    if lease.ended is not None:
        raise LeaseEndRefused("The vehicle was bought: it does not come back.")
    if back.on > lease.today:
        raise LeaseEndRefused("The day of the return is in the future.")
    if back.odometer < lease.lease.start_odometer:
        raise LeaseEndRefused("The odometer shows less than at the start.")
    if any(amount < ZERO for _, amount in back.wear):
        raise LeaseEndRefused("Wear is charged, not credited.")
    if _is_early(lease, back) and back.wear:
        raise LeaseEndRefused("Before maturity, wear is in what the vehicle brought.")
    if _is_early(lease, back) and back.realized is None:
        raise LeaseEndRefused("Before maturity, give what the vehicle brought (--realized).")
    if _is_early(lease, back) and lease_end.yield_of(lease.lease) is None:
        raise LeaseEndRefused("The contract does not say what an early return rests on.")


def _is_early(lease: Held, back: Return) -> bool:
    """Tell whether the early charge is due (R14.5)."""
    return back.on < lease.lease.maturity_on and not back.by_orders


def _of_use(lease: Held, back: Return) -> list[Line]:
    """Return the miles and the wear. Before maturity they are in what the vehicle brought."""
    terms = lease.lease
    mileage = lease_end.mileage_at(terms, back.odometer)
    miles = say(
        OF_MILES,
        excess=f"{mileage.excess:,}",
        allowed=f"{mileage.allowed:,}",
        rate=dollars(terms.excess_mile_rate),
    )
    return [
        Line(miles, mileage.charge),
        *(Line(said[:LONGEST_LINE], amount) for said, amount in back.wear),
    ]


def _of_the_end(lease: Held, back: Return) -> list[Line]:
    """Return the disposition fee or, before maturity, the charge that holds it (R14.5)."""
    if back.by_orders:
        return []
    if not _is_early(lease, back):
        return [Line(say("Disposition fee"), lease.lease.disposition_fee)]
    owed = lease_end.owed_on(lease.lease, lease.position, back.on)
    balance = lease_end.early_buyout(lease.lease, owed.payments_left)
    charge = lease_end.early_termination_charge(
        lease_balance=balance.price - owed.ahead if balance else ZERO,
        realized_value=back.realized or ZERO,
        past_due=owed.due,
        taxes_and_official_fees=back.taxes,
        disposition_fee=lease.lease.disposition_fee,
    )
    return [Line(say("Early return: what the vehicle's value did not cover"), charge)]


def _credits(session: Session, lease: Held, back: Return) -> list[Line]:
    row = session.exec(select(Lease).where(col(Lease.contract_id) == lease.contract_id)).one()
    unused = lease_end.unused_purchased_miles(lease.lease, back.odometer)
    credit = unused * (row.early_mile_cents or ZERO)
    return [
        Line(say("{unused} miles that were bought and not driven", unused=f"{unused:,}"), -credit),
        Line(say("Security deposit"), -row.security_deposit_cents),
        *([] if _is_early(lease, back) else [_paid_ahead(lease, back)]),
    ]


def _paid_ahead(lease: Held, back: Return) -> Line:
    """Return what was paid for months that do not begin any more; an early charge has it in it."""
    paid = lease_end.paid_ahead(lease.position, back.on)
    return Line(say("Paid for months after the return"), -paid)


def _keep(
    session: Session, lease: Held, back: Return, lines: Sequence[Line], now: datetime
) -> LeaseInvoice:
    invoice = LeaseInvoice(
        ref=secrets.token_urlsafe(12),
        contract_id=lease.contract_id,
        returned_on=back.on,
        odometer=back.odometer,
        issued_on=lease.today,
        total_cents=sum(each.amount for each in lines),
        dispute_by=lease.today + DISPUTE_DAYS,
        at=now,
    )
    session.add(invoice)
    session.flush()
    session.add_all(
        LeaseInvoiceLine(invoice_id=invoice.id or 0, words=each.words, amount_cents=each.amount)
        for each in lines
    )
    paper = documents.issue(
        session,
        paper_of(lease.contract, invoice, [(each.words, each.amount) for each in lines]),
        now,
    )
    invoice.document_id = paper.id
    session.add(invoice)
    session.flush()
    return invoice


def _charge(
    session: Session, lease: Held, back: Return, lines: Sequence[Line], now: datetime
) -> None:
    """Enter the charges, and the end of the lease with what we hold: it pays what is open.

    What is left of it is credit, which goes back by itself (R14.11). An early return charges what
    the vehicle's value did not cover, in place of the payments left (R14.5).
    """
    on, prefix = lease.position.on, f"lease-invoice:{lease.contract_id}"
    charges = [
        Happening(
            Charge(effective_on=on, sequence=NEXT, bucket=Bucket.OTHER_FEES, amount=line.amount),
            f"{prefix}:{number}",
        )
        for number, line in enumerate(lines)
        if line.amount > ZERO
    ]
    ended = LeaseEnded(
        effective_on=on,
        sequence=NEXT,
        forgiven=_let_go(lease, back),
        credit=-sum(line.amount for line in lines if line.amount < ZERO),
    )
    ledger.enter(session, lease.contract_id, [*charges, Happening(ended, prefix)], now)
    consequences.lease_ended(session, lease.contract_id, now)


def _let_go(lease: Held, back: Return) -> Cents:
    """Return the payments of months that have not begun; of an early return, all (R14.5)."""
    open_now = lease.position.principal
    if _is_early(lease, back):
        return open_now
    return min(open_now, lease_end.owed_on(lease.lease, lease.position, back.on).to_come)


def _tell(
    session: Session, lease: Held, invoice: LeaseInvoice, lines: Sequence[Line], now: datetime
) -> None:
    wording = notices.lease_invoice(
        total=invoice.total_cents,
        lines=[f"{each.words}: {dollars(each.amount)}" for each in lines],
        dispute_by=invoice.dispute_by,
        sent_back=sent_back(file_of(session, lease.contract), lease.today),
    )
    for person in obligors_of(session, lease.contract_id):
        deliveries.tell_borrower(
            session,
            person.id,
            wording,
            kind="lease_invoice",
            now=now,
            key=f"lease-invoice:{invoice.ref}:{person.id}",
        )
