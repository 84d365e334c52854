"""The only writer of money: enter what happened to a contract, and post what it means.

Postings follow the replay (docs/decisions/0006-books-follow-the-replay.md): after every new event
each event's entries are compared with what the arithmetic now says of it, and the difference is
posted, as the event's own entry or as a correction of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session, col, func, select

from finance_portal.domain.cents import Cents
from finance_portal.domain.events import Event
from finance_portal.domain.postings import Account, postings
from finance_portal.domain.replay import replay
from finance_portal.domain.terms import LoanTerms
from finance_portal.models.contracts import Contract
from finance_portal.models.ledger import ContractEvent, EntryKind, LedgerEntry, Posting
from finance_portal.services import journal
from finance_portal.services.terms import terms_of

Amounts = Mapping[Account, Cents]

NEXT = -1  # the sequence of an event that is about to be entered


class OutOfBalance(Exception):
    """A defect: what should be posted does not sum to zero."""


class Happening(NamedTuple):
    """An event to enter; its sequence is given by the ledger. A key is entered only once."""

    event: Event
    key: str


def enter(
    session: Session, contract_id: int, happenings: Iterable[Happening], now: datetime
) -> bool:
    """Enter events and post them. Return False when all of them had been entered before."""
    contract = locked(session, contract_id)
    fresh = _not_entered(session, happenings)
    if not fresh:
        return False
    known = journal.events_of(session, contract_id)
    entered = [
        replace(happening.event, sequence=contract.version + place)
        for place, happening in enumerate(fresh, start=1)
    ]
    session.add_all(
        journal.row_of(contract_id, event, now, happening.key)
        for event, happening in zip(entered, fresh, strict=True)
    )
    contract.version += len(entered)
    session.flush()
    _post_differences(session, contract, [*known, *entered], now)
    return True


def locked(session: Session, contract_id: int) -> Contract:
    """Return a contract that nobody else changes until this transaction ends."""
    return session.exec(
        select(Contract).where(col(Contract.id) == contract_id).with_for_update()
    ).one()


def next_due_on(terms: LoanTerms, events: list[Event]) -> date | None:
    """Return when the oldest open installment falls due; None when nothing is left to pay."""
    last = max((event.effective_on for event in events), default=terms.interest_from)
    following = replay(terms, events, last).next_installment
    return following.due_on if following else None


def balances(session: Session, contract_id: int) -> dict[Account, Cents]:
    """Return the sum of the postings on each account of a contract, in cents."""
    rows = session.exec(
        select(Posting.account, func.sum(Posting.amount_cents))
        .join(LedgerEntry, col(LedgerEntry.id) == Posting.entry_id)
        .where(col(LedgerEntry.contract_id) == contract_id)
        .group_by(Posting.account)
    )
    return {Account(account): int(total) for account, total in rows}


def _not_entered(session: Session, happenings: Iterable[Happening]) -> list[Happening]:
    wanted = list(happenings)
    keys = [happening.key for happening in wanted]
    entered = set(session.exec(select(ContractEvent.key).where(col(ContractEvent.key).in_(keys))))
    return [happening for happening in wanted if happening.key not in entered]


def _post_differences(
    session: Session, contract: Contract, events: list[Event], now: datetime
) -> None:
    """Post, for each event, what the arithmetic says of it beyond what is posted."""
    terms = terms_of(session, contract).billing
    contract.next_due_on = next_due_on(terms, events)
    should_be = postings(terms, events)
    posted = _posted(session, contract.id)
    rows = session.exec(select(ContractEvent).where(col(ContractEvent.contract_id) == contract.id))
    for row in rows.all():
        was = posted.get(row.sequence, {})
        if difference := _difference(dict(should_be[row.sequence]), was):
            _write(
                session, row, EntryKind.CORRECTION if was else EntryKind.POSTING, difference, now
            )


def _posted(session: Session, contract_id: int | None) -> dict[int, dict[Account, Cents]]:
    """Return the sums of what is posted, by the sequence of the event and by account."""
    rows = session.exec(
        select(ContractEvent.sequence, Posting.account, func.sum(Posting.amount_cents))
        .join(LedgerEntry, col(LedgerEntry.event_id) == ContractEvent.id)
        .join(Posting, col(Posting.entry_id) == LedgerEntry.id)
        .where(col(ContractEvent.contract_id) == contract_id)
        .group_by(col(ContractEvent.sequence), Posting.account)
    )
    posted: dict[int, dict[Account, Cents]] = defaultdict(dict)
    for sequence, account, total in rows:
        posted[sequence][Account(account)] = int(total)
    return posted


def _difference(should_be: Amounts, was: Amounts) -> Amounts:
    """Return what is missing on each account; accounts that agree are left out."""
    missing = {
        account: should_be.get(account, 0) - was.get(account, 0) for account in {*should_be, *was}
    }
    return {account: cents for account, cents in sorted(missing.items()) if cents}


def _write(
    session: Session, row: ContractEvent, kind: EntryKind, amounts: Amounts, now: datetime
) -> None:
    if sum(amounts.values()):
        raise OutOfBalance(f"the entry of event {row.id} would not sum to zero")
    entry = LedgerEntry(
        contract_id=row.contract_id,
        event_id=row.id or 0,
        kind=kind,
        effective_on=row.effective_on,
        posted_at=now,
    )
    session.add(entry)
    session.flush()
    session.add_all(
        Posting(entry_id=entry.id or 0, account=account, amount_cents=cents)
        for account, cents in amounts.items()
    )
