"""The letters after a payoff: paid in full, the lien released; and that they hold no more."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from finance_portal.documents import closing_letters as letters
from finance_portal.domain.position import Allocation, Position
from finance_portal.language import say
from finance_portal.models.closing import Title
from finance_portal.models.contracts import ContractKind
from finance_portal.models.documents import DocumentKind
from finance_portal.services import documents
from finance_portal.services.contracts import File
from finance_portal.services.documents import Paper
from finance_portal.services.obligors import obligors_of
from finance_portal.services.spoken_to import speaking_to

PAPERS = {
    "paid-in-full": (DocumentKind.PAID_IN_FULL, letters.PAID_IN_FULL),
    "lien-release": (DocumentKind.LIEN_RELEASE, letters.LIEN_RELEASE),
    "title-transfer": (DocumentKind.LIEN_RELEASE, letters.TRANSFER),
    "open-again": (DocumentKind.NOTICE, letters.OPEN_AGAIN),
}


def closing_payment(position: Position) -> Allocation:
    """Return the payment that closed a contract. Raises ValueError for one without payments."""
    closed_on = position.closed_on or position.on
    until = (each for each in position.applied.values() if each.effective_on <= closed_on)
    return max(until, key=lambda each: each.effective_on)


def issue(session: Session, file: File, position: Position, row: Title, now: datetime) -> None:
    """Issue both letters for a title whose lien is released, and keep them with it."""
    on = row.released_on or now.date()
    loan = _loan(session, file, position, row)
    with _spoken_to(session, file):
        letter = _paper(row, "paid-in-full", on, letters.paid_in_full(loan))
    name = "title-transfer" if loan.is_lease else "lien-release"
    release = _paper(row, name, on, letters.lien_release(loan, on))
    row.paid_in_full_id = documents.issue(session, letter, now).id
    row.release_id = documents.issue(session, release, now).id


def withdraw(session: Session, file: File, row: Title, now: datetime) -> None:
    """Issue the letter that takes the place of the one that says paid in full."""
    contract = file.contract
    names = [borrower.name for borrower in obligors_of(session, contract.id or 0)]
    with _spoken_to(session, file):
        content = letters.open_again(
            names, contract.number_masked, contract.vehicle, closed_on=row.closed_on, on=now.date()
        )
        paper = _paper(row, "open-again", now.date(), content)
    documents.issue(session, replace(paper, corrects_id=row.paid_in_full_id), now)


def _spoken_to(session: Session, file: File) -> AbstractContextManager[None]:
    """Speak the language of who signed first: a letter is one for all who are bound."""
    return speaking_to(session, obligors_of(session, file.contract.id or 0)[0].id)


def _paper(row: Title, name: str, on: date, content: Mapping[str, Any]) -> Paper:
    kind, title = PAPERS[name]
    return Paper(
        key=f"{name}:{row.contract_id}:{row.closed_on}:{on}",
        contract_id=row.contract_id,
        kind=kind,
        title=say(title),
        dated_on=on,
        template=letters.TEMPLATE,
        content=content,
    )


def _loan(session: Session, file: File, position: Position, row: Title) -> letters.PaidOff:
    contract = file.contract
    last = closing_payment(position)
    return letters.PaidOff(
        borrowers=[borrower.name for borrower in obligors_of(session, contract.id or 0)],
        number_masked=contract.number_masked,
        vehicle=contract.vehicle,
        vin=contract.vin,
        title_state=row.title_state or "",
        closed_on=row.closed_on,
        clears_on=row.clears_on,
        amount=last.amount,
        overage=last.credit,
        is_lease=contract.kind == ContractKind.LEASE,
    )
