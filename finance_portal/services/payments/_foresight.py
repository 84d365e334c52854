"""Where a contract will stand on a day, once what is on its way or set for a day has been paid."""

from dataclasses import dataclass, field, replace
from datetime import date

from sqlmodel import Session

from finance_portal.domain.autopay import draft_on
from finance_portal.domain.position import Position
from finance_portal.domain.replay import replay
from finance_portal.models.autopay import Autopay
from finance_portal.models.contracts import Contract
from finance_portal.models.quotes import Quote
from finance_portal.services.autopay.plans import autopay_on, plan_of
from finance_portal.services.contracts import File, file_of
from finance_portal.services.payments._orders import Planned
from finance_portal.services.payoff import honouring
from finance_portal.services.payoff.quotes import open_quotes
from finance_portal.services.waiting_orders import as_paid, waiting_on


@dataclass(frozen=True)
class Foresight:
    """A contract's file with what is set for later days as if it had been paid then."""

    file: File
    scheduled: list[Planned]
    autopay: Autopay | None  # while it is on, or paused
    plans: str  # changes whenever one of them does
    quotes: list[Quote] = field(default_factory=list)  # that may be paid

    def position(self, on: date) -> Position:
        """Return where the contract will stand at the end of a day."""
        return replay(self.file.terms.billing, self.file.foreseen(), on)

    def if_paid_off(self, on: date) -> "Foresight":
        """Return it as it is when a payoff is paid on a day: a quote that runs is honoured."""
        return replace(self, file=honouring.waived(self.file, self.quotes, on))

    def if_bought(self, on: date) -> "Foresight":
        """Return it as it is when the leased vehicle is bought on a day; the same if it cannot."""
        known = self.file.foreseen()
        ended = self.file.bought(known, on, "")
        if ended is None:
            return self
        return replace(self, file=replace(self.file, events=[*self.file.events, ended]))

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
    autopay = autopay_on(session, contract.id or 0, locks=False)
    rows = ".".join(f"{row.id}v{row.version}" for row in waiting)
    return Foresight(
        replace(file, events=[*file.events, *as_paid(file, waiting)]),
        [Planned(on=row.pay_on, amount=row.amount_cents) for row in waiting],
        autopay,
        f"{rows}-{autopay.id}.{autopay.next_debit_on}" if autopay else rows,
        open_quotes(session, contract.id or 0),
    )
