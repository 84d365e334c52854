"""A flag is set on a contract or ends, and all that follows from it (1.22, 1.29)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.domain.rates import percent
from finance_portal.models.autopay import Autopay
from finance_portal.models.closing import AccountFlag
from finance_portal.models.contracts import Contract, ContractKind
from finance_portal.models.payments import Payment
from finance_portal.models.people import Borrower, Obligor
from finance_portal.models.scheduled import ScheduledPayment
from finance_portal.models.security import PortalSession
from finance_portal.notices import flags as notices
from finance_portal.notices.wording import Wording
from finance_portal.services import audit, deliveries, ledger, returns, scra
from finance_portal.services.autopay import stopping
from finance_portal.services.autopay.plans import ON
from finance_portal.services.contracts import file_of
from finance_portal.services.flags import NONE, RESTRICTING
from finance_portal.services.logins import login_of
from finance_portal.services.scra import NotCapped
from finance_portal.services.sessions import live_sessions

KINDS = ("scra", "bankruptcy", "deceased", "litigation", "total_loss")
STOPPED = "Nothing is debited from this contract for now. Please call us."
GONE = "We were told that the person who set this up has died."
CLOSED = "deceased"


class FlagRefused(Exception):
    """This flag cannot be set or ended like that; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Flag:
    """What a person at the lender notes. `borrower` is the lender's name of whom it is about."""

    contract_ref: str
    kind: str
    since: date
    borrower: str | None = None
    noted_by: str


def add(db: Database, flag: Flag, now: datetime) -> None:
    """Set a flag and let all follow from it at once. Raises FlagRefused."""
    with db.begin() as session:
        contract = _locked(session, flag.contract_ref)
        borrower = _borrower(session, contract, flag.borrower)
        if flag.since > now.date():
            raise FlagRefused("A flag begins today or has begun.")
        if flag.kind == "deceased" and borrower is None:
            raise FlagRefused("Say who has died.")
        if _open(session, contract, flag.kind, borrower):
            raise FlagRefused("This flag is set already.")
        session.add(
            AccountFlag(
                contract_id=contract.id or 0,
                borrower_id=borrower.id if borrower else None,
                kind=flag.kind,
                starts_on=flag.since,
                noted_at=now,
                noted_by=flag.noted_by[:60],
            )
        )
        audit.record(session, kind=f"flag:{flag.kind}:added", at=now, subject=contract.ref)
        _follow(session, contract, flag, borrower, now)


def end(db: Database, *, contract_ref: str, kind: str, on: date, now: datetime) -> None:
    """End a flag after its last day. What had stopped does not go on by itself.

    Raises FlagRefused.
    """
    with db.begin() as session:
        contract = _locked(session, contract_ref)
        row = _open(session, contract, kind, None)
        if row is None:
            raise FlagRefused("There is no such flag on this contract.")
        if not row.starts_on <= on <= now.date():
            raise FlagRefused("It ends today or has ended, and not before it began.")
        if kind == "scra" and on == now.date():
            raise FlagRefused("The cap holds through the last day of service: end it tomorrow.")
        row.ends_on = on
        audit.record(session, kind=f"flag:{kind}:ended", at=now, subject=contract.ref)
        _undo(session, contract, row, on, now)


def _follow(
    session: Session, contract: Contract, flag: Flag, borrower: Borrower | None, now: datetime
) -> None:
    rule = RESTRICTING.get(flag.kind, NONE)
    if rule.no_debits:
        _stop_debits(session, contract, now)
        words = notices.debits_stopped(vehicle=contract.vehicle)
        _tell_all(session, contract, words, "debits_stopped", now)
    if flag.kind == "scra" and contract.kind == ContractKind.LOAN:
        _cap(session, contract, flag.since, now)
    if flag.kind == "deceased" and borrower:
        _close(session, borrower, now)
        words = notices.co_borrower_died(vehicle=contract.vehicle)
        _tell_all(session, contract, words, "co_borrower_died", now, but=borrower)


def _undo(session: Session, contract: Contract, row: AccountFlag, on: date, now: datetime) -> None:
    if RESTRICTING.get(row.kind, NONE).read_only:
        words = notices.restriction_ended(vehicle=contract.vehicle)
        _tell_all(session, contract, words, "restriction_ended", now)
    if row.kind == "scra" and contract.kind == ContractKind.LOAN:
        _uncap(session, contract, on, now)
    if row.kind == "deceased" and (login := login_of(session, row.borrower_id)):
        login.disabled_at = None  # it was an error


def _cap(session: Session, contract: Contract, since: date, now: datetime) -> None:
    try:
        less = scra.apply(session, file_of(session, contract), since, now)
    except NotCapped as refusal:
        raise FlagRefused(str(refusal)) from None
    file = file_of(session, contract)
    position = file.position(now.date())
    following = position.next_installment
    words = notices.rate_capped(
        since=since,
        rate=percent(position.rate),
        installment=following.amount if following else contract.installment_cents,
        less=less,
        falls=file.terms.billing.rate > position.rate,
    )
    _tell_all(session, contract, words, "rate_capped", now)


def _uncap(session: Session, contract: Contract, on: date, now: datetime) -> None:
    scra.lift(session, file_of(session, contract), on, now)
    rate = file_of(session, contract).position(now.date()).rate
    words = notices.cap_ended(on=on, rate=percent(rate), installment=contract.installment_cents)
    _tell_all(session, contract, words, "cap_ended", now)


def _stop_debits(session: Session, contract: Contract, now: datetime) -> None:
    """Let autopay rest, cancel what is ordered for later days, try nothing again."""
    of_contract = col(Autopay.contract_id) == contract.id
    for row in session.exec(select(Autopay).where(of_contract, col(Autopay.status).in_(ON))):
        stopping.pause(session, row, why=STOPPED, now=now)
    mine = col(ScheduledPayment.contract_id) == contract.id
    for order in session.exec(select(ScheduledPayment).where(mine, _WAITING)):
        _cancel(order, STOPPED, now)
    again = select(Payment).where(
        col(Payment.contract_id) == contract.id, col(Payment.retry_on).is_not(None)
    )
    for payment in session.exec(again):
        returns.stop_retry(session, payment, now)


_WAITING = col(ScheduledPayment.status) == "waiting"


def _close(session: Session, borrower: Borrower, now: datetime) -> None:
    """Close the login of somebody who has died, and end what they had set up (R1.22)."""
    mine = col(Autopay.borrower_id) == borrower.id
    for row in session.exec(select(Autopay).where(mine, col(Autopay.status).in_(ON))):
        stopping.end(session, row, reason=CLOSED, why=GONE, now=now)
    ordered = col(ScheduledPayment.borrower_id) == borrower.id
    for order in session.exec(select(ScheduledPayment).where(ordered, _WAITING)):
        _cancel(order, GONE, now)
    if (login := login_of(session, borrower.id)) is None:
        return
    login.disabled_at = login.disabled_at or now
    theirs = col(PortalSession.login_id) == login.id
    live_sessions().end_within(session, theirs, why=CLOSED, now=now)


def _cancel(order: ScheduledPayment, why: str, now: datetime) -> None:
    order.status, order.why, order.changed_at = "canceled", why, now


def _locked(session: Session, ref: str) -> Contract:
    found = session.exec(select(Contract.id).where(col(Contract.ref) == ref)).one_or_none()
    if found is None:
        raise FlagRefused("There is no such contract.")
    return ledger.locked(session, found)


def _borrower(session: Session, contract: Contract, name: str | None) -> Borrower | None:
    if name is None:
        return None
    found = next((each for each in _obligors(session, contract) if each.external_id == name), None)
    if found is None:
        raise FlagRefused("Nobody of that name is bound by this contract.")
    return found


def _open(
    session: Session, contract: Contract, kind: str, borrower: Borrower | None
) -> AccountFlag | None:
    wanted = select(AccountFlag).where(
        col(AccountFlag.contract_id) == contract.id,
        col(AccountFlag.kind) == kind,
        col(AccountFlag.ends_on).is_(None),
    )
    if borrower:
        wanted = wanted.where(col(AccountFlag.borrower_id) == borrower.id)
    return session.exec(wanted.order_by(col(AccountFlag.id).desc())).first()


def _tell_all(
    session: Session,
    contract: Contract,
    words: Wording,
    kind: str,
    now: datetime,
    *,
    but: Borrower | None = None,
) -> None:
    for borrower in _obligors(session, contract):
        if but is None or borrower.id != but.id:
            deliveries.tell_borrower(session, borrower.id, words, kind=kind, now=now)


def _obligors(session: Session, contract: Contract) -> list[Borrower]:
    return list(
        session.exec(
            select(Borrower)
            .join(Obligor, col(Obligor.borrower_id) == Borrower.id)
            .where(col(Obligor.contract_id) == contract.id)
            .order_by(col(Obligor.id))
        )
    )
