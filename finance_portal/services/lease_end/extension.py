"""Keep a leased vehicle longer: worked out, signed by everybody, entered (R14.10)."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.documents.lease_words import (
    EXTENSION_VERSION,
    Extension,
    extension_words,
    long,
)
from finance_portal.domain import lease_end
from finance_portal.domain.calendar import add_months
from finance_portal.domain.cents import Cents
from finance_portal.domain.events import LeaseExtended
from finance_portal.domain.lease_end import MONTHS_WITHOUT_NEW_DISCLOSURES
from finance_portal.language import keep, say, sentence
from finance_portal.models.documents import DocumentKind
from finance_portal.models.requests import OPEN, RequestSignature, ServiceRequest
from finance_portal.notices import lease_end as notices
from finance_portal.services import deliveries, documents, flags, ledger, requests
from finance_portal.services.autopay import consequences
from finance_portal.services.documents import Paper
from finance_portal.services.lease_end.held import (
    Held,
    LeaseEndRefused,
    changing,
    latest,
    refuse_too_early,
)
from finance_portal.services.ledger import NEXT, Happening
from finance_portal.services.obligors import obligors_of
from finance_portal.services.requests import Asked
from finance_portal.services.security.desk import Act, note
from finance_portal.services.signatures import NameRefused, name_of
from finance_portal.services.spoken_to import speaking_to
from finance_portal.settings import settings

KIND = "lease_extension"
ASKED = sentence("Please sign to keep the vehicle longer.")
WAITING = sentence("You signed. It takes effect when everybody who is bound has signed.")
DONE = sentence("Everybody has signed. The lease goes on until {day}.")
DISCLOSURES = sentence(
    "For more than 6 months in all, we send you new disclosures. You decide then."
)
CHANGED = sentence("Something changed while this page was open. Please read it again.")


class Wanted(NamedTuple):
    """How many months are wanted, and what of it was on the screen."""

    contract_ref: str
    months: int
    form_token: str
    shown: str = ""  # the hash of the words


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What would be signed. `total` is what it costs in all, in cents."""

    wanted: Wanted
    words: tuple[str, ...]
    runs_through: date
    dues: tuple[date, ...]
    monthly: Cents
    total: Cents
    months_in_all: int
    waits_for: int  # other people who have to sign, too


class ProposalChanged(Exception):
    """The words are not those that were on the screen; nothing was signed."""

    def __init__(self, proposal: Proposal) -> None:
        super().__init__(say(CHANGED))
        self.proposal = proposal


def months_left(mine: Held) -> int:
    """Return by how many months a lease can still be extended without new disclosures."""
    return max(0, MONTHS_WITHOUT_NEW_DISCLOSURES - mine.extended)


def propose(db: Database, *, borrower_id: int, wanted: Wanted, today: date) -> Proposal:
    """Return what would be signed. Raises LeaseEndRefused and ContractNotFound."""
    with db.read() as session:
        return _proposal(
            session, changing(session, borrower_id, wanted.contract_ref, today), wanted
        )


def sign(db: Database, act: Act, *, wanted: Wanted, name: str, now: datetime) -> bool:
    """Sign the extension; return whether it takes effect with this signature.

    The step-up was asked for by whoever calls. Raises ProposalChanged and LeaseEndRefused.
    """
    signed = _name(name)
    with db.begin() as session:
        mine = changing(session, act.who.borrower_id, wanted.contract_ref, now.date())
        ledger.locked(session, mine.contract_id)
        before = latest(session, mine.contract_id, KIND)
        if before and before.form_token == wanted.form_token and before.status == "done":
            return True
        proposal = _proposal(session, mine, wanted)
        if proposal.wanted.shown != wanted.shown:
            raise ProposalChanged(proposal)
        request = _request(session, act, mine, proposal, before, now)
        if not requests.sign(session, request, act.who.borrower_id, signed, act.client, now):
            requests.ask_others_to_sign(session, request, now)
            return False
        _take_effect(session, act, mine, proposal, request, now)
        return True


def ask_for_disclosures(
    db: Database, act: Act, *, contract_ref: str, form_token: str, now: datetime
) -> None:
    """Ask for an extension beyond six months: a person sends new disclosures (A52)."""
    with db.begin() as session:
        mine = changing(session, act.who.borrower_id, contract_ref, now.date())
        if months_left(mine):
            raise LeaseEndRefused(
                say("You can still sign for months here, without asking."), "months"
            )
        asked = Asked(
            form_token=form_token,
            contract_id=mine.contract_id,
            borrower_id=act.who.borrower_id,
            kind=KIND,
            status="review",
            answer_by=requests.decide_by(mine.today),
        )
        requests.open_request(session, asked, DISCLOSURES, now)


def _proposal(session: Session, mine: Held, wanted: Wanted) -> Proposal:
    months = _months(session, mine, wanted)
    in_all = mine.extended + months
    dues = _dues(mine, months)
    runs_through = lease_end.extended(mine.lease, in_all).maturity_on
    request = _waiting(session, mine)
    with speaking_to(session, request.borrower_id if request else None):
        words = extension_words(
            Extension(
                vehicle=mine.contract.vehicle,
                contract=mine.contract.number_masked,
                months=months,
                was_through=mine.runs_through,
                runs_through=runs_through,
                dues=dues,
                monthly=mine.lease.monthly_payment,
                miles_allowed=mine.lease.miles_allowed + mine.lease.miles_purchased,
                excess_rate=mine.lease.excess_mile_rate,
                months_in_all=in_all,
            )
        )
    return Proposal(
        wanted=wanted._replace(months=months, shown=_hash(words)),
        words=words,
        runs_through=runs_through,
        dues=dues,
        monthly=mine.lease.monthly_payment,
        total=months * mine.lease.monthly_payment,
        months_in_all=in_all,
        waits_for=_others(session, mine),
    )


def _months(session: Session, mine: Held, wanted: Wanted) -> int:
    """Return the months to sign for: those that wait for a signature, or those that are wanted."""
    refuse_too_early(mine)
    limits = flags.restrictions(session, mine.contract_id, mine.today)
    if limits.no_agreements:
        raise LeaseEndRefused(f"{limits.words} {limits.contact}")
    if mine.position.past_due:
        raise LeaseEndRefused(say("A payment is past due. Please pay it first; then you can sign."))
    if waiting := _waiting(session, mine):
        return waiting.months or 0
    most = months_left(mine)
    if not most:
        raise LeaseEndRefused(say(DISCLOSURES), "months")
    if not 1 <= wanted.months <= most:
        raise LeaseEndRefused(say("Choose from 1 to {most} months.", most=most), "months")
    return wanted.months


def _waiting(session: Session, mine: Held) -> ServiceRequest | None:
    request = latest(session, mine.contract_id, KIND)
    return request if request and request.status == "signing" else None


def _dues(mine: Held, months: int) -> tuple[date, ...]:
    last = mine.position.installments[-1].due_on
    return tuple(add_months(last, number, mine.position.due_day) for number in range(1, months + 1))


def _others(session: Session, mine: Held) -> int:
    """Return how many people have to sign beside the one at the keyboard."""
    waiting = _waiting(session, mine)
    if waiting:
        return len(requests.missing(session, waiting)) - 1
    return len(obligors_of(session, mine.contract_id)) - 1


def _request(
    session: Session,
    act: Act,
    mine: Held,
    proposal: Proposal,
    before: ServiceRequest | None,
    now: datetime,
) -> ServiceRequest:
    """Return the request that is signed: the one that waits, or a new one."""
    if before and before.status == "signing":
        return before
    if before and before.status in OPEN:
        raise LeaseEndRefused(say("You have asked for more months, and we have not answered yet."))
    asked = Asked(
        form_token=proposal.wanted.form_token,
        contract_id=mine.contract_id,
        borrower_id=act.who.borrower_id,
        kind=KIND,
        status="signing",
        expires_at=requests.sign_until(now),
        on_date=proposal.runs_through,
        amount=proposal.total,
        months=proposal.wanted.months,
        words="\n".join(proposal.words),
        version=mine.contract.version,
    )
    return requests.open_request(session, asked, WAITING if proposal.waits_for else ASKED, now)


def _take_effect(
    session: Session,
    act: Act,
    mine: Held,
    proposal: Proposal,
    request: ServiceRequest,
    now: datetime,
) -> None:
    event = LeaseExtended(
        effective_on=mine.position.on, sequence=NEXT, months=proposal.wanted.months
    )
    happening = Happening(event, f"lease-extension:{request.ref}")
    ledger.enter(session, mine.contract_id, [happening], now)
    moved = consequences.terms_changed(session, mine.contract_id, now) or ""
    with speaking_to(session, request.borrower_id):
        paper = documents.issue(session, _paper(session, mine, proposal, request), now)
        request.document_id = paper.id
    done = keep(DONE, day=proposal.runs_through)
    note(session, act, "lease:extended", subject=mine.contract.ref)
    requests.step(session, request, "done", done, now)
    wording = notices.lease_extended(
        words=proposal.words, signed_by=_names(session, request), autopay=moved
    )
    for person in obligors_of(session, mine.contract_id):
        key = f"lease-extension:{request.ref}:{person.id}"
        deliveries.tell_borrower(
            session, person.id, wording, kind="lease_extended", now=now, key=key
        )


def _paper(session: Session, mine: Held, proposal: Proposal, request: ServiceRequest) -> Paper:
    signatures = session.exec(
        select(RequestSignature)
        .where(col(RequestSignature.request_id) == request.id)
        .order_by(col(RequestSignature.id))
    )
    signed = [
        say(
            "Signed electronically by {signed_name} on {day}.",
            signed_name=each.signed_name,
            day=_signed_on(each),
        )
        for each in signatures
    ]
    return Paper(
        key=f"lease-extension:{request.ref}",
        contract_id=mine.contract_id,
        kind=DocumentKind.AGREEMENT,
        title=say("Lease extension"),
        dated_on=mine.today,
        template="letter-1",
        content={
            "words": list(proposal.words),
            "signed": [*signed, say("Text {version}.", version=EXTENSION_VERSION)],
        },
    )


def _signed_on(signature: RequestSignature) -> str:
    """Return the day on which somebody signed, where the lender is."""
    return long(signature.signed_at.astimezone(ZoneInfo(settings.time_zone)).date())


def _names(session: Session, request: ServiceRequest) -> list[str]:
    names = select(RequestSignature.signed_name).where(
        col(RequestSignature.request_id) == request.id
    )
    return list(session.exec(names.order_by(col(RequestSignature.id))))


def _name(typed: str) -> str:
    try:
        return name_of(typed)
    except NameRefused as refusal:
        raise LeaseEndRefused(str(refusal), "name") from refusal


def _hash(words: tuple[str, ...]) -> str:
    return hashlib.sha256("\n".join([EXTENSION_VERSION, *words]).encode()).hexdigest()
