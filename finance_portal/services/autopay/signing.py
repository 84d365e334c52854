"""Sign autopay, or sign it anew with something changed (R15.1)."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session

from finance_portal.db import Database
from finance_portal.documents.authorization_words import VERSION, Agreed, words_of
from finance_portal.domain.autopay import (
    AmountRule,
    Debit,
    Frequency,
    Plan,
    PlanRefused,
    check_plan,
)
from finance_portal.domain.position import Position
from finance_portal.language import day_of_year, say, sentence
from finance_portal.models.autopay import Autopay, PaymentAuthorization
from finance_portal.models.payments import PaymentMethod
from finance_portal.models.security import Login
from finance_portal.notices import autopay as notices
from finance_portal.services import deliveries, ledger
from finance_portal.services.autopay import discount, papers
from finance_portal.services.autopay.outlook import planned, position_of
from finance_portal.services.autopay.plans import (
    AutopayRefused,
    autopay_on,
    put_plan,
    refuse_other,
    refuse_restricted,
)
from finance_portal.services.contracts import File, card_fee, contract_of, file_of
from finance_portal.services.payment_methods import label_for, method_of
from finance_portal.services.security.desk import Act, note
from finance_portal.services.undo_links import live_undo_links

HELD = sentence(
    "For your protection, autopay cannot be set up or changed until {until}. You can pay "
    "by hand as always."
)
SHORTEST_NAME = 3


class Wanted(NamedTuple):
    """What a borrower wants to sign, and what of it they were shown."""

    contract_ref: str
    method_ref: str
    plan: Plan
    shown: str = ""  # the hash of the words that were on the screen


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What would be signed: the words, and every debit of the next twelve months."""

    wanted: Wanted
    words: tuple[str, ...]
    forecast: tuple[Debit, ...]
    method: str
    is_change: bool
    past_due: int  # cents that the first debit also takes
    card_fee: int


class ProposalChanged(Exception):
    """The words are not those that were on the screen; nothing was signed."""

    def __init__(self, proposal: Proposal) -> None:
        super().__init__(say("Something changed while this page was open. Please look again."))
        self.proposal = proposal


def propose(db: Database, *, borrower_id: int, wanted: Wanted, now: datetime) -> Proposal:
    """Return what would be signed. Raises PlanRefused, AutopayRefused, and what finding raises."""
    with db.read() as session:
        contract = contract_of(session, borrower_id, wanted.contract_ref)
        method = method_of(session, borrower_id, wanted.method_ref)
        running = autopay_on(session, contract.id or 0, locks=False)
        refuse_other(running, borrower_id)
        return _proposal(session, file_of(session, contract), method, wanted, running, now.date())


def sign(db: Database, act: Act, *, wanted: Wanted, name: str, now: datetime) -> str:
    """Sign what was proposed and return the authorization's ref; sent twice, it is signed once.

    `now` is the lender's time. Raises ProposalChanged, PlanRefused, AutopayRefused, MethodNotFound
    and ContractNotFound. The step-up was asked for by whoever calls.
    """
    signed = _name(name)
    with db.begin() as session:
        contract = contract_of(session, act.who.borrower_id, wanted.contract_ref)
        ledger.locked(session, contract.id or 0)
        _refuse_held(session, act)
        method = method_of(session, act.who.borrower_id, wanted.method_ref)
        running = autopay_on(session, contract.id or 0)
        refuse_other(running, act.who.borrower_id)
        if made := _signed_before(session, running, wanted):
            return made
        file = file_of(session, contract)
        proposal = _proposal(session, file, method, wanted, running, now.date())
        if proposal.wanted.shown != wanted.shown:
            raise ProposalChanged(proposal)
        authorization = _authorization(session, act, method, file, proposal, signed, now)
        row = _row(session, running, authorization, proposal, now)
        row.changed_at = act.now  # a calendar that stands still would hide it from a running job
        discount.grant(session, contract, row, now)
        papers.issue(session, authorization, now)
        _tell(session, act, row, authorization, proposal)
        return authorization.ref


def _proposal(
    session: Session,
    file: File,
    method: PaymentMethod,
    wanted: Wanted,
    running: Autopay | None,
    today: date,
) -> Proposal:
    position = position_of(session, file, today)
    refuse_restricted(session, file.contract.id or 0, today)
    _refuse_impossible(file, position, method, wanted.plan)
    check_plan(wanted.plan, position, today=today)
    debits = planned(session, file, wanted.plan, today)
    first = next((each for each in debits if each.amount), None)
    if first is None:
        raise AutopayRefused(say("Nothing falls due in the next twelve months: nothing to set up."))
    label = label_for(method, method.borrower_id)
    words = words_of(
        Agreed(
            plan=wanted.plan,
            method=label,
            is_card=method.kind == "card",
            card_fee=file.contract.card_fee_cents,
            contract=f"{file.contract.vehicle}, {file.contract.number_masked}",
            is_lease=file.terms.lease is not None,
            has_balloon=position.installments[-1].is_balloon,
            first_on=first.debit_on,
            first_amount=first.amount,
            discount_ppm=file.contract.autopay_discount_ppm,
        )
    )
    return Proposal(
        wanted=wanted._replace(shown=_hash(words)),
        words=words,
        forecast=tuple(debits),
        method=label,
        is_change=running is not None,
        past_due=position.to_cure,
        card_fee=card_fee(file.contract, method.kind),
    )


def _refuse_impossible(file: File, position: Position, method: PaymentMethod, plan: Plan) -> None:
    if position.is_closed:
        raise AutopayRefused(say("This contract is paid off. There is nothing left to debit."))
    if position.is_all_paid:
        raise AutopayRefused(say("All payments of the lease are made. There is nothing to debit."))
    if not method.usable or method.is_revoked:
        raise AutopayRefused(
            say(method.why_not or sentence("This method cannot be used.")), "method"
        )
    is_simple = plan.amount is AmountRule.DUE and plan.frequency is not Frequency.EVERY_TWO_WEEKS
    if file.terms.lease and not is_simple:
        raise PlanRefused("amount", say("A lease is debited what is due, once or twice a month."))


def _refuse_held(session: Session, act: Act) -> None:
    until = session.get_one(Login, act.who.login_id).held_until
    if until and act.now < until:
        raise AutopayRefused(say(HELD, until=day_of_year(until)))


def _name(typed: str) -> str:
    name = " ".join(typed.split())
    if len(name) < SHORTEST_NAME or not name.isprintable() or not any(map(str.isalpha, name)):
        raise AutopayRefused(say("Type your full name: it is your signature."), "name")
    return name[:120]


def _signed_before(session: Session, running: Autopay | None, wanted: Wanted) -> str | None:
    if running is None:
        return None
    signed = session.get_one(PaymentAuthorization, running.authorization_id)
    return signed.ref if signed.hash == wanted.shown and running.status == "active" else None


def _authorization(
    session: Session,
    act: Act,
    method: PaymentMethod,
    file: File,
    proposal: Proposal,
    name: str,
    now: datetime,
) -> PaymentAuthorization:
    signed = PaymentAuthorization(
        ref=secrets.token_urlsafe(12),
        contract_id=file.contract.id or 0,
        borrower_id=act.who.borrower_id,
        method_id=method.id or 0,
        words="\n".join(proposal.words),
        version=VERSION,
        hash=proposal.wanted.shown,
        signed_name=name,
        signed_at=now,
        ip=act.client.ip,
        user_agent=act.client.user_agent,
    )
    session.add(signed)
    session.flush()
    return signed


def _row(
    session: Session,
    running: Autopay | None,
    authorization: PaymentAuthorization,
    proposal: Proposal,
    now: datetime,
) -> Autopay:
    first = next(each for each in proposal.forecast if each.amount)
    row = running or Autopay(
        ref=secrets.token_urlsafe(12),
        contract_id=authorization.contract_id,
        borrower_id=authorization.borrower_id,
        method_id=authorization.method_id,
        authorization_id=authorization.id or 0,
        status="active",
        amount=AmountRule.DUE,
        frequency=Frequency.MONTHLY,
        starts_on=first.debit_on,
        changed_at=now,
        made_at=now,
    )
    if running:
        before = session.get_one(PaymentAuthorization, running.authorization_id)
        before.ended_at, before.end_reason = now, "changed"
    put_plan(row, proposal.wanted.plan)
    row.method_id, row.authorization_id = authorization.method_id, authorization.id or 0
    row.next_debit_on, row.last_amount_cents = proposal.forecast[0].debit_on, first.amount
    row.changed_at = now
    session.add(row)
    session.flush()
    return row


def _tell(
    session: Session,
    act: Act,
    row: Autopay,
    authorization: PaymentAuthorization,
    proposal: Proposal,
) -> None:
    kind = "autopay:changed" if proposal.is_change else "autopay:enrolled"
    note(session, act, kind, subject=row.ref, authorization=authorization.ref)
    link = live_undo_links().make(session, login_id=act.who.login_id, about=kind, now=act.now)
    notice = notices.autopay_changed if proposal.is_change else notices.autopay_signed
    wording = notice(words=proposal.words, signed_name=authorization.signed_name, not_me=link)
    deliveries.tell_borrower(session, row.borrower_id, wording, kind=notice.__name__, now=act.now)


def _hash(words: tuple[str, ...]) -> str:
    return hashlib.sha256("\n".join([VERSION, *words]).encode()).hexdigest()
