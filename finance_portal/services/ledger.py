"""The only writer of money: enter what happened to a contract, and post what it means.

Postings follow the replay (docs/decisions/0006-books-follow-the-replay.md): after every new event
each event's entries are compared with what the arithmetic now says of it, and the difference is
posted, as the event's own entry or as a correction of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
from finance_portal.services.terms import terms_of_many

Amounts = Mapping[Account, Cents]
Postings = Mapping[int, tuple[tuple[Account, Cents], ...]]
"""What should be posted for each event, by its sequence."""

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
    return bool(enter_many(session, {contract_id: list(happenings)}, now))


def enter_many(
    session: Session, happenings: Mapping[int, Sequence[Happening]], now: datetime
) -> set[int]:
    """Enter events of several contracts and post them: a query for each table.

    Return the contracts on which any of them was new.
    """
    contracts = {each.id or 0: each for each in _locked(session, happenings)}
    fresh = _not_entered(session, happenings)
    events = journal.events_of_many(session, fresh)
    for contract_id, those in fresh.items():
        contract = contracts[contract_id]
        entered = [
            replace(happening.event, sequence=contract.version + place)
            for place, happening in enumerate(those, start=1)
        ]
        session.add_all(
            journal.row_of(contract_id, event, now, happening.key)
            for event, happening in zip(entered, those, strict=True)
        )
        contract.version += len(entered)
        events[contract_id] += entered
    session.flush()
    _post_differences(session, [contracts[each] for each in fresh], events, now)
    return set(fresh)


def locked(session: Session, contract_id: int) -> Contract:
    """Return a contract that nobody else changes until this transaction ends."""
    (contract,) = _locked(session, [contract_id])
    return contract


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


def _locked(session: Session, contract_ids: Iterable[int]) -> Sequence[Contract]:
    """Lock contracts in the order of their ids, as everybody does."""
    wanted = select(Contract).where(col(Contract.id).in_(list(contract_ids)))
    return session.exec(wanted.order_by(col(Contract.id)).with_for_update()).all()


def _not_entered(
    session: Session, happenings: Mapping[int, Sequence[Happening]]
) -> dict[int, list[Happening]]:
    keys = [each.key for those in happenings.values() for each in those]
    entered = set(session.exec(select(ContractEvent.key).where(col(ContractEvent.key).in_(keys))))
    return {
        contract_id: fresh
        for contract_id, those in happenings.items()
        if (fresh := [each for each in those if each.key not in entered])
    }


def _post_differences(
    session: Session,
    contracts: Sequence[Contract],
    events: Mapping[int, list[Event]],
    now: datetime,
) -> None:
    """Post, for each event, what the arithmetic says of it beyond what is posted."""
    terms, should_be = terms_of_many(session, contracts), dict[int, Postings]()
    for contract in contracts:
        key = contract.id or 0
        contract.next_due_on = next_due_on(terms[key].billing, events[key])
        should_be[key] = postings(terms[key].billing, events[key])
    ids = list(should_be)
    posted = _posted(session, ids)
    rows = session.exec(select(ContractEvent).where(col(ContractEvent.contract_id).in_(ids)))
    missing = list[tuple[LedgerEntry, Amounts]]()
    for row in rows.all():
        was = posted.get((row.contract_id, row.sequence), {})
        if amounts := _difference(dict(should_be[row.contract_id][row.sequence]), was):
            kind = EntryKind.CORRECTION if was else EntryKind.POSTING
            missing.append((_entry(row, kind, amounts, now), amounts))
    _write(session, missing)


def _posted(
    session: Session, contract_ids: list[int]
) -> dict[tuple[int, int], dict[Account, Cents]]:
    """Return the sums of what is posted, by contract and sequence of the event, and by account."""
    event = ContractEvent
    rows = session.exec(
        select(event.contract_id, event.sequence, Posting.account, func.sum(Posting.amount_cents))
        .join(LedgerEntry, col(LedgerEntry.event_id) == event.id)
        .join(Posting, col(Posting.entry_id) == LedgerEntry.id)
        .where(col(event.contract_id).in_(contract_ids))
        .group_by(col(event.contract_id), col(event.sequence), Posting.account)
    )
    posted: dict[tuple[int, int], dict[Account, Cents]] = defaultdict(dict)
    for contract_id, sequence, account, total in rows:
        posted[contract_id, sequence][Account(account)] = int(total)
    return posted


def _difference(should_be: Amounts, was: Amounts) -> Amounts:
    """Return what is missing on each account; accounts that agree are left out."""
    missing = {
        account: should_be.get(account, 0) - was.get(account, 0) for account in {*should_be, *was}
    }
    return {account: cents for account, cents in sorted(missing.items()) if cents}


def _entry(row: ContractEvent, kind: EntryKind, amounts: Amounts, now: datetime) -> LedgerEntry:
    """Return an entry of an event. Raises OutOfBalance."""
    if sum(amounts.values()):
        raise OutOfBalance(f"the entry of event {row.id} would not sum to zero")
    return LedgerEntry(
        contract_id=row.contract_id,
        event_id=row.id or 0,
        kind=kind,
        effective_on=row.effective_on,
        posted_at=now,
    )


def _write(session: Session, entries: list[tuple[LedgerEntry, Amounts]]) -> None:
    session.add_all(entry for entry, _ in entries)
    session.flush()
    session.add_all(
        Posting(entry_id=entry.id or 0, account=account, amount_cents=cents)
        for entry, amounts in entries
        for account, cents in amounts.items()
    )
