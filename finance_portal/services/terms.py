"""The terms of a contract, from its rows to the arithmetic."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from sqlmodel import Session, col, select

from finance_portal.domain.allocation import Bucket
from finance_portal.domain.cents import Cents, Rounding
from finance_portal.domain.day_count import DayCount
from finance_portal.domain.late_charge import Base, LateChargeRule, Take
from finance_portal.domain.rates import ZERO_RATE, Rate
from finance_portal.domain.terms import LeaseTerms, LoanTerms, obligation
from finance_portal.models.contracts import Contract, ContractKind, Lease, Loan


@dataclass(frozen=True)
class Terms:
    """What one engine bills (`billing`), and of a lease what it is worth (`lease`)."""

    billing: LoanTerms
    lease: LeaseTerms | None = None


def terms_of(session: Session, contract: Contract) -> Terms:
    """Return the terms of a contract as they were signed."""
    return terms_of_many(session, [contract])[contract.id or 0]


def terms_of_many(session: Session, contracts: Iterable[Contract]) -> dict[int, Terms]:
    """Return the terms of each of several contracts, as they were signed."""
    of = {each.id: each for each in contracts}
    loans = [each.id for each in of.values() if each.kind == ContractKind.LOAN]
    leases = [each.id for each in of.values() if each.kind != ContractKind.LOAN]
    found = dict[int, Terms]()
    if loans:
        for loan in session.exec(select(Loan).where(col(Loan.contract_id).in_(loans))):
            found[loan.contract_id] = Terms(loan_terms(of[loan.contract_id], loan))
    if leases:
        for lease in session.exec(select(Lease).where(col(Lease.contract_id).in_(leases))):
            terms = lease_terms(of[lease.contract_id], lease)
            found[lease.contract_id] = Terms(obligation(terms), terms)
    return found


def loan_terms(contract: Contract, loan: Loan) -> LoanTerms:
    """Return the terms of a loan."""
    return LoanTerms(
        amount_financed=loan.amount_financed_cents,
        rate=Rate.ppm(loan.rate_ppm),
        interest_from=loan.interest_from,
        first_due_on=contract.first_due_on,
        due_day=contract.due_day,
        term=contract.term,
        installment=contract.installment_cents,
        balloon=loan.balloon_cents,
        day_count=DayCount(loan.day_count),
        rounding=Rounding(loan.rounding),
        application_order=_order(contract.application_order),
        late_charge=_late_charge(contract),
        grace_on_banking_days=contract.grace_on_banking_days,
        returned_payment_fee=contract.returned_payment_fee_cents,
        state=contract.state_code,
    )


def lease_terms(contract: Contract, lease: Lease) -> LeaseTerms:
    """Return the terms of a lease."""
    return LeaseTerms(
        term=contract.term,
        first_due_on=contract.first_due_on,
        due_day=contract.due_day,
        maturity_on=lease.maturity_on,
        base_monthly_payment=contract.installment_cents - lease.monthly_tax_cents,
        monthly_tax=lease.monthly_tax_cents,
        tax_rate=ZERO_RATE if lease.tax_rate_ppm is None else Rate.ppm(lease.tax_rate_ppm),
        adjusted_capitalized_cost=lease.adjusted_capitalized_cost_cents,
        residual_value=lease.residual_value_cents,
        money_factor=None if lease.money_factor_ppm is None else Rate.ppm(lease.money_factor_ppm),
        miles_allowed=lease.miles_allowed or 0,
        miles_purchased=lease.miles_purchased,
        start_odometer=lease.start_odometer,
        excess_mile_rate=lease.excess_mile_cents or 0,
        disposition_fee=lease.disposition_fee_cents,
        purchase_option_fee=lease.purchase_option_fee_cents,
        security_deposit=lease.security_deposit_cents,
        application_order=_order(contract.application_order),
        late_charge=_late_charge(contract),
        grace_on_banking_days=contract.grace_on_banking_days,
        returned_payment_fee=contract.returned_payment_fee_cents,
        state=contract.state_code,
    )


def _late_charge(contract: Contract) -> LateChargeRule:
    return _rule(
        contract.grace_days,
        contract.late_percent_ppm,
        contract.late_flat_cents,
        contract.late_take,
        contract.late_minimum_cents,
        contract.late_maximum_cents,
        contract.late_base,
    )


@lru_cache(maxsize=1_024)  # many contracts, few rules
def _rule(
    grace_days: int,
    percent_ppm: int | None,
    flat: Cents | None,
    take: str,
    minimum: Cents,
    maximum: Cents | None,
    base: str,
) -> LateChargeRule:
    return LateChargeRule(
        grace_days=grace_days,
        percent=None if percent_ppm is None else Rate.ppm(percent_ppm),
        flat=flat,
        take=Take(take),
        minimum=minimum,
        maximum=maximum,
        base=Base(base),
    )


@lru_cache(maxsize=1_024)
def _order(names: str) -> tuple[Bucket, ...]:
    return tuple(Bucket(name) for name in names.split(","))
