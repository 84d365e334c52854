"""Who has access to a contract, who was offered it, who had it; and what was given to oneself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, or_, select

from finance_portal.db import Database
from finance_portal.domain.rights import Right, preset_of
from finance_portal.models.contracts import Contract
from finance_portal.models.delegates import Delegation, QuoteLink
from finance_portal.models.people import Borrower
from finance_portal.models.quotes import Quote
from finance_portal.services.access import rights_of
from finance_portal.services.contacts import masked_email
from finance_portal.services.contracts import contract_of
from finance_portal.services.logins import login_behind


@dataclass(frozen=True, kw_only=True)
class Given:
    """One access to a contract, as those see it whom the contract binds."""

    ref: str
    name: str
    email: str  # masked
    preset: str
    through_on: date
    status: str  # "invited", "running", "unused", "over", "ended"
    given_by: str
    invited_at: datetime
    accepted_at: datetime | None
    ended_at: datetime | None
    ended_for: str


@dataclass(frozen=True, kw_only=True)
class SharedQuote:
    """One link to a quote."""

    ref: str
    recipient: str
    total: int  # cents
    through_on: date
    made_at: datetime
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class Mine:
    """An access that somebody was given, or is offered: to whose contract, and for how long."""

    ref: str
    giver: str
    contract_ref: str
    vehicle: str
    number_masked: str
    preset: str
    through_on: date
    is_offered: bool


@dataclass(frozen=True, kw_only=True)
class Sharing:
    """Everything that the page of people with access shows."""

    given: tuple[Given, ...] = ()
    quotes: tuple[SharedQuote, ...] = ()
    mine: tuple[Mine, ...] = ()


def sharing_of(
    db: Database, *, borrower_id: int, contract_ref: str, today: date, now: datetime
) -> Sharing:
    """Return who shares a contract that binds a borrower, and what they were given themselves.

    Without a contract of theirs, only the latter. Raises ContractNotFound.
    """
    with db.read() as session:
        mine = tuple(_mine(session, borrower_id, today, now))
        if not contract_ref:
            return Sharing(mine=mine)
        contract = contract_of(session, borrower_id, contract_ref)
        return Sharing(
            given=tuple(_given(session, contract, today, now)),
            quotes=tuple(_quotes(session, contract, today)),
            mine=mine,
        )


def _given(session: Session, contract: Contract, today: date, now: datetime) -> Iterable[Given]:
    rows = session.exec(
        select(Delegation, Borrower)
        .join(Borrower, col(Borrower.id) == Delegation.giver_id)
        .where(col(Delegation.contract_id) == contract.id)
        .order_by(col(Delegation.id).desc())
    )
    for row, giver in rows:
        yield Given(
            ref=row.ref,
            name=row.name,
            email=masked_email(row.email),
            preset=preset_of(rights_of(row)),
            through_on=row.through_on,
            status=_status(row, today, now),
            given_by=giver.name,
            invited_at=row.invited_at,
            accepted_at=row.accepted_at,
            ended_at=row.ended_at,
            ended_for=row.ended_for or "",
        )


def _status(row: Delegation, today: date, now: datetime) -> str:
    if row.ended_at:
        return "ended"
    if row.through_on < today:
        return "over"
    if row.accepted_at:
        return "running"
    return "invited" if row.expires_at > now else "unused"


def _quotes(session: Session, contract: Contract, today: date) -> Iterable[SharedQuote]:
    rows = session.exec(
        select(QuoteLink, Quote)
        .join(Quote, col(Quote.id) == QuoteLink.quote_id)
        .where(col(QuoteLink.contract_id) == contract.id)
        .order_by(col(QuoteLink.id).desc())
    )
    for row, quote in rows:
        yield SharedQuote(
            ref=row.ref,
            recipient=row.recipient,
            total=quote.total_cents,
            through_on=row.through_on,
            made_at=row.made_at,
            is_open=row.revoked_at is None and row.through_on >= today,
        )


def _mine(session: Session, borrower_id: int, today: date, now: datetime) -> Iterable[Mine]:
    login = login_behind(session, borrower_id)
    rows = session.exec(
        select(Delegation, Borrower, Contract)
        .join(Borrower, col(Borrower.id) == Delegation.giver_id)
        .join(Contract, col(Contract.id) == Delegation.contract_id)
        .where(
            col(Delegation.ended_at).is_(None),
            col(Delegation.through_on) >= today,
            or_(
                (col(Delegation.delegate_id) == borrower_id)
                & col(Delegation.accepted_at).is_not(None),
                (col(Delegation.email) == (login.email or "-"))
                & col(Delegation.accepted_at).is_(None)
                & (col(Delegation.expires_at) > now),
            ),
        )
        .order_by(col(Delegation.id))
    )
    for row, giver, contract in rows:
        yield Mine(
            ref=row.ref,
            giver=giver.name,
            contract_ref=contract.ref,
            vehicle=contract.vehicle,
            number_masked=contract.number_masked,
            preset=preset_of(rights_of(row) | {Right.SEE}),
            through_on=row.through_on,
            is_offered=row.accepted_at is None,
        )
