"""A lease as everything at its end looks at it, and the one refusal of all of it."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from finance_portal.domain import lease_end
from finance_portal.domain.calendar import add_months
from finance_portal.domain.events import LeaseEnded
from finance_portal.domain.lease_timeline import MONTHS_TO_CHOOSE
from finance_portal.domain.position import Position
from finance_portal.domain.terms import LeaseTerms
from finance_portal.language import long_day, say
from finance_portal.models.contracts import Contract
from finance_portal.models.lease_end import LeaseInvoice
from finance_portal.models.requests import ServiceRequest
from finance_portal.services import flags
from finance_portal.services.contracts import File, contract_of, file_of
from finance_portal.services.leases import extended_months, lease_of


class LeaseEndRefused(Exception):
    """It cannot be done; the message is fit for the borrower and names the field it is about."""

    def __init__(self, message: str, field: str = "form") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Held:
    """A lease, what has happened to it, and where it stands."""

    file: File
    lease: LeaseTerms
    position: Position
    today: date
    invoice: LeaseInvoice | None

    @property
    def contract(self) -> Contract:
        """Return the contract's row."""
        return self.file.contract

    @property
    def contract_id(self) -> int:
        """Return the contract's key."""
        return self.file.contract.id or 0

    @property
    def ended(self) -> LeaseEnded | None:
        """Return how the lease ended; None while it goes on."""
        return lease_end.ending_of(self.file.events)

    @property
    def extended(self) -> int:
        """Return the months by which it was extended so far."""
        return extended_months(self.lease, self.position)

    @property
    def runs_through(self) -> date:
        """Return the day on which the vehicle is due back, extensions included."""
        return lease_end.extended(self.lease, self.extended).maturity_on

    @property
    def choose_from(self) -> date:
        """Return the first day on which a way out can be chosen."""
        matures_on = self.lease.maturity_on
        return add_months(matures_on, -MONTHS_TO_CHOOSE, matures_on.day)


def held_by(session: Session, borrower_id: int, contract_ref: str, today: date) -> Held:
    """Return a borrower's lease. Raises ContractNotFound, also for a loan: it has no lease end."""
    return held(session, contract_of(session, borrower_id, contract_ref), today)


def held(session: Session, contract: Contract, today: date) -> Held:
    """Return a lease. Raises LeaseEndRefused for a loan."""
    file = file_of(session, contract)
    lease = lease_of(session, file)
    if lease is None:
        raise LeaseEndRefused(say("This contract is a loan. It has no lease end."))
    return Held(file, lease, file.position(today), today, invoice_of(session, contract.id or 0))


def changing(session: Session, borrower_id: int, contract_ref: str, today: date) -> Held:
    """Return a lease that its borrower may change today.

    Raises LeaseEndRefused when the vehicle is back or a hold is on the contract (1.22).
    """
    mine = held_by(session, borrower_id, contract_ref, today)
    if mine.invoice is not None:
        raise LeaseEndRefused(say("The vehicle is back. There is nothing left to change here."))
    if mine.ended is not None:
        raise LeaseEndRefused(say("You bought the vehicle. There is nothing left to change here."))
    limits = flags.restrictions(session, mine.contract_id, today)
    if limits.read_only:
        raise LeaseEndRefused(f"{limits.words} {limits.contact}")
    return mine


def refuse_too_early(mine: Held) -> None:
    """Raise LeaseEndRefused before the last year: nothing is chosen so early."""
    if mine.today < mine.choose_from:
        day = long_day(mine.choose_from)
        raise LeaseEndRefused(
            say("You can choose from {day}: a year before your lease ends.", day=day)
        )


def invoice_of(session: Session, contract_id: int) -> LeaseInvoice | None:
    """Return the final invoice, which is there once the vehicle is back."""
    return session.exec(
        select(LeaseInvoice).where(col(LeaseInvoice.contract_id) == contract_id)
    ).one_or_none()


def latest(session: Session, contract_id: int, kind: str) -> ServiceRequest | None:
    """Return the latest request of a kind for a contract, open or not."""
    return session.exec(
        select(ServiceRequest)
        .where(col(ServiceRequest.contract_id) == contract_id, col(ServiceRequest.kind) == kind)
        .order_by(col(ServiceRequest.id).desc())
        .limit(1)
    ).one_or_none()
