"""What closes a contract on each of the next sixty days, or what buys a leased vehicle (R10.1)."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from finance_portal.db import Database
from finance_portal.domain import lease_end, working
from finance_portal.domain.cents import Cents
from finance_portal.domain.lease_end import Buyout
from finance_portal.domain.payoff import LONGEST_DAYS, PayoffQuote, payoff_by_day
from finance_portal.domain.position import Position
from finance_portal.domain.working import Working
from finance_portal.services import flags
from finance_portal.services.accounts import kind_of
from finance_portal.services.coming import Coming, coming_of
from finance_portal.services.contracts import File, contract_of, file_of, refuse_disagreement
from finance_portal.services.flags import Restrictions
from finance_portal.services.payoff.quotes import Given, given_to

Lines = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Buyouts:
    """What buys a leased vehicle, now and at maturity, before tax; never called a payoff (R14.6).

    A price is None where the contract does not say what it rests on.
    """

    early: Buyout | None
    early_good_through: date | None
    at_maturity: Buyout | None
    matures_on: date
    payments_left: int
    remaining_payments: Cents
    early_working: Lines = ()
    maturity_working: Lines = ()
    remaining_working: Lines = ()


@dataclass(frozen=True, kw_only=True)
class Dial:
    """Everything about paying a contract off. Amounts in cents.

    `days` is empty for a lease, for a contract that is paid off, and while `restrictions` forbid a
    quote; its first day is today, or the day from which a posted payment counts.
    """

    contract_ref: str
    kind: str  # "loan", "balloon", "lease"
    today: date
    days: list[PayoffQuote]
    workings: list[Lines]  # how the total of each day is worked out
    buyouts: Buyouts | None
    pending: Cents  # on its way, not deducted (A28)
    coming: list[Coming]  # what will be paid by itself, if nothing is changed
    next_due_on: date | None
    is_closed: bool
    restrictions: Restrictions
    letter_until: date  # the last day that a letter can be good for
    given: list[Given]


def dial_of(db: Database, *, borrower_id: int, contract_ref: str, today: date) -> Dial:
    """Return what closes a contract on each day to come. Raises ContractNotFound."""
    with db.read() as session:
        contract = contract_of(session, borrower_id, contract_ref)
        file = file_of(session, contract)
        position = file.position(today)
        refuse_disagreement(session, file, position)
        held = flags.restrictions(session, contract.id or 0, today)
        following = position.next_installment
        days = [] if held.no_payoff else _days(file, position)
        return Dial(
            contract_ref=contract_ref,
            kind=kind_of(file),
            today=position.on,
            days=days,
            workings=_workings(file, position, days),
            buyouts=None if held.no_payoff else _buyouts(file, position),
            pending=file.in_flight,
            coming=coming_of(session, file, today),
            next_due_on=following.due_on if following else None,
            is_closed=position.is_closed,
            restrictions=held,
            letter_until=position.on + timedelta(days=LONGEST_DAYS),
            given=_given(session, file, borrower_id, today),
        )


def buyouts_of(file: File, position: Position) -> Buyouts | None:
    """Return what buys a leased vehicle, with what is past due and open fees; None for a loan.

    Before maturity the balance changes on the monthly date, so a price is good through the day
    before the next one (R14.4); what has fallen due and is open is in it, once.
    """
    lease = file.terms.lease
    if lease is None:
        return None
    traced = working.trace(file.terms.billing, file.events, position.on)
    is_early = position.on < lease.maturity_on
    return Buyouts(
        early=lease_end.buyout_on(lease, position, tax_rate=lease.tax_rate) if is_early else None,
        early_good_through=lease_end.early_good_through(lease, position),
        at_maturity=lease_end.maturity_buyout(lease, tax_rate=lease.tax_rate),
        matures_on=lease.maturity_on,
        payments_left=position.installments_left,
        remaining_payments=position.principal,
        early_working=_lines(working.buyout(lease, position, tax_rate=lease.tax_rate))
        if is_early
        else (),
        maturity_working=_lines(working.maturity_buyout(lease, tax_rate=lease.tax_rate)),
        remaining_working=working.remaining_payments(traced).lines,
    )


def _lines(found: Working | None) -> Lines:
    return found.lines if found else ()


def _days(file: File, position: Position) -> list[PayoffQuote]:
    if file.terms.lease is not None or position.is_closed:
        return []
    return payoff_by_day(
        file.terms.billing, file.events, quoted_on=position.on, pending=file.in_flight
    )


def _workings(file: File, position: Position, days: list[PayoffQuote]) -> list[Lines]:
    if not days:
        return []
    traced = working.trace(file.terms.billing, file.events, position.on)
    return [working.payoff(traced, each.good_through).lines for each in days]


def _buyouts(file: File, position: Position) -> Buyouts | None:
    return None if position.is_closed else buyouts_of(file, position)


def _given(session: Session, file: File, borrower_id: int, today: date) -> list[Given]:
    return given_to(session, file.contract.id or 0, file.events, borrower_id, today)
