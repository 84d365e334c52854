"""The vehicle is back: the final invoice, what of it is charged, a dispute (R14.5 to R14.11)."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.documents.lease_words import long
from finance_portal.domain import lease_end
from finance_portal.domain.allocation import Bucket
from finance_portal.domain.cents import ZERO, Cents, dollars
from finance_portal.domain.events import Charge, Event, Payment, Waiver
from finance_portal.domain.lease_timeline import DISPUTE_DAYS
from finance_portal.models.contracts import Contract, Lease
from finance_portal.models.documents import DocumentKind
from finance_portal.models.lease_end import LeaseInvoice, LeaseInvoiceLine
from finance_portal.notices import lease_end as notices
from finance_portal.services import audit, deliveries, documents, ledger, requests
from finance_portal.services.contracts import by_number, contract_of
from finance_portal.services.documents import Paper
from finance_portal.services.lease_end import choices
from finance_portal.services.lease_end.held import (
    Held,
    LeaseEndRefused,
    held,
    invoice_of,
    latest,
)
from finance_portal.services.leases import to_buy
from finance_portal.services.ledger import NEXT, Happening
from finance_portal.services.requests import Asked, bound_by
from finance_portal.services.security.desk import Act
from finance_portal.services.vault import live_vault

BACK = "The vehicle is back. Your final invoice is there."
DISPUTED = "You told us what you do not agree with. A person looks at it and answers."
APPEAL = (
    "If you do not agree with a line, tell us why by {day} on the lease end page or in a letter."
    " We answer in writing."
)
APPRAISAL = (
    "If the invoice rests on the vehicle's value, you may have it appraised at your own expense by"
    " an independent third party that you and we agree on. That appraisal binds both of us."
)
LONGEST_DISPUTE = 2_000
LONGEST_LINE = 160


@dataclass(frozen=True, kw_only=True)
class Return:
    """What was found when the vehicle came back. Amounts are cents.

    Before maturity `realized` is what the vehicle brought or was agreed to be worth (R14.5).
    """

    on: date
    odometer: int
    wear: Sequence[tuple[str, Cents]] = ()
    realized: Cents | None = None
    taxes: Cents = ZERO


@dataclass(frozen=True)
class Line:
    """One line of the invoice; a credit is negative."""

    words: str
    amount: Cents


def find(session: Session, name: str) -> Contract:
    """Return a contract by its ref or its account number. Raises LeaseEndRefused."""
    by_ref = session.exec(select(Contract).where(col(Contract.ref) == name)).one_or_none()
    found = by_ref or by_number(session, live_vault(), name)
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
        lines = invoice_lines(session, lease, back)
        invoice = _keep(session, lease, back, lines, now)
        _charge(session, lease, back, lines, now)
        choices.close_all(session, lease.contract_id, BACK, now)
        audit.record(session, kind="lease:returned", at=now, subject=contract.ref)
        _tell(session, lease, invoice, lines, now)
        return invoice


def invoice_lines(session: Session, lease: Held, back: Return) -> list[Line]:
    """Return what is owed and credited, line by line (R14.7, R14.9, R14.11; A49 to A51)."""
    terms = lease.lease
    mileage = lease_end.mileage_at(terms, back.odometer)
    lines = [
        Line(
            f"{mileage.excess:,} miles above {mileage.allowed:,}, at"
            f" {dollars(terms.excess_mile_rate)}",
            mileage.charge,
        ),
        *(Line(words[:LONGEST_LINE], amount) for words, amount in back.wear),
        *_of_the_end(lease, back),
        *_credits(session, lease, back),
    ]
    return [each for each in lines if each.amount]


def dispute(
    db: Database, act: Act, *, contract_ref: str, words: str, form_token: str, now: datetime
) -> None:
    """Object to the final invoice, with reasons. Raises LeaseEndRefused when the days are over."""
    with db.begin() as session:
        contract = contract_of(session, act.who.borrower_id, contract_ref)
        invoice = invoice_of(session, contract.id or 0)
        if invoice is None:
            raise LeaseEndRefused("There is no invoice yet.")
        if now.date() > invoice.dispute_by:
            raise LeaseEndRefused(f"It could be disputed until {long(invoice.dispute_by)}.")
        if not 0 < len(words) <= LONGEST_DISPUTE:
            raise LeaseEndRefused("Tell us which line, and why.", "words")
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


def is_disputed(session: Session, contract_id: int) -> bool:
    """Tell whether a dispute of the invoice waits for its answer."""
    row = latest(session, contract_id, "invoice_dispute")
    return row is not None and row.status == "review"


def _refuse(lease: Held, back: Return) -> None:
    if back.on > lease.today:
        raise LeaseEndRefused("The day of the return is in the future.")
    if back.odometer < lease.lease.start_odometer:
        raise LeaseEndRefused("The odometer shows less than at the start.")
    if any(amount < ZERO for _, amount in back.wear):
        raise LeaseEndRefused("Wear is charged, not credited.")
    if _is_early(lease, back) and back.realized is None:
        raise LeaseEndRefused("Before maturity, give what the vehicle brought (--realized).")
    if _is_early(lease, back) and lease_end.yield_of(lease.lease) is None:
        raise LeaseEndRefused("The contract does not say what an early return rests on.")


def _is_early(lease: Held, back: Return) -> bool:
    return back.on < lease.lease.maturity_on


def _of_the_end(lease: Held, back: Return) -> list[Line]:
    """Return the disposition fee or, before maturity, the charge that holds it (R14.5)."""
    if not _is_early(lease, back):
        return [Line("Disposition fee", lease.lease.disposition_fee)]
    known = to_buy(lease.lease, lease.position, back.on)
    balance = lease_end.early_buyout(lease.lease, len(known.to_come))
    charge = lease_end.early_termination_charge(
        lease_balance=balance.price - known.prepaid if balance else ZERO,
        realized_value=back.realized or ZERO,
        past_due=known.due,
        taxes_and_official_fees=back.taxes,
        disposition_fee=lease.lease.disposition_fee,
    )
    return [Line("Early return: what the vehicle's value did not cover", charge)]


def _credits(session: Session, lease: Held, back: Return) -> list[Line]:
    row = session.exec(select(Lease).where(col(Lease.contract_id) == lease.contract_id)).one()
    unused = lease_end.unused_purchased_miles(lease.lease, back.odometer)
    credit = unused * (row.early_mile_cents or ZERO)
    return [
        Line(f"{unused:,} miles that were bought and not driven", -credit),
        Line("Security deposit", -row.security_deposit_cents),
    ]


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
    paper = documents.issue(session, _paper(lease, invoice, lines), now)
    invoice.document_id = paper.id
    session.add(invoice)
    session.flush()
    return invoice


def _charge(
    session: Session, lease: Held, back: Return, lines: Sequence[Line], now: datetime
) -> None:
    """Enter the lines, and let go the payments of months that have not begun."""
    prefix = f"lease-invoice:{lease.contract_id}"
    happenings = [
        *_payments_let_go(lease, back, prefix),
        *(_entered(lease, line, f"{prefix}:{number}") for number, line in enumerate(lines)),
        *_too_much_credited(lease, lines, prefix),
    ]
    if happenings:
        ledger.enter(session, lease.contract_id, happenings, now)


def _payments_let_go(lease: Held, back: Return, prefix: str) -> Iterator[Happening]:
    """Yield the waiver of payments due after the return; before maturity, of all (R14.5).

    What was open before an early return is in its charge.
    """
    to_come = (each for each in lease.position.open_installments if each.due_on > back.on)
    amount = (
        lease.position.principal
        if _is_early(lease, back)
        else min(lease.position.principal, sum(each.remaining for each in to_come))
    )
    if amount:
        yield Happening(_waiver(lease, Bucket.PRINCIPAL, amount), f"{prefix}:payments")


def _entered(lease: Held, line: Line, key: str) -> Happening:
    """Return a line as it is entered: a charge as such, a credit as a waiver of them."""
    if line.amount < ZERO:
        return Happening(_waiver(lease, Bucket.OTHER_FEES, -line.amount), key)
    charge: Event = Charge(
        effective_on=lease.position.on,
        sequence=NEXT,
        bucket=Bucket.OTHER_FEES,
        amount=line.amount,
    )
    return Happening(charge, key)


def _too_much_credited(lease: Held, lines: Sequence[Line], prefix: str) -> Iterator[Happening]:
    """Yield what is credited beyond the fees, as money of theirs that we hold (R14.11).

    It pays what else is open; what is left goes back by itself, like any overage (R4.4).
    """
    amount = -sum(each.amount for each in lines) - lease.position.other_fees
    if amount > ZERO:
        paid = Payment(
            effective_on=lease.position.on,
            sequence=NEXT,
            id=f"lease-credit-{lease.contract_id}",
            amount=amount,
        )
        yield Happening(paid, f"{prefix}:credit")


def _waiver(lease: Held, bucket: Bucket, amount: Cents) -> Event:
    return Waiver(effective_on=lease.position.on, sequence=NEXT, bucket=bucket, amount=amount)


def _paper(lease: Held, invoice: LeaseInvoice, lines: Sequence[Line]) -> Paper:
    contract = lease.contract
    return Paper(
        key=f"lease-invoice:{lease.contract_id}",
        contract_id=lease.contract_id,
        kind=DocumentKind.LEASE_INVOICE,
        title="Final lease invoice",
        dated_on=invoice.issued_on,
        template="letter-1",
        content={
            "facts": [
                ["Vehicle", contract.vehicle],
                ["Contract", contract.number_masked],
                ["VIN", contract.vin],
                ["Returned", long(invoice.returned_on)],
                ["Odometer", f"{invoice.odometer:,} miles"],
                ["Issued", long(invoice.issued_on)],
            ],
            "figures_title": "What is owed",
            "figures": [
                *([each.words, dollars(each.amount)] for each in lines),
                ["Total", dollars(invoice.total_cents), "total"],
            ],
            "after": [
                APPEAL.format(day=long(invoice.dispute_by)),
                APPRAISAL,
            ],
        },
    )


def _tell(
    session: Session, lease: Held, invoice: LeaseInvoice, lines: Sequence[Line], now: datetime
) -> None:
    wording = notices.lease_invoice(
        total=invoice.total_cents,
        lines=[f"{each.words}: {dollars(each.amount)}" for each in lines],
        dispute_by=invoice.dispute_by,
    )
    for person in bound_by(session, lease.contract_id):
        deliveries.tell_borrower(
            session,
            person.id,
            wording,
            kind="lease_invoice",
            now=now,
            key=f"lease-invoice:{invoice.ref}:{person.id}",
        )
