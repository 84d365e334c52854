"""What needs a person: found by the portal, looked at by somebody, with what came of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select

from finance_portal.db import Database, insert
from finance_portal.domain.cents import Cents
from finance_portal.models.contracts import Contract
from finance_portal.models.desk import DeskMark, DeskUser
from finance_portal.models.nightly import SetAside
from finance_portal.models.payments import Dispute, Payment, ProcessorEvent, Refund
from finance_portal.models.people import Obligor
from finance_portal.models.security import Login, SecurityCase
from finance_portal.services.desk.acting import Deed, note

LONGEST = 500
MOST = 200
WHAT_TO_DO: Mapping[str, str] = {
    "payment": "Compare it with the processor's own page, then note what you found. The books"
    " follow the processor by themselves as soon as it says something else.",
    "refund": "Ask the borrower how to send the money, and note what was agreed.",
    "dispute": "Answer the bank at the processor, by its deadline, and note what was sent.",
    "processor_event": "It could not be acted on after several tries. Note what it was about; an"
    " engineer may have to look.",
    "set_aside": "A job could not do this contract. Marking it lets the job try once more.",
    "security_case": 'The borrower said "this wasn\'t me". Call them at the number on file, then'
    " unlock the sign-in on the account's page.",
}


class ReviewRefused(ValueError):
    """This is not to be marked like that; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """Something that needs a person. `row_id` and `kind` name it."""

    kind: str
    row_id: int
    finding: str
    at: datetime
    contract_ref: str = ""
    number_masked: str = ""
    amount: Cents | None = None
    status: str = ""
    ref: str = ""
    mark: DeskMark | None = None
    marked_by: str = ""


def queue(db: Database) -> list[Item]:
    """Return what needs a person: what nobody has looked at first, the oldest first."""
    with db.read() as session:
        marks = {(each.kind, each.row_id, each.finding): each for each in _marks(session)}
        names = {user.id: user.name for user in session.exec(select(DeskUser))}
        found = [_marked(item, marks, names) for item in _items(session)]
    return sorted(found, key=lambda item: (item.mark is not None, item.at, item.row_id))


def waiting(db: Database) -> int:
    """Return how many of them nobody has looked at."""
    return sum(item.mark is None for item in queue(db))


def mark(db: Database, deed: Deed, *, kind: str, row_id: int, words: str) -> None:
    """Note what came of a look. What a job had set aside is tried again. Raises ReviewRefused."""
    words = words.strip()
    if not 0 < len(words) <= LONGEST:
        raise ReviewRefused(f"Note what you found, in {LONGEST} characters at most.")
    with db.begin() as session:
        item = next((i for i in _items(session) if (i.kind, i.row_id) == (kind, row_id)), None)
        if item is None:
            raise ReviewRefused("This does not need a person any more.")
        _write(session, deed, item, words)
        if kind == "set_aside":
            session.delete(session.get_one(SetAside, row_id))
        note(session, deed, "review:marked", subject=item.contract_ref or None, review=kind)


def _write(session: Session, deed: Deed, item: Item, words: str) -> None:
    values = {"note": words, "user_id": deed.who.id, "at": deed.now}
    session.connection().execute(
        insert(session, DeskMark)
        .values(kind=item.kind, row_id=item.row_id, finding=item.finding, **values)
        .on_conflict_do_update(index_elements=["kind", "row_id", "finding"], set_=values)
    )


def _marks(session: Session) -> list[DeskMark]:
    return list(session.exec(select(DeskMark)))


def _marked(
    item: Item, marks: Mapping[tuple[str, int, str], DeskMark], names: Mapping[int | None, str]
) -> Item:
    found = marks.get((item.kind, item.row_id, item.finding))
    if found is None:
        return item
    return replace(item, mark=found, marked_by=names[found.user_id])


def _items(session: Session) -> Iterator[Item]:
    yield from _payments(session)
    yield from _refunds(session)
    yield from _disputes(session)
    yield from _events(session)
    yield from _set_aside(session)
    yield from _cases(session)


def _of_money(
    kind: str, row: Payment | Refund | Dispute, contract: Contract, *, ref: str, fees: int = 0
) -> Item:
    return Item(
        kind=kind,
        row_id=row.id or 0,
        finding=row.review or "",
        at=row.changed_at,
        contract_ref=contract.ref,
        number_masked=contract.number_masked,
        amount=row.amount_cents + fees,
        status=row.status,
        ref=ref,
    )


def _payments(session: Session) -> Iterator[Item]:
    rows = session.exec(
        select(Payment, Contract)
        .join(Contract, col(Contract.id) == Payment.contract_id)
        .where(col(Payment.review).is_not(None))
        .order_by(col(Payment.id))
        .limit(MOST)
    )
    for row, contract in rows:
        yield _of_money("payment", row, contract, ref=row.ref, fees=row.fee_cents)


def _refunds(session: Session) -> Iterator[Item]:
    rows = session.exec(
        select(Refund, Contract)
        .join(Contract, col(Contract.id) == Refund.contract_id)
        .where(col(Refund.review).is_not(None))
        .order_by(col(Refund.id))
        .limit(MOST)
    )
    for row, contract in rows:
        yield _of_money("refund", row, contract, ref=row.ref)


def _disputes(session: Session) -> Iterator[Item]:
    rows = session.exec(
        select(Dispute, Payment, Contract)
        .join(Payment, col(Payment.id) == Dispute.payment_id)
        .join(Contract, col(Contract.id) == Payment.contract_id)
        .where(col(Dispute.review).is_not(None))
        .order_by(col(Dispute.id))
        .limit(MOST)
    )
    for row, payment, contract in rows:
        yield _of_money("dispute", row, contract, ref=payment.ref)


def _events(session: Session) -> Iterator[Item]:
    rows = session.exec(
        select(ProcessorEvent)
        .where(col(ProcessorEvent.review).is_not(None))
        .order_by(col(ProcessorEvent.id))
        .limit(MOST)
    )
    for row in rows:
        yield Item(
            kind="processor_event",
            row_id=row.id or 0,
            finding=row.review or "",
            at=row.received_at,
            status=row.type,
        )


def _set_aside(session: Session) -> Iterator[Item]:
    rows = session.exec(
        select(SetAside, Contract)
        .join(Contract, col(Contract.id) == SetAside.contract_id)
        .order_by(col(SetAside.id))
        .limit(MOST)
    )
    for row, contract in rows:
        yield Item(
            kind="set_aside",
            row_id=row.id or 0,
            finding=row.reason,
            at=row.at,
            contract_ref=contract.ref,
            number_masked=contract.number_masked,
            status=row.job,
        )


def _cases(session: Session) -> Iterator[Item]:
    """Yield what borrowers said was not them, with the first account of each."""
    rows = session.exec(
        select(SecurityCase, Login)
        .join(Login, col(Login.id) == SecurityCase.login_id)
        .where(col(SecurityCase.closed_at).is_(None))
        .order_by(col(SecurityCase.id))
        .limit(MOST)
    )
    for row, login in rows:
        contract = session.exec(
            select(Contract)
            .join(Obligor, col(Obligor.contract_id) == Contract.id)
            .where(col(Obligor.borrower_id) == login.borrower_id)
            .order_by(col(Contract.id))
        ).first()
        yield Item(
            kind="security_case",
            row_id=row.id or 0,
            finding=f"The borrower said: {row.kind.replace('_', ' ')}.",
            at=row.opened_at,
            contract_ref=contract.ref if contract else "",
            number_masked=contract.number_masked if contract else "",
            ref=row.ref,
        )
