"""What is waived or credited by hand: worked out before it is proposed, entered when approved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from finance_portal.domain.allocation import FEE_BUCKETS, Bucket
from finance_portal.domain.cents import Cents, dollars
from finance_portal.domain.events import Event, Waiver
from finance_portal.domain.position import Position
from finance_portal.domain.replay import replay
from finance_portal.models.contracts import Contract
from finance_portal.models.desk import DeskProposal
from finance_portal.services import ledger
from finance_portal.services.autopay import consequences
from finance_portal.services.contracts import File, file_of
from finance_portal.services.ledger import Happening

BUCKETS: Mapping[str, tuple[Bucket, ...]] = {
    "waiver": FEE_BUCKETS,
    "credit": (Bucket.INTEREST, Bucket.PRINCIPAL),
}
NAMES: Mapping[str, str] = {
    Bucket.LATE_CHARGES: "Late charges",
    Bucket.RETURNED_FEES: "Returned payment fees",
    Bucket.OTHER_FEES: "Other fees",
    Bucket.INTEREST: "Unpaid interest",
    Bucket.PRINCIPAL: "Principal",
}


class AdjustmentRefused(ValueError):
    """This cannot be waived or credited; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Adjustment:
    """What is to be taken off what is owed. A waiver is of fees, a credit of anything else."""

    kind: str  # a key of BUCKETS
    bucket: Bucket
    amount: Cents
    effective_on: date


@dataclass(frozen=True)
class Change:
    """One figure before and after, in cents."""

    name: str
    before: Cents
    after: Cents


def open_amounts(position: Position) -> dict[Bucket, Cents]:
    """Return what is open of each thing that can be waived or credited."""
    return {
        Bucket.LATE_CHARGES: position.late_charges,
        Bucket.RETURNED_FEES: position.returned_fees,
        Bucket.OTHER_FEES: position.other_fees,
        Bucket.INTEREST: position.unpaid_interest,
        Bucket.PRINCIPAL: position.principal,
    }


def adjustment_of(row: DeskProposal) -> Adjustment:
    """Return the adjustment that somebody has proposed."""
    return Adjustment(
        kind=row.kind,
        bucket=Bucket(row.bucket or ""),
        amount=row.amount_cents or 0,
        effective_on=row.effective_on or date.min,
    )


def preview(session: Session, contract: Contract, wanted: Adjustment, today: date) -> list[Change]:
    """Return what an adjustment would change today. Raises AdjustmentRefused."""
    file = file_of(session, contract)
    event = _event(file, wanted, today)
    before = file.position(today)
    after = replay(file.terms.billing, [*file.events, event], file.day(today))
    was, is_ = open_amounts(before), open_amounts(after)
    return [
        *(Change(NAMES[each], was[each], is_[each]) for each in was if was[each] != is_[each]),
        Change("Payoff today", before.payoff_on(before.on), after.payoff_on(after.on)),
    ]


def enter(
    session: Session, contract_id: int, wanted: Adjustment, *, key: str, now: datetime
) -> None:
    """Enter an adjustment, once for a key. Raises AdjustmentRefused."""
    contract = ledger.locked(session, contract_id)
    event = _event(file_of(session, contract), wanted, now.date())
    ledger.enter(session, contract_id, [Happening(event, key)], now)
    consequences.terms_changed(session, contract_id, now)


def _event(file: File, wanted: Adjustment, today: date) -> Event:
    """Return the event of an adjustment that is possible. Raises AdjustmentRefused."""
    if wanted.bucket not in BUCKETS.get(wanted.kind, ()):
        raise AdjustmentRefused("Choose what is waived or credited.")
    if file.terms.lease and wanted.kind == "credit":
        raise AdjustmentRefused("Of a lease only fees are waived here.")
    if wanted.amount <= 0:
        raise AdjustmentRefused("Enter an amount above $0.00.")
    if not file.contract.serviced_from <= wanted.effective_on <= today:
        raise AdjustmentRefused(
            f"It counts from a day between {file.contract.serviced_from} and today."
        )
    _refuse_too_much(file, wanted, today)
    return Waiver(
        effective_on=wanted.effective_on,
        sequence=ledger.NEXT,
        bucket=wanted.bucket,
        amount=wanted.amount,
    )


def _refuse_too_much(file: File, wanted: Adjustment, today: date) -> None:
    """Refuse more than is open, on that day and today; a contract is closed by a payment alone."""
    then = replay(file.terms.billing, file.events, wanted.effective_on)
    most = min(open_amounts(each)[wanted.bucket] for each in (then, file.position(today)))
    most -= wanted.bucket is Bucket.PRINCIPAL
    if wanted.amount > most:
        raise AdjustmentRefused(
            f"Only {dollars(max(most, 0))} of it can be taken off: {NAMES[wanted.bucket].lower()}."
        )
