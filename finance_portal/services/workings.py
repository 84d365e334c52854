"""How the figures of a contract were worked out: the lines under each amount of the overview."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from finance_portal.db import Database
from finance_portal.domain import lease_end, working
from finance_portal.domain.rights import Asked, Right
from finance_portal.domain.terms import LeaseTerms
from finance_portal.domain.working import Trace, Working
from finance_portal.services.accounts import Account
from finance_portal.services.contracts import File, contract_of, file_of
from finance_portal.services.leases import (
    extended_months,
    last_reading,
    lease_of,
)

Lines = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Workings:
    """The lines of each figure; none for a figure that the contract does not have."""

    principal: Lines = ()
    interest: Lines = ()
    per_diem: Lines = ()
    payoff: Lines = ()
    payoff_later: Lines = ()
    due: Lines = ()  # what is to be paid next, or to catch up
    last_payment: Lines = ()
    remaining: Lines = ()
    early_buyout: Lines = ()
    maturity_buyout: Lines = ()
    miles: Lines = ()
    forgiven: Lines = ()  # during military service


def workings(db: Database, *, borrower_id: int, account: Account) -> Workings:
    """Return the lines of the figures of an account. Raises ContractNotFound.

    None at all when something was posted since the account was read: lines under a figure that
    they do not lead to would be worse than none.
    """
    asked = Asked(Right.SEE, account.today or account.as_of)
    with db.read() as session:
        file = file_of(session, contract_of(session, borrower_id, account.ref, asked))
        traced = working.trace(file.terms.billing, file.events, account.as_of)
        if not _leads_to(traced, account):
            return Workings()
        if account.lease is None:
            return _of_loan(traced, file, account)
        return of_lease(session, file, traced)


def last_payment(traced: Trace) -> Lines:
    """Return how the latest payment that counts was divided."""
    applied = traced.position.applied.values()
    if not applied:
        return ()
    last = max(applied, key=lambda allocation: allocation.effective_on)
    return working.payment(traced, last.payment_id).lines


def _leads_to(traced: Trace, account: Account) -> bool:
    now = traced.position
    return (now.principal, now.payoff_on(now.on)) == (account.principal, account.payoff_today)


def _of_loan(traced: Trace, file: File, account: Account) -> Workings:
    return Workings(
        principal=working.principal(traced).lines,
        interest=working.accrued_interest(traced).lines,
        per_diem=working.per_diem(traced).lines,
        payoff=working.payoff(traced).lines,
        payoff_later=working.payoff(traced, account.payoff_good_through).lines,
        due=_due(traced),
        last_payment=last_payment(traced),
        forgiven=_forgiven(file, account),
    )


def _forgiven(file: File, account: Account) -> Lines:
    if account.service is None:
        return ()
    since, until = account.service.since, account.as_of
    return working.forgiven(file.terms.billing, file.events, since=since, until=until).lines


def of_lease(session: Session, file: File, traced: Trace) -> Workings:
    """Return the lines of what is left to pay of a lease, its two prices before tax, its miles."""
    lease, position = lease_of(session, file), traced.position
    if lease is None:
        return Workings()
    is_early = position.on < lease.maturity_on
    whole = lease_end.extended(lease, extended_months(lease, position))
    return Workings(
        remaining=working.remaining_payments(traced).lines,
        early_buyout=_lines(working.buyout(lease, position)) if is_early else (),
        maturity_buyout=_lines(working.maturity_buyout(lease)),
        miles=_miles(session, file, whole, position.on),
        due=_due(traced),
        last_payment=last_payment(traced),
    )


def _due(traced: Trace) -> Lines:
    if traced.position.past_due:
        return working.to_cure(traced).lines
    return working.amount_due(traced).lines if traced.position.next_installment else ()


def _miles(session: Session, file: File, lease: LeaseTerms, on: date) -> Lines:
    reading = last_reading(session, file.contract.id or 0)
    return working.mileage(lease, reading.miles, on).lines if reading else ()


def _lines(found: Working | None) -> Lines:
    return found.lines if found else ()
