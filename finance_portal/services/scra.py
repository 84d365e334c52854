"""Six percent during military service: capped from its first day on, forgiven, told of (1.22)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from finance_portal.domain import scra
from finance_portal.domain.allocation import Bucket
from finance_portal.domain.calendar import ONE_DAY
from finance_portal.domain.cents import Cents
from finance_portal.domain.events import Charge, Event, Waiver
from finance_portal.domain.position import Position
from finance_portal.domain.replay import replay
from finance_portal.models.closing import AccountFlag
from finance_portal.services import ledger
from finance_portal.services.autopay import consequences, discount
from finance_portal.services.autopay.plans import autopay_on
from finance_portal.services.contracts import File, file_of
from finance_portal.services.ledger import Happening

FEES = (Bucket.LATE_CHARGES, Bucket.RETURNED_FEES)
"""What the law counts as interest, so that none of it comes on top of the cap."""


class NotCapped(Exception):
    """The cap does not apply; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Service:
    """What service means for a contract while its cap holds."""

    since: date
    forgiven: Cents  # until today


def service_of(session: Session, file: File, position: Position) -> Service | None:
    """Return what service has meant for a loan until the day of the position; None without it."""
    if not position.bars_late_charges or file.terms.lease:
        return None
    flag = session.exec(
        select(AccountFlag)
        .where(
            col(AccountFlag.contract_id) == file.contract.id,
            col(AccountFlag.kind) == "scra",
            col(AccountFlag.starts_on) <= position.on,
        )
        .order_by(col(AccountFlag.id).desc())
        .limit(1)
    ).one_or_none()
    if flag is None:
        return None
    forgiven = scra.forgiven_interest(
        file.terms.billing, file.events, since=flag.starts_on, until=position.on
    )
    return Service(since=flag.starts_on, forgiven=forgiven)


def apply(session: Session, file: File, since: date, now: datetime) -> Cents:
    """Cap a loan from the start of service on, and return what is owed less for it today (A43).

    Everything since is replayed: what was collected too much goes to principal, or is refunded of
    a contract that is paid off. Charges of that time are waived. Raises NotCapped.
    """
    terms, contract_id = file.terms.billing, file.contract.id or 0
    if terms.interest_from >= since:
        raise NotCapped("The contract was signed during service: the cap is for older debt.")
    before = file.position(now.date())
    happenings = [
        Happening(event, f"scra:{contract_id}:{file.contract.version}:{place}")
        for place, event in enumerate(_events(file, since))
    ]
    ledger.enter(session, contract_id, happenings, now)
    consequences.terms_changed(session, contract_id, now)
    return _owed(before) - _owed(file_of(session, file.contract).position(now.date()))


def lift(session: Session, file: File, on: date, now: datetime) -> None:
    """End a cap after its last day: the contract goes on at its own rate and installment."""
    contract_id = file.contract.id or 0
    event = scra.end_cap(file.terms.billing, on + ONE_DAY, sequence=ledger.NEXT)
    key = f"scra-end:{contract_id}:{file.contract.version}"
    ledger.enter(session, contract_id, [Happening(event, key)], now)
    autopay = autopay_on(session, contract_id)
    if autopay and autopay.status == "active":  # its discount was below the cap, or under it
        discount.grant(session, file.contract, autopay, now)
    consequences.terms_changed(session, contract_id, now)


def _events(file: File, since: date) -> Iterator[Event]:
    """Yield the cap, the cap over later changes of the rate, and the waivers of charges."""
    position = replay(file.terms.billing, file.events, since)
    yield scra.cap_rate(position, sequence=ledger.NEXT)
    yield from scra.cap_again(file.events, since, sequence=ledger.NEXT)
    waived = {(each.effective_on, each.bucket) for each in file.events if isinstance(each, Waiver)}
    for event in file.events:
        if not isinstance(event, Charge) or (event.effective_on, event.bucket) in waived:
            continue
        if event.effective_on >= since and event.bucket in FEES:
            yield Waiver(
                effective_on=event.effective_on,
                sequence=ledger.NEXT,
                bucket=event.bucket,
                amount=event.amount,
            )


def _owed(position: Position) -> Cents:
    return position.payoff_on(position.on) - position.credit_balance
