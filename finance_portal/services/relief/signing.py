"""Sign another due date, or an extension: everybody who is bound, the same words (R8.2, R9.3)."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.documents.relief_words import (
    VERSION,
    Agreed,
    due_date_words,
    extension_words,
)
from finance_portal.domain import working
from finance_portal.domain.cents import Cents
from finance_portal.domain.rates import percent
from finance_portal.domain.relief import ReliefRefused
from finance_portal.language import say, sentence
from finance_portal.models.contracts import Contract
from finance_portal.models.requests import OPEN, RequestSignature, ServiceRequest
from finance_portal.services import ledger, requests
from finance_portal.services.contracts import File, contract_of, file_of
from finance_portal.services.obligors import obligors_of
from finance_portal.services.relief import granting
from finance_portal.services.relief.effects import (
    AutopayMove,
    Choice,
    Effect,
    Kind,
    autopay_move,
    effect_of,
)
from finance_portal.services.requests import Asked, RequestNotFound, RequestOpen
from finance_portal.services.security.desk import Act, note
from finance_portal.services.signatures import name_of
from finance_portal.services.spoken_to import speaking_to
from finance_portal.services.waiting_orders import waiting_on

ANEW = sentence("Something was posted, so the figures changed. Please look at them and sign again.")
WAITS = sentence("It waits for everybody's signature.")


class Wanted(NamedTuple):
    """What a borrower wants to sign, and what of it they were shown."""

    contract_ref: str
    choice: Choice
    form_token: str
    shown: str = ""  # the hash of the words that were on the screen


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What would be signed, and what it does."""

    wanted: Wanted
    words: tuple[str, ...]
    effect: Effect
    autopay: AutopayMove | None
    ordered: tuple[tuple[date, Cents], ...]  # payments for a later day, which stay
    others: tuple[str, ...]  # first names of who else has to sign
    asked: "Waiting | None" = None
    working: tuple[str, ...] = ()  # how its cost was worked out


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A request that waits for signatures."""

    ref: str
    is_mine: bool
    must_sign: bool  # whoever looks at it
    waits_for: tuple[str, ...]  # first names, but for whoever looks at it
    through: date | None


class ProposalChanged(Exception):
    """The words are not those that were on the screen; nothing was signed."""

    def __init__(self, proposal: Proposal) -> None:
        super().__init__(say("Something changed while this page was open. Please look again."))
        self.proposal = proposal


def propose(db: Database, *, borrower_id: int, wanted: Wanted, now: datetime) -> Proposal:
    """Return what would be signed. Raises ReliefRefused, ContractNotFound."""
    with db.read() as session:
        contract = contract_of(session, borrower_id, wanted.contract_ref)
        return _proposal(session, contract, wanted, borrower_id, now.date())


def waiting(
    db: Database, *, borrower_id: int, contract_ref: str, kind: Kind, now: datetime
) -> Proposal | None:
    """Return what waits for signatures, with the figures of now; None when nothing does.

    Raises ReliefRefused when it can no longer be granted, and ContractNotFound.
    """
    with db.read() as session:
        contract = contract_of(session, borrower_id, contract_ref)
        request = requests.open_one(session, contract.id or 0, kind)
        if request is None or request.status != "signing":
            return None
        wanted = Wanted(contract_ref, _chosen(request), request.form_token)
        return _proposal(session, contract, wanted, borrower_id, now.date())


def sign(db: Database, act: Act, *, wanted: Wanted, name: str, now: datetime) -> str:
    """Sign what was proposed and return what it has become; sent twice, it is signed once.

    The last signature puts it in force. `now` is the lender's time. Raises ProposalChanged,
    ReliefRefused, NameRefused, RequestOpen, RequestNotFound and ContractNotFound. The step-up was
    asked for by whoever calls.
    """
    signed = name_of(name)
    with db.begin() as session:
        outcome = _sign(session, act, wanted, signed, now)
    if isinstance(outcome, Proposal):
        raise ProposalChanged(outcome)
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def disagree(db: Database, act: Act, *, ref: str, now: datetime) -> None:
    """Say no to what somebody else has asked for: it ends, unsigned. Raises RequestNotFound."""
    with db.begin() as session:
        request = requests.disagree(session, ref, act.who.borrower_id, now)
        note(session, act, "agreement:refused", subject=ref, about=request.kind)


def _sign(
    session: Session, act: Act, wanted: Wanted, name: str, now: datetime
) -> str | Proposal | Exception:
    """Return what became of it, or what to raise once that has been written."""
    borrower_id = act.who.borrower_id
    contract = contract_of(session, borrower_id, wanted.contract_ref)
    ledger.locked(session, contract.id or 0)
    session.refresh(contract)
    if (made := _made(session, contract, wanted.form_token)) and made.status not in OPEN:
        return made.status
    request = requests.open_one(session, contract.id or 0, wanted.choice.kind)
    if request and _chosen(request) != wanted.choice:
        raise RequestOpen(request.ref)
    if request and request.expires_at and request.expires_at <= now:
        requests.let_lapse(session, request, now)
        return RequestNotFound(request.ref)
    try:
        proposal = _proposal(session, contract, wanted, borrower_id, now.date())
    except ReliefRefused as refusal:
        if request is None:
            raise
        requests.step(session, request, "declined", str(refusal), now)
        requests.tell_others(session, request, str(refusal), now)
        return refusal
    if request and request.words != "\n".join(proposal.words):
        _ask_anew(session, request, proposal, borrower_id, now)
    if proposal.wanted.shown != wanted.shown:
        return proposal
    is_new = request is None
    request = request or _open(session, contract, act, proposal, now)
    everybody = requests.sign(session, request, borrower_id, name, act.client, now)
    note(session, act, "agreement:signed", subject=request.ref, about=request.kind)
    if everybody:
        granting.grant(session, request, proposal.effect, now)
    elif is_new:
        requests.ask_others_to_sign(session, request, now)
    return request.status


def _open(
    session: Session, contract: Contract, act: Act, proposal: Proposal, now: datetime
) -> ServiceRequest:
    kind, number = proposal.wanted.choice
    return requests.open_request(
        session,
        Asked(
            form_token=proposal.wanted.form_token,
            contract_id=contract.id or 0,
            borrower_id=act.who.borrower_id,
            kind=kind,
            status="signing",
            expires_at=requests.sign_until(now),
            due_day=number if kind is Kind.DUE_DATE else None,
            months=number if kind is Kind.EXTENSION else None,
            words="\n".join(proposal.words),
            version=contract.version,
        ),
        WAITS,
        now,
        tells=bool(proposal.others),
    )


def _ask_anew(
    session: Session, request: ServiceRequest, proposal: Proposal, borrower_id: int, now: datetime
) -> None:
    """Take the signatures back that were given for other figures, and ask everybody again."""
    given = select(RequestSignature).where(col(RequestSignature.request_id) == request.id)
    for each in session.exec(given):
        session.delete(each)
    request.words = "\n".join(proposal.words)
    request.version = session.get_one(Contract, request.contract_id).version
    requests.step(session, request, "signing", ANEW, now)
    requests.tell_others(session, request, ANEW, now, besides=borrower_id)


def _proposal(
    session: Session, contract: Contract, wanted: Wanted, borrower_id: int, today: date
) -> Proposal:
    file = file_of(session, contract)
    effect = effect_of(session, file, wanted.choice, today)
    request = requests.open_one(session, contract.id or 0, wanted.choice.kind)
    with speaking_to(session, request.borrower_id if request else None):
        words = _words(file, effect)
    return Proposal(
        wanted=wanted._replace(shown=_hash(words)),
        words=words,
        effect=effect,
        autopay=autopay_move(session, file, effect, borrower_id, today),
        ordered=tuple(
            (each.pay_on, each.amount_cents) for each in waiting_on(session, contract.id or 0)
        ),
        others=_others(session, contract, borrower_id),
        asked=_waiting(session, request, borrower_id) if request else None,
        working=_working(file, effect),
    )


def _working(file: File, effect: Effect) -> tuple[str, ...]:
    terms, known = file.terms.billing, file.foreseen()
    return working.more_interest(terms, known, effect.event, effect.preview).lines


def _waiting(session: Session, request: ServiceRequest, borrower_id: int) -> Waiting:
    unsigned = requests.missing(session, request)
    return Waiting(
        ref=request.ref,
        is_mine=request.borrower_id == borrower_id,
        must_sign=any(each.id == borrower_id for each in unsigned),
        waits_for=tuple(each.first_name for each in unsigned if each.id != borrower_id),
        through=requests.signed_through(request),
    )


def _words(file: File, effect: Effect) -> tuple[str, ...]:
    due_day = effect.choice.number if effect.choice.kind is Kind.DUE_DATE else 0
    agreed = Agreed(
        contract=f"{file.contract.vehicle}, {file.contract.number_masked}",
        rate=percent(effect.position.rate),
        due_day=due_day,
        maturity_before=effect.position.maturity_on,
        skipped=effect.skipped,
        preview=effect.preview,
    )
    return due_date_words(agreed) if due_day else extension_words(agreed)


def _chosen(request: ServiceRequest) -> Choice:
    return Choice(Kind(request.kind), request.due_day or request.months or 0)


def _made(session: Session, contract: Contract, form_token: str) -> ServiceRequest | None:
    return session.exec(
        select(ServiceRequest).where(
            col(ServiceRequest.form_token) == form_token,
            col(ServiceRequest.contract_id) == contract.id,
        )
    ).one_or_none()


def _others(session: Session, contract: Contract, borrower_id: int) -> tuple[str, ...]:
    people = obligors_of(session, contract.id or 0)
    return tuple(each.first_name for each in people if each.id != borrower_id)


def _hash(words: tuple[str, ...]) -> str:
    return hashlib.sha256("\n".join([VERSION, *words]).encode()).hexdigest()
