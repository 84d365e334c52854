"""What can be chosen on a contract: the days of another due date, or the months of an extension."""

from datetime import date

from finance_portal.db import Database
from finance_portal.domain.relief import ReliefProblem, ReliefRefused
from finance_portal.services.contracts import contract_of, file_of
from finance_portal.services.relief.effects import Kind, Option, options


def offers(
    db: Database, *, borrower_id: int, contract_ref: str, kind: Kind, today: date
) -> tuple[Option, ...]:
    """Return what can be chosen. Raises ReliefRefused when nothing can, and ContractNotFound."""
    with db.read() as session:
        file = file_of(session, contract_of(session, borrower_id, contract_ref))
        found = options(session, file, kind, today)
    possible = tuple(each for each in found if each.effect)
    if not possible:
        raise ReliefRefused(ReliefProblem.NOT_OFFERED, found[0].why_not)
    return possible
