"""Where a contract will stand on a day, once what is on its way or set for a day has been paid."""

from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col, select

from finance_portal.domain.autopay import draft_on
from finance_portal.domain.events import Intent
from finance_portal.domain.events import Payment as PaymentEvent
from finance_portal.domain.position import Position
from finance_portal.domain.replay import replay
from finance_portal.models.autopay import Autopay
from finance_portal.models.contracts import Contract
from finance_portal.models.scheduled import ScheduledPayment
from finance_portal.services.autopay.plans import plan_of
from finance_portal.services.contracts import File, file_of
from finance_portal.services.payments._orders import Planned


@dataclass(frozen=True)
class Foresight:
    """A contract's file with what is set for later days as if it had been paid then."""

    file: File
    scheduled: list[Planned]
    autopay: Autopay | None  # while it is on
    plans: str  # changes whenever one of them does

    def position(self, on: date) -> Position:
        """Return where the contract will stand at the end of a day."""
        return replay(self.file.terms.billing, self.file.foreseen(), on)

    def next_debit(self) -> Planned | None:
        """Return the day of autopay's next debit; its amount depends on what is paid before."""
        if self.autopay is None or self.autopay.next_debit_on is None:
            return None
        return Planned(on=self.autopay.next_debit_on, amount=None)

    def debit_beside(self, after: Position) -> Planned | None:
        """Return what autopay takes on the day of a payment, on top of it (case 54)."""
        if self.autopay is None or self.autopay.next_debit_on != after.on:
            return None
        drafted = draft_on(plan_of(self.autopay), after, after.on)
        return Planned(on=after.on, amount=drafted.amount)

    def basis(self, on: date) -> str:
        """Return what changes whenever a figure of that day may."""
        return f"{self.file.basis(on)}-{self.plans}"


def foresight_of(session: Session, contract: Contract, *, but: str = "") -> Foresight:
    """Return a contract with its plans, without the scheduled payment that is to be replaced."""
    file = file_of(session, contract)
    waiting = [row for row in waiting_on(session, contract.id or 0) if row.ref != but]
    first = contract.version + len(file.on_their_way) + 1
    planned = [_event(row, first + place) for place, row in enumerate(waiting)]
    autopay = _autopay_of(session, contract.id or 0)
    rows = ".".join(f"{row.id}v{row.version}" for row in waiting)
    return Foresight(
        replace(file, events=[*file.events, *planned]),
        [Planned(on=row.pay_on, amount=row.amount_cents) for row in waiting],
        autopay,
        f"{rows}-{autopay.id}.{autopay.next_debit_on}" if autopay else rows,
    )


def waiting_on(session: Session, contract_id: int) -> list[ScheduledPayment]:
    """Return the payments of a contract that wait for their day, the next one first."""
    return list(
        session.exec(
            select(ScheduledPayment)
            .where(
                col(ScheduledPayment.contract_id) == contract_id,
                col(ScheduledPayment.status) == "waiting",
            )
            .order_by(col(ScheduledPayment.pay_on), col(ScheduledPayment.id))
        )
    )


def _event(row: ScheduledPayment, sequence: int) -> PaymentEvent:
    return PaymentEvent(
        effective_on=row.pay_on,
        sequence=sequence,
        id=row.ref,
        amount=row.amount_cents,
        intent=Intent(row.intent),
        principal_only=row.principal_only_cents,
    )


def _autopay_of(session: Session, contract_id: int) -> Autopay | None:
    active = select(Autopay).where(
        col(Autopay.contract_id) == contract_id, col(Autopay.status) == "active"
    )
    return session.exec(active).one_or_none()
