"""Who is told of an access: all who are bound, and whoever has it, each in their language."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from finance_portal.language import speaking
from finance_portal.models.contracts import Contract
from finance_portal.models.delegates import Delegation
from finance_portal.models.people import Borrower
from finance_portal.notices.delegates import Shared
from finance_portal.notices.wording import Wording
from finance_portal.services import deliveries
from finance_portal.services.obligors import obligors_of

Notice = Callable[[Shared], Wording]


def shared(contract: Contract, row: Delegation, giver: str) -> Shared:
    """Return what a notice says of an access: never a whole number."""
    return Shared(
        giver=giver,
        name=row.name,
        vehicle=contract.vehicle,
        number=contract.number_masked,
        may_pay=row.may_pay,
        may_see_documents=row.may_see_documents,
        through_on=row.through_on,
    )


def obligors(
    session: Session, contract: Contract, row: Delegation, notice: Notice, now: datetime
) -> None:
    """Tell everybody whom the contract binds."""
    for borrower in obligors_of(session, contract.id or 0):
        _tell(session, borrower, contract, row, notice, now)


def delegate(
    session: Session, contract: Contract, row: Delegation, notice: Notice, now: datetime
) -> None:
    """Tell whoever has the access, once they have taken it up."""
    if row.accepted_at and row.delegate_id:
        person = session.get_one(Borrower, row.delegate_id)
        _tell(session, person, contract, row, notice, now)


def _tell(
    session: Session,
    person: Borrower,
    contract: Contract,
    row: Delegation,
    notice: Notice,
    now: datetime,
) -> None:
    giver = session.get_one(Borrower, row.giver_id).name
    with speaking(person.language):
        words = notice(shared(contract, row, giver))
        deliveries.tell_borrower(session, person.id, words, kind=notice.__name__, now=now)
