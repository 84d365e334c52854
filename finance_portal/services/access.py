"""What somebody may do with a contract that does not bind them: by a delegation, day by day.

A right holds while the delegation runs and whoever gave it is let in themselves: with their login
it is disabled or frozen, too.
"""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, orm, update
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from finance_portal.db import Database
from finance_portal.domain.rights import OWN, Access, Asked, Right
from finance_portal.models.delegates import Delegation, QuoteLink
from finance_portal.models.people import Borrower, Obligor
from finance_portal.models.security import Login, PortalSession

NO_ACCESS = Access(frozenset())


def given(borrower_id: int, asked: Asked) -> SelectOfScalar[int]:
    """Return the contracts on which somebody was given a right, as a part of a query."""
    covers: dict[Right, ColumnElement[bool]] = {
        Right.SEE: col(Delegation.id).is_not(None),
        Right.PAY: col(Delegation.may_pay).is_(True),
        Right.DOCUMENTS: col(Delegation.may_see_documents).is_(True),
    }
    nothing = col(Delegation.id).is_(None)
    return select(Delegation.contract_id).where(
        *_running(borrower_id, asked.on), covers.get(asked.right, nothing)
    )


def access_of(session: Session, borrower_id: int, contract_id: int, today: date) -> Access:
    """Return what somebody may do with a contract; nothing, where they have no business."""
    bond = select(Obligor.id).where(
        col(Obligor.borrower_id) == borrower_id, col(Obligor.contract_id) == contract_id
    )
    if session.exec(bond).first() is not None:
        return OWN
    found = session.exec(
        select(Delegation, Borrower)
        .join(Borrower, col(Borrower.id) == Delegation.giver_id)
        .where(col(Delegation.contract_id) == contract_id, *_running(borrower_id, today))
    ).all()
    if not found:
        return NO_ACCESS
    rights = frozenset().union(*(rights_of(each) for each, _ in found))
    return Access(rights, found[0][1].name, max(each.through_on for each, _ in found))


def rights_of(delegation: Delegation) -> frozenset[Right]:
    """Return what a delegation covers, while it runs."""
    return frozenset(
        right
        for right, is_given in (
            (Right.SEE, True),
            (Right.PAY, delegation.may_pay),
            (Right.DOCUMENTS, delegation.may_see_documents),
        )
        if is_given
    )


def end(row: Delegation, why: str, now: datetime) -> None:
    """End a delegation, so that nothing of it holds from this moment on."""
    row.ended_at, row.ended_for, row.changed_at = now, why, now


def distrust(session: orm.Session, borrower_id: int, since: datetime, now: datetime) -> None:
    """End what was given in somebody's name since a moment: it may have been a stranger (X6)."""
    session.execute(
        update(Delegation)
        .where(
            col(Delegation.giver_id) == borrower_id,
            col(Delegation.changed_at) >= since,
            col(Delegation.ended_at).is_(None),
        )
        .values(ended_at=now, ended_for="frozen", changed_at=now)
    )
    session.execute(
        update(QuoteLink)
        .where(col(QuoteLink.borrower_id) == borrower_id, col(QuoteLink.made_at) >= since)
        .where(col(QuoteLink.revoked_at).is_(None))
        .values(revoked_at=now)
    )


def changed_for(db: Database, refs: Collection[str], since: datetime) -> dict[str, datetime]:
    """Return the sessions, of these, whose person was given more or less since a moment.

    What was only taken up is no change to who took it up just now.
    """
    changed = (
        select(PortalSession.ref, func.max(Delegation.changed_at))
        .join(Login, col(Login.id) == PortalSession.login_id)
        .join(Delegation, col(Delegation.delegate_id) == Login.borrower_id)
        .where(
            col(Delegation.changed_at) > since,
            col(Delegation.changed_at) > col(Delegation.accepted_at),
            col(Delegation.changed_at) > col(PortalSession.created_at),
            col(PortalSession.ref).in_(list(refs)),
        )
        .group_by(col(PortalSession.ref))
    )
    with db.read() as session:
        return dict(session.exec(changed).all())


def _running(borrower_id: int, today: date) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a delegation to somebody that holds on a day."""
    let_in = select(Login.borrower_id).where(
        col(Login.disabled_at).is_(None), col(Login.frozen_at).is_(None)
    )
    still_bound = (
        select(Obligor.id)
        .where(
            col(Obligor.contract_id) == Delegation.contract_id,
            col(Obligor.borrower_id) == Delegation.giver_id,
        )
        .exists()
    )
    return (
        col(Delegation.delegate_id) == borrower_id,
        col(Delegation.accepted_at).is_not(None),
        col(Delegation.ended_at).is_(None),
        col(Delegation.through_on) >= today,
        col(Delegation.giver_id).in_(let_in),
        still_bound,
    )
