"""After the last payment: the money clears, the lien is released, the title goes out (1.11)."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import exists
from sqlmodel import Session, col, select

from finance_portal.domain import lease_end
from finance_portal.domain.deadlines import all_cleared_on, lien_release_deadline
from finance_portal.domain.position import Position
from finance_portal.models.closing import Title
from finance_portal.models.contracts import Contract, ContractKind
from finance_portal.models.payments import Payment, PaymentMethod
from finance_portal.notices import closing as notices
from finance_portal.services import audit, title_papers
from finance_portal.services.contracts import File, file_of
from finance_portal.services.nightly.files import Seen, files, seen, unchanged
from finance_portal.services.nightly.work import Work
from finance_portal.services.obligors import tell_all

HOLD = "The payoff came back after the lien was released: hold the title."
SENT = "The payoff came back after the title was sent: get in touch with the borrower."
NOT_TOLD = "us_bank_account"
"""How a payment from before boarding was made: what takes the longest to be final (R11.2)."""


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
    file, row = file_of(session, contract), title_row(session, contract_id)
    if row is None and not passes_to_borrower(file):
        return False
    position = file.position(now.date())
    if position.closed_on is None:
        return row is not None and _open_again(session, file, row, now)
    is_new = row is None or row.came_back_on is not None
    if row is None or is_new:
        row = _begin(session, file, position, row, now)
    released = row.clears_on <= now.date() and _release(session, file, position, row, now)
    return is_new or released


def payoff_came_back(session: Session, payment: Payment, now: datetime) -> None:
    """Follow a payment that came back: if it had released a lien, call a person to look at it.

    Contract and payment are locked by whoever calls.
    """
    row = title_row(session, payment.contract_id)
    if row is None or row.came_back_on is not None:
        return
    follow(session, payment.contract_id, now)
    if _is_to_be_held(row):
        payment.review = f"{SENT if row.sent_on else HOLD} {payment.review or ''}".strip()[:200]


def _is_to_be_held(row: Title) -> bool:
    return row.came_back_on is not None and row.released_on is not None


def passes_to_borrower(file: File) -> bool:
    """Tell whether the title is the borrower's at the end: of a lease, if the vehicle is bought."""
    if file.contract.kind == ContractKind.LOAN:
        return True
    ended = lease_end.ending_of(file.events)
    return ended is not None and ended.payment_id is not None


def title_row(session: Session, contract_id: int) -> Title | None:
    """Return what is kept of the title of a contract."""
    return session.exec(select(Title).where(col(Title.contract_id) == contract_id)).one_or_none()


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


def _due(session: Session, today: date, after: int, most: int) -> list[int]:
    """Return the loans on which something of this is to be done: three small questions."""
    is_kept = exists().where(col(Title.contract_id) == col(Contract.id))
    holds = col(Title.came_back_on).is_(None)
    closed = select(Contract.id).where(
        col(Contract.next_due_on).is_(None), col(Contract.kind) == ContractKind.LOAN, ~is_kept
    )
    to_release = select(Title.contract_id).where(
        col(Title.release_id).is_(None), col(Title.clears_on) <= today, holds
    )
    turned = (  # open again, or paid off once more
        select(Title.contract_id)
        .join(Contract, col(Contract.id) == Title.contract_id)
        .where(holds == col(Contract.next_due_on).is_not(None))
    )
    found = {
        key or 0 for query in (closed, to_release, turned) for key in session.exec(query).all()
    }
    return sorted(key for key in found if key > after)[:most]


def _write(session: Session, planned: list[Seen], now: datetime) -> int:
    still = unchanged(session, planned)
    return sum(
        follow(session, each.contract_id, now) for each in planned if each.contract_id in still
    )


def _begin(
    session: Session, file: File, position: Position, row: Title | None, now: datetime
) -> Title:
    """Begin to follow a title, or begin anew, and tell everybody what happens on which day."""
    fresh = planned(session, file, position, now)
    if row is None:
        row = fresh
    else:
        row.closed_on, row.clears_on, row.release_by = (
            fresh.closed_on,
            fresh.clears_on,
            fresh.release_by,
        )
        row.came_back_on = row.released_on = row.paid_in_full_id = row.release_id = None
        row.changed_at = now
    session.add(row)
    session.flush()
    contract = file.contract
    audit.record(session, kind="title:opened", at=now, subject=contract.ref)
    words = notices.paid_off(
        vehicle=contract.vehicle,
        clears_on=row.clears_on,
        release_by=row.release_by,
        is_lease=contract.kind == ContractKind.LEASE,
    )
    key = f"paid-off:{contract.id}:{contract.version}"
    tell_all(session, row.contract_id, words, kind="paid_off", now=now, key=key)
    return row


def _release(session: Session, file: File, position: Position, row: Title, now: datetime) -> bool:
    """Release the lien and write both letters. One from before boarding gets its letters only."""
    if row.release_id is not None:
        return False
    contract, is_news = file.contract, row.released_on is None
    row.released_on = row.released_on or now.date()
    row.changed_at = now
    title_papers.issue(session, file, position, row, now)
    if is_news:
        words = notices.lien_released(
            vehicle=contract.vehicle,
            is_electronic=row.form == "electronic",
            is_lease=contract.kind == ContractKind.LEASE,
        )
        key = f"lien-released:{contract.id}:{contract.version}"
        tell_all(session, row.contract_id, words, kind="lien_released", now=now, key=key)
    audit.record(session, kind="title:released", at=now, subject=contract.ref)
    return True


def _open_again(session: Session, file: File, row: Title, now: datetime) -> bool:
    """Stop following a title whose payoff came back, and tell everybody what that means."""
    if row.came_back_on is not None:
        return False
    contract = file.contract
    row.came_back_on, row.changed_at = now.date(), now
    is_released = row.released_on is not None
    if row.paid_in_full_id is not None:
        title_papers.withdraw(session, file, row, now)
    words = notices.payoff_came_back(
        vehicle=contract.vehicle, is_released=is_released, is_sent=row.sent_on is not None
    )
    key = f"payoff-came-back:{contract.id}:{contract.version}"
    tell_all(session, row.contract_id, words, kind="payoff_came_back", now=now, key=key)
    kind = "title:held" if is_released else "title:reopened"
    audit.record(session, kind=kind, at=now, subject=contract.ref)
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
