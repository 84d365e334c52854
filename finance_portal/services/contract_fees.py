"""What one contract may charge, from its own rules: nothing here is a figure of ours."""

from dataclasses import dataclass

from finance_portal.db import Database
from finance_portal.domain.cents import Cents
from finance_portal.domain.late_charge import grace_days, late_charge
from finance_portal.domain.terms import LeaseTerms
from finance_portal.services.contracts import contract_of
from finance_portal.services.terms import terms_of


@dataclass(frozen=True, kw_only=True)
class ContractFees:
    """The fees of a contract, in cents; 0 where there is none."""

    installment: Cents  # that the late charge below is of
    late: Cents
    grace_days: int
    on_banking_days: bool
    returned: Cents
    card: Cents
    lease: LeaseTerms | None


def fees_of(db: Database, *, borrower_id: int, contract_ref: str) -> ContractFees:
    """Return what a contract may charge its borrower. Raises ContractNotFound."""
    with db.read() as session:
        contract = contract_of(session, borrower_id, contract_ref)
        terms = terms_of(session, contract)
        billing = terms.billing
        installment = billing.installment
        return ContractFees(
            installment=installment,
            late=late_charge(billing.late_charge, installment, installment, billing.state),
            grace_days=grace_days(billing.late_charge, billing.state),
            on_banking_days=billing.grace_on_banking_days,
            returned=billing.returned_payment_fee,
            card=contract.card_fee_cents,
            lease=terms.lease,
        )
