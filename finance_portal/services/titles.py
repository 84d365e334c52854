"""After the last payment: the money clears, the lien is released, the title goes out (1.11)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import exists
from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.documents import closing_letters as letters
from finance_portal.domain.deadlines import all_cleared_on, lien_release_deadline
from finance_portal.domain.position import Allocation, Position
from finance_portal.models.closing import Title
from finance_portal.models.contracts import Contract, ContractKind
from finance_portal.models.documents import Document, DocumentKind
from finance_portal.models.payments import Payment, PaymentMethod
from finance_portal.models.people import Borrower, Obligor
from finance_portal.notices import closing as notices
from finance_portal.notices.wording import Wording
from finance_portal.services import audit, deliveries, documents, kept_notices
from finance_portal.services.contracts import File, file_of
from finance_portal.services.documents import Paper
from finance_portal.services.kept_notices import Told
from finance_portal.services.nightly.files import Seen, files, seen, unchanged
from finance_portal.services.nightly.work import Work

NOT_TOLD = "us_bank_account"
"""How a payment from before boarding was made: what takes the longest to be final (R11.2)."""


class TitleRefused(Exception):
    """This cannot be said of a title; the message says why."""


def releasing(now: datetime) -> Work[Seen]:
    """Return the work of following titles until their liens are released (R11.1, R11.3)."""
    return Work(
        "titles",
        lambda session, after, most: _due(session, now.date(), after, most),
        lambda session, ids: [seen(file) for file in files(session, ids)],
        lambda session, planned: _write(session, planned, now),
        chunk=20,
        chunk_on_a_server=200,
    )


def follow(session: Session, contract_id: int, now: datetime) -> bool:
    """Bring the title of a contract to where it belongs today. Return whether anything changed.

    The contract is locked by whoever calls.
    """
    contract = session.get_one(Contract, contract_id)
    if contract.kind != ContractKind.LOAN:
        return False
    file, row = file_of(session, contract), title_row(session, contract_id)
    position = file.position(now.date())
    if position.closed_on is None:
        return row is not None and _forget(session, contract, row, now)
    opened = row is None
    if row is None:
        row = _open(session, file, position, now)
    released = row.clears_on <= now.date() and _release(session, file, position, row, now)
    return opened or released


def title_row(session: Session, contract_id: int) -> Title | None:
    """Return what is kept of the title of a contract."""
    return session.exec(select(Title).where(col(Title.contract_id) == contract_id)).one_or_none()


def closing_payment(position: Position) -> Allocation:
    """Return the payment that closed a contract. Raises ValueError for one without payments."""
    closed_on = position.closed_on or position.on
    until = (each for each in position.applied.values() if each.effective_on <= closed_on)
    return max(until, key=lambda each: each.effective_on)


def planned(session: Session, file: File, position: Position, now: datetime) -> Title:
    """Return the title of a contract that is paid off as it will be kept. Adds nothing."""
    contract, closed_on = file.contract, position.closed_on or position.on
    clears_on = all_cleared_on(closed_on, _received(session, position))
    return Title(
        contract_id=contract.id or 0,
        title_state=contract.title_state,
        form=contract.title_form,
        closed_on=closed_on,
        clears_on=clears_on,
        release_by=lien_release_deadline(contract.title_state or "", clears_on),
        changed_at=now,
    )


def send(
    db: Database, *, contract_ref: str, on: date, how: str, tracking: str | None, now: datetime
) -> None:
    """Note how the title papers went out, and tell everybody who signed. Raises TitleRefused."""
    with db.begin() as session:
        row = session.exec(
            select(Title)
            .join(Contract, col(Contract.id) == Title.contract_id)
            .where(col(Contract.ref) == contract_ref)
            .with_for_update(of=Title)
        ).one_or_none()
        if row is None or row.released_on is None:
            raise TitleRefused("The lien of this contract is not released yet.")
        if not row.released_on <= on <= now.date():
            raise TitleRefused("A title goes out after its lien is released, and not in future.")
        row.sent_on, row.sent_how, row.tracking, row.changed_at = on, how[:80], tracking, now
        contract = session.get_one(Contract, row.contract_id)
        words = notices.title_sent(vehicle=contract.vehicle, on=on, how=how, tracking=tracking)
        key = f"title-sent:{row.id}:{on}"
        told = Told(contract_id=row.contract_id, key=key, kind="title_sent", wording=words)
        kept_notices.tell_all(session, [told], now)
        audit.record(session, kind="title:sent", at=now, subject=contract.ref)


def to_do(db: Database) -> list[str]:
    """Return a line for every lien that is to be released and every title that is to be sent."""
    with db.read() as session:
        rows = session.exec(
            select(Title, Contract)
            .join(Contract, col(Contract.id) == Title.contract_id)
            .where(col(Title.sent_on).is_(None), col(Title.form).is_distinct_from("electronic"))
            .order_by(col(Title.clears_on), col(Title.id))
        )
        return [
            f"{contract.ref} {contract.number_masked} {title.title_state or '--'}"
            f" clears {title.clears_on}, release by {title.release_by or '(no clock)'},"
            f" released {title.released_on or 'not yet'}, title not sent"
            for title, contract in rows
        ]


def _due(session: Session, today: date, after: int, most: int) -> list[int]:
    """Return the loans on which something of this is to be done: three small questions."""
    is_kept = exists().where(col(Title.contract_id) == col(Contract.id))
    closed = select(Contract.id).where(
        col(Contract.next_due_on).is_(None), col(Contract.kind) == ContractKind.LOAN, ~is_kept
    )
    to_release = select(Title.contract_id).where(
        col(Title.release_id).is_(None), col(Title.clears_on) <= today
    )
    open_again = (
        select(Title.contract_id)
        .join(Contract, col(Contract.id) == Title.contract_id)
        .where(col(Title.released_on).is_(None), col(Contract.next_due_on).is_not(None))
    )
    found = {
        key or 0 for query in (closed, to_release, open_again) for key in session.exec(query).all()
    }
    return sorted(key for key in found if key > after)[:most]


def _write(session: Session, planned: list[Seen], now: datetime) -> int:
    still = unchanged(session, planned)
    return sum(
        follow(session, each.contract_id, now) for each in planned if each.contract_id in still
    )


def _open(session: Session, file: File, position: Position, now: datetime) -> Title:
    """Begin to follow a title, and tell everybody what happens on which day."""
    row = planned(session, file, position, now)
    session.add(row)
    session.flush()
    contract = file.contract
    audit.record(session, kind="title:opened", at=now, subject=contract.ref)
    words = notices.paid_off(
        vehicle=contract.vehicle, clears_on=row.clears_on, release_by=row.release_by
    )
    _tell_all(session, contract, words, "paid_off", f"paid-off:{row.id}", now)
    return row


def _release(session: Session, file: File, position: Position, row: Title, now: datetime) -> bool:
    """Release the lien and write both letters. One from before boarding gets its letters only."""
    if row.release_id is not None:
        return False
    contract, is_news = file.contract, row.released_on is None
    row.released_on = released_on = row.released_on or now.date()
    loan = _loan(session, file, position, row)
    paper = Paper(
        key=f"paid-in-full:{contract.id}:{row.closed_on}",
        contract_id=contract.id or 0,
        kind=DocumentKind.PAID_IN_FULL,
        title=letters.PAID_IN_FULL,
        dated_on=released_on,
        template=letters.TEMPLATE,
        content=letters.paid_in_full(loan),
    )
    row.paid_in_full_id = documents.issue(session, paper, now).id
    row.release_id = _issue_release(session, paper, loan, released_on, now).id
    row.changed_at = now
    if is_news:
        words = notices.lien_released(
            vehicle=contract.vehicle, is_electronic=row.form == "electronic"
        )
        _tell_all(session, contract, words, "lien_released", f"lien-released:{row.id}", now)
    audit.record(session, kind="title:released", at=now, subject=contract.ref)
    return True


def _issue_release(
    session: Session, letter: Paper, loan: letters.PaidOff, on: date, now: datetime
) -> Document:
    paper = replace(
        letter,
        key=letter.key.replace("paid-in-full", "lien-release"),
        kind=DocumentKind.LIEN_RELEASE,
        title=letters.LIEN_RELEASE,
        content=letters.lien_release(loan, on),
    )
    return documents.issue(session, paper, now)


def _loan(session: Session, file: File, position: Position, row: Title) -> letters.PaidOff:
    contract = file.contract
    last = closing_payment(position)
    return letters.PaidOff(
        borrowers=[borrower.name for borrower in _obligors(session, contract)],
        number_masked=contract.number_masked,
        vehicle=contract.vehicle,
        vin=contract.vin,
        title_state=row.title_state or "",
        closed_on=row.closed_on,
        clears_on=row.clears_on,
        amount=last.amount,
        overage=last.credit,
    )


def _forget(session: Session, contract: Contract, row: Title, now: datetime) -> bool:
    """Forget a title whose payoff came back before its lien was released."""
    if row.released_on is not None:
        return False
    session.delete(row)
    audit.record(session, kind="title:reopened", at=now, subject=contract.ref)
    return True


def _received(session: Session, position: Position) -> Iterator[tuple[str, date]]:
    """Yield how and when each payment was made."""
    kinds = dict(
        session.exec(
            select(Payment.ref, PaymentMethod.kind)
            .join(PaymentMethod, col(PaymentMethod.id) == Payment.method_id)
            .where(col(Payment.ref).in_(list(position.applied)))
        ).all()
    )
    for ref, allocation in position.applied.items():
        yield kinds.get(ref, NOT_TOLD), allocation.effective_on


def _tell_all(
    session: Session, contract: Contract, words: Wording, kind: str, key: str, now: datetime
) -> None:
    for borrower in _obligors(session, contract):
        once = f"{key}:{borrower.id}"
        deliveries.tell_borrower(session, borrower.id, words, kind=kind, now=now, key=once)


def _obligors(session: Session, contract: Contract) -> list[Borrower]:
    return list(
        session.exec(
            select(Borrower)
            .join(Obligor, col(Obligor.borrower_id) == Borrower.id)
            .where(col(Obligor.contract_id) == contract.id)
            .order_by(col(Obligor.is_primary).desc(), col(Obligor.id))
        )
    )
