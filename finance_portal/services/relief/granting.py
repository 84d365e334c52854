"""Put into force what everybody has signed: the ledger, autopay, the paper, the copies."""

from datetime import datetime

from sqlmodel import Session, col, select

from finance_portal.documents.relief_agreement import TEMPLATE, Signature, content_of
from finance_portal.documents.relief_words import day, ordinal
from finance_portal.language import keep, say, sentence
from finance_portal.models.contracts import Contract
from finance_portal.models.documents import DocumentKind
from finance_portal.models.requests import RequestSignature, ServiceRequest
from finance_portal.notices import relief as notices
from finance_portal.services import deliveries, documents, ledger, requests
from finance_portal.services.autopay import consequences
from finance_portal.services.documents import Paper
from finance_portal.services.ledger import Happening
from finance_portal.services.relief.effects import Effect, Kind
from finance_portal.services.spoken_to import speaking_to

PAPERS = {
    Kind.DUE_DATE: sentence("Agreement on another due date"),
    Kind.EXTENSION: sentence("Agreement on an extension"),
}


def grant(session: Session, request: ServiceRequest, effect: Effect, now: datetime) -> None:
    """Enter what was agreed, once, and tell everybody who has signed."""
    key = f"request:{request.ref}"
    ledger.enter(session, request.contract_id, [Happening(effect.event, key)], now)
    consequences.terms_changed(session, request.contract_id, now)
    signatures = _signatures(session, request)
    with speaking_to(session, request.borrower_id):
        request.document_id = _paper(session, request, effect, signatures, now)
        requests.step(session, request, "granted", _granted(effect), now, tells=False)
    names = [each.signed_name for each in signatures]
    words = (request.words or "").splitlines()
    wording = notices.agreement_made(kind=request.kind, words=words, names=names)
    for each in signatures:
        deliveries.tell_borrower(
            session,
            each.borrower_id,
            wording,
            kind="agreement_made",
            now=now,
            key=f"agreement:{request.ref}:{each.borrower_id}",
        )


def _signatures(session: Session, request: ServiceRequest) -> list[RequestSignature]:
    given = select(RequestSignature).where(col(RequestSignature.request_id) == request.id)
    return list(session.exec(given.order_by(col(RequestSignature.id))))


def _paper(
    session: Session,
    request: ServiceRequest,
    effect: Effect,
    signatures: list[RequestSignature],
    now: datetime,
) -> int | None:
    contract = session.get_one(Contract, request.contract_id)
    content = content_of(
        (request.words or "").splitlines(),
        effect.preview.after,
        [Signature(each.signed_name, each.signed_at) for each in signatures],
        contract=f"{contract.vehicle}, {contract.number_masked}",
        ref=request.ref,
    )
    paper = Paper(
        key=f"agreement:{request.ref}",
        contract_id=request.contract_id,
        kind=DocumentKind.AGREEMENT,
        title=say(PAPERS[effect.choice.kind]),
        dated_on=now.date(),
        template=TEMPLATE,
        content=content,
    )
    return documents.issue(session, paper, now).id


def _granted(effect: Effect) -> str:
    on = day(effect.preview.next_due_on)
    if effect.choice.kind is Kind.DUE_DATE:
        return say(
            "Your due date is the {number} of the month. The next payment is due {day}.",
            number=ordinal(effect.choice.number),
            day=on,
        )
    return keep(
        "Your payments have moved to the end of the contract. The next payment is due {day}.",
        day=effect.preview.next_due_on,
    )
