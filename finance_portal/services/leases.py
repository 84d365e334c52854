"""The figures of a lease, kept apart: what is left to pay, and two prices of the vehicle."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from finance_portal.domain import lease_end
from finance_portal.domain.cents import Cents
from finance_portal.domain.position import Position
from finance_portal.models.contracts import OdometerReading
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
class LeaseFigures:
    """Three figures that must never be confused (R14.6), in cents before tax; and the mileage."""

    payments_made: int
    payments_left: int
    remaining_payments: Cents
    early_buyout: Cents | None
    maturity_buyout: Cents | None
    matures_on: date
    extended_months: int  # beyond maturity, month to month; 0 for a lease in its term
    disposition_fee: Cents
    miles: Miles | None


def figures(session: Session, file: File, position: Position) -> LeaseFigures | None:
    """Return the figures of a lease, or None for a loan."""
    lease = file.terms.lease
    if lease is None:
        return None
    early = lease_end.early_buyout(lease, position.installments_left)
    at_maturity = lease_end.maturity_buyout(lease)
    return LeaseFigures(
        payments_made=len(position.installments) - position.installments_left,
        payments_left=position.installments_left,
        remaining_payments=position.principal,
        early_buyout=early.total if early else None,
        maturity_buyout=at_maturity.total if at_maturity else None,
        matures_on=lease.maturity_on,
        extended_months=len(position.installments) - lease.term,
        disposition_fee=lease.disposition_fee,
        miles=_miles(session, file, position.on),
    )


def _miles(session: Session, file: File, today: date) -> Miles | None:
    reading = session.exec(
        select(OdometerReading)
        .where(col(OdometerReading.contract_id) == file.contract.id)
        .order_by(col(OdometerReading.read_on).desc())
        .limit(1)
    ).one_or_none()
    lease = file.terms.lease
    if reading is None or lease is None:
        return None
    projected = lease_end.projected_mileage(lease, reading.miles, today)
    return Miles(
        allowed=projected.allowed,
        odometer=reading.miles,
        read_on=reading.read_on,
        driven=reading.miles - lease.start_odometer,
        projected=projected.odometer,
        excess=projected.excess,
        charge=projected.charge,
    )
