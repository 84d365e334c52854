"""A flag is set on a contract or ends, and all that follows from it (1.22, 1.29)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.domain.rates import percent
from finance_portal.models.closing import AccountFlag
from finance_portal.models.contracts import Contract, ContractKind
from finance_portal.models.people import Borrower
from finance_portal.notices import flags as notices
from finance_portal.notices.wording import Wording
from finance_portal.services import audit, holding, ledger, requests, scra
from finance_portal.services.contracts import by_name, file_of
from finance_portal.services.flags import NONE, RESTRICTING
from finance_portal.services.logins import login_of
from finance_portal.services.obligors import obligors_of, tell_all
from finance_portal.services.scra import NotCapped
from finance_portal.services.vault import live_vault

KINDS = ("scra", "bankruptcy", "deceased", "litigation", "total_loss")


class FlagRefused(Exception):
    """This flag cannot be set or ended like that; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Flag:
    """What a person at the lender notes. `borrower` is the lender's name of whom it is about.

    `contract_ref` may also be the account number: that is what a person at the lender has.
    """

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
        holding.stop_debits(session, contract, now)
        holding.free_of_promises(session, contract, now)
        words = notices.debits_stopped(vehicle=contract.vehicle)
        tell_all(session, contract.id or 0, words, kind="debits_stopped", now=now)
    if flag.kind == "scra" and contract.kind == ContractKind.LOAN:
        _cap(session, contract, flag, now)
    if flag.kind == "deceased" and borrower:
        holding.close_login(session, borrower, now)
        words = notices.co_borrower_died(vehicle=contract.vehicle)
        tell_all(session, contract.id or 0, words, kind="co_borrower_died", now=now, but=borrower)


def _undo(session: Session, contract: Contract, row: AccountFlag, on: date, now: datetime) -> None:
    if RESTRICTING.get(row.kind, NONE).read_only:
        words = notices.restriction_ended(vehicle=contract.vehicle)
        tell_all(session, contract.id or 0, words, kind="restriction_ended", now=now)
    if row.kind == "scra" and contract.kind == ContractKind.LOAN:
        _uncap(session, contract, on, now)
    if row.kind == "deceased" and (login := login_of(session, row.borrower_id)):
        login.disabled_at = None  # it was an error


def _cap(session: Session, contract: Contract, flag: Flag, now: datetime) -> None:
    try:
        less = scra.apply(session, file_of(session, contract), flag.since, now)
    except NotCapped as refusal:
        raise FlagRefused(str(refusal)) from None
    file = file_of(session, contract)
    position = file.position(now.date())
    following = position.next_installment
    words = notices.rate_capped(
        since=flag.since,
        rate=percent(position.rate),
        installment=following.amount if following else contract.installment_cents,
        less=less,
        falls=file.terms.billing.rate > position.rate,
    )
    tell_all(session, contract.id or 0, words, kind="rate_capped", now=now)
    _answer(session, contract, words, flag.noted_by, now)


def _answer(session: Session, contract: Contract, words: Wording, by: str, now: datetime) -> None:
    """Grant what was asked for: the cap itself is the answer."""
    if request := requests.open_one(session, contract.id or 0, "scra"):
        reply = f"{words.subject}. {words.paragraphs[1]}"
        requests.decide(session, request.ref, status="granted", reply=reply, by=by, now=now)


def _uncap(session: Session, contract: Contract, on: date, now: datetime) -> None:
    scra.lift(session, file_of(session, contract), on, now)
    rate = file_of(session, contract).position(now.date()).rate
    words = notices.cap_ended(on=on, rate=percent(rate), installment=contract.installment_cents)
    tell_all(session, contract.id or 0, words, kind="cap_ended", now=now)


def _locked(session: Session, name: str) -> Contract:
    found = by_name(session, live_vault(), name)
    if found is None:
        raise FlagRefused("There is no such contract.")
    return ledger.locked(session, found.id or 0)


def _borrower(session: Session, contract: Contract, name: str | None) -> Borrower | None:
    if name is None:
        return None
    found = next(
        (each for each in obligors_of(session, contract.id or 0) if each.external_id == name), None
    )
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
