"""The figures of a lease, kept apart: what is left to pay, and two prices of the vehicle."""

from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col, func, select

from finance_portal.domain import lease_end
from finance_portal.domain.cents import Cents
from finance_portal.domain.position import Position
from finance_portal.domain.terms import LeaseTerms
from finance_portal.models.contracts import OdometerReading
from finance_portal.models.lease_end import MilesPurchase
from finance_portal.services.contracts import File


@dataclass(frozen=True, kw_only=True)
class Miles:
    """How far the vehicle was driven, and what that would cost if it went on like this."""

    allowed: int
    odometer: int
    read_on: date
    driven: int
    projected: int
    excess: int
    charge: Cents


@dataclass(frozen=True, kw_only=True)
class ToBuy:
    """What an early buyout rests on: the payments of the term that have not fallen due (R14.4).

    What fell due and is open is added whole: it is in no lease balance any more. In cents.
    """

    to_come: tuple[date, ...]
    due: Cents
    prepaid: Cents  # of the next payment
    fees: Cents


@dataclass(frozen=True, kw_only=True)
class LeaseFigures:
    """Three figures that must never be confused (R14.6), in cents before tax; and the mileage.

    The early buyout holds what is due and open, and the open fees (R14.4).
    """

    payments_made: int
    payments_left: int
    remaining_payments: Cents
    early_buyout: Cents | None
    maturity_buyout: Cents | None
    matures_on: date
    extended_months: int  # beyond maturity, month to month; 0 for a lease in its term
    disposition_fee: Cents
    miles: Miles | None
    runs_through: date  # the vehicle is due back, extensions included
    ended_on: date | None  # the vehicle came back, or was bought
    was_bought: bool


def figures(session: Session, file: File, position: Position) -> LeaseFigures | None:
    """Return the figures of a lease, or None for a loan."""
    lease = lease_of(session, file)
    if lease is None:
        return None
    early = lease_end.buyout_on(lease, position) if position.on < lease.maturity_on else None
    at_maturity = lease_end.maturity_buyout(lease)
    ended = lease_end.ending_of(file.events)
    return LeaseFigures(
        payments_made=len(position.installments) - position.installments_left,
        payments_left=position.installments_left,
        remaining_payments=position.principal,
        early_buyout=early.total if early else None,
        maturity_buyout=at_maturity.total if at_maturity else None,
        matures_on=lease.maturity_on,
        extended_months=extended_months(lease, position),
        disposition_fee=lease.disposition_fee,
        miles=_miles(session, file, lease, position),
        runs_through=lease_end.extended(lease, extended_months(lease, position)).maturity_on,
        ended_on=ended.effective_on if ended else None,
        was_bought=bool(ended and ended.payment_id),
    )


def lease_of(session: Session, file: File) -> LeaseTerms | None:
    """Return the terms of a lease with the miles that were bought since; None for a loan."""
    if file.terms.lease is None:
        return None
    bought = select(func.coalesce(func.sum(MilesPurchase.miles), 0)).where(
        col(MilesPurchase.contract_id) == file.contract.id
    )
    purchased = file.terms.lease.miles_purchased + int(session.exec(bought).one())
    return replace(file.terms.lease, miles_purchased=purchased)


def extended_months(lease: LeaseTerms, position: Position) -> int:
    """Return the months by which a lease was extended so far."""
    return len(position.installments) - lease.term


def last_reading(session: Session, contract_id: int) -> OdometerReading | None:
    """Return what the odometer showed last, or None if nobody has told."""
    return session.exec(
        select(OdometerReading)
        .where(col(OdometerReading.contract_id) == contract_id)
        .order_by(col(OdometerReading.read_on).desc())
        .limit(1)
    ).one_or_none()


def _miles(session: Session, file: File, lease: LeaseTerms, position: Position) -> Miles | None:
    reading = last_reading(session, file.contract.id or 0)
    if reading is None:
        return None
    whole = lease_end.extended(lease, extended_months(lease, position))
    projected = lease_end.projected_mileage(whole, reading.miles, position.on)
    return Miles(
        allowed=projected.allowed,
        odometer=reading.miles,
        read_on=reading.read_on,
        driven=reading.miles - lease.start_odometer,
        projected=projected.odometer,
        excess=projected.excess,
        charge=projected.charge,
    )
