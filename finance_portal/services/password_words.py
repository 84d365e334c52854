"""What is known of a borrower, and so may not be in their password."""

from sqlmodel import Session

from finance_portal.models.people import Borrower
from finance_portal.services import contracts
from finance_portal.services.vault import Vault


def words_of(session: Session, vault: Vault, borrower: Borrower, user_name: str) -> list[str]:
    """Return names, contacts, account numbers and VINs, for password_gate.check."""
    theirs = contracts.contracts_of(session, borrower.id or 0)
    known = [
        user_name,
        borrower.first_name,
        borrower.last_name,
        borrower.email,
        borrower.phone,
        *(contract.vin for contract in theirs),
        *(contracts.number_of(vault, contract) for contract in theirs),
    ]
    return [word for word in known if word]
