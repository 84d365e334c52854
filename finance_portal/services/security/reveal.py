"""The whole number of a contract, shown to whoever has just stepped up for it (K4)."""

from finance_portal.notices import security as notices
from finance_portal.services import contracts
from finance_portal.services.security.desk import Act, SecurityDesk, note

SECONDS = 30  # then the page hides it again


def reveal_number(desk: SecurityDesk, act: Act, *, contract_ref: str) -> str:
    """Return a contract's number, and note and tell that it was shown. Raises ContractNotFound."""
    with desk.db.begin() as session:
        contract = contracts.contract_of(session, act.who.borrower_id, contract_ref)
        about = "number:revealed"
        note(session, act, about, subject=contract.ref)
        desk.tell(session, act, notices.number_revealed, about=about)
        return contracts.number_of(desk.vault, contract)
