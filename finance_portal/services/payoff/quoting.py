"""Give a payoff quote: stored, on paper, and mailed word of (R10.1, R10.4)."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from sqlmodel import Session, col, func, select

from finance_portal.db import Database
from finance_portal.documents import payoff_letter
from finance_portal.documents.payoff_letter import Authorization, Letter
from finance_portal.domain import working
from finance_portal.domain.interest import per_diem_text
from finance_portal.domain.payoff import PayoffQuote, QuoteRefused, quote_payoff
from finance_portal.language import ENGLISH, say, speaking, spoken
from finance_portal.models.contracts import Contract
from finance_portal.models.documents import Document, DocumentKind
from finance_portal.models.people import Borrower
from finance_portal.models.quotes import Quote
from finance_portal.notices import payoff as notices
from finance_portal.notices.wording import Wording
from finance_portal.services import deliveries, documents, flags, ledger
from finance_portal.services.contracts import File, contract_of, file_of, refuse_disagreement
from finance_portal.services.documents import Paper
from finance_portal.services.security.desk import Act, note
from finance_portal.services.signatures import NameRefused, name_of

Audience = Literal["borrower", "dealer", "insurer"]
REF_BYTES = 9
SHORTEST_RECIPIENT, LONGEST_RECIPIENT = 2, 120


class LetterRefused(Exception):
    """The letter cannot be made out; the message is fit for the borrower, `field` says where."""

    def __init__(self, message: str, field: str = "form") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """The letter that a borrower wants. For somebody else, it takes a name as a signature."""

    contract_ref: str
    good_through: date
    audience: Audience = "borrower"
    recipient: str = ""  # the dealer's or insurer's name
    name: str = ""  # of whoever allows it


def quote(db: Database, act: Act, *, wanted: Wanted, now: datetime) -> str:
    """Give a quote with its letter, and return the document's ref; asked twice, it is given once.

    `now` is the lender's time. Raises LetterRefused and ContractNotFound. The step-up for a letter
    to somebody else was asked for by whoever calls.
    """
    recipient, signed = addressed(wanted)
    with db.begin() as session:
        contract = contract_of(session, act.who.borrower_id, wanted.contract_ref)
        ledger.locked(session, contract.id or 0)
        _refuse_held(session, contract, now.date())
        file = file_of(session, contract)
        figures = _figures(session, file, wanted.good_through, now.date())
        same = _same(session, act, file, figures, wanted.audience, recipient)
        if same is not None:
            return session.get_one(Document, same.document_id).ref
        row = _row(act, file, figures, now)
        row.audience, row.recipient = wanted.audience, recipient or None
        row.authorized_name = signed or None
        row.authorized_at = now if signed else None
        session.add(row)
        document = _letter(session, act, file, figures, row, now)
        row.document_id = document.id
        note(session, act, "payoff:quoted", subject=row.ref, words=_seal(row))
        _tell(session, row, now)
        return document.ref


def addressed(wanted: Wanted) -> tuple[str, str]:
    """Return to whom, and who signed; both empty for the borrower's own. Raises LetterRefused."""
    if wanted.audience == "borrower":
        return "", ""
    if wanted.audience not in get_args(Audience):
        raise LetterRefused(say("Choose who the letter is for."), "audience")
    recipient = " ".join(wanted.recipient.split())[:LONGEST_RECIPIENT]
    if len(recipient) < SHORTEST_RECIPIENT or not recipient.isprintable():
        raise LetterRefused(say("Type the name of the dealer or insurer."), "recipient")
    try:
        return recipient, name_of(wanted.name)
    except NameRefused as refusal:
        raise LetterRefused(str(refusal), "name") from refusal


def _refuse_held(session: Session, contract: Contract, today: date) -> None:
    held = flags.restrictions(session, contract.id or 0, today)
    if held.no_payoff:
        raise LetterRefused(f"{held.words} {held.contact}")


def _figures(session: Session, file: File, good_through: date, today: date) -> PayoffQuote:
    """Return the figures of a quote, from the position that every page shows."""
    if file.terms.lease is not None:
        raise LetterRefused(say("A lease has no payoff. Call us to buy the vehicle."))
    position = file.position(today)
    refuse_disagreement(session, file, position)
    try:
        return quote_payoff(
            file.terms.billing,
            file.events,
            quoted_on=position.on,
            good_through=good_through,
            pending=file.in_flight,
        )
    except QuoteRefused as refusal:
        raise LetterRefused(str(refusal), "good_through") from refusal


def _same(
    session: Session, act: Act, file: File, figures: PayoffQuote, audience: str, recipient: str
) -> Quote | None:
    """Return the quote that says the same to the same, if it was given before."""
    return session.exec(
        select(Quote)
        .where(
            col(Quote.contract_id) == file.contract.id,
            col(Quote.borrower_id) == act.who.borrower_id,
            col(Quote.version) == file.contract.version,
            col(Quote.quoted_on) == figures.quoted_on,
            col(Quote.good_through) == figures.good_through,
            col(Quote.pending_cents) == figures.pending,
            col(Quote.audience) == audience,
            func.coalesce(Quote.recipient, "") == recipient,
        )
        .limit(1)
    ).first()


def _row(act: Act, file: File, figures: PayoffQuote, now: datetime) -> Quote:
    return Quote(
        ref=secrets.token_urlsafe(REF_BYTES),
        contract_id=file.contract.id or 0,
        borrower_id=act.who.borrower_id,
        kind="payoff",
        quoted_on=figures.quoted_on,
        good_through=figures.good_through,
        principal_cents=figures.principal,
        interest_cents=figures.interest,
        late_charges_cents=figures.late_charges,
        returned_fees_cents=figures.returned_fees,
        other_fees_cents=figures.other_fees,
        unapplied_cents=figures.unapplied,
        total_cents=figures.total,
        pending_cents=figures.pending,
        per_diem=per_diem_text(figures.per_diem),
        version=file.contract.version,
        audience="borrower",
        made_at=now,
    )


def _letter(
    session: Session, act: Act, file: File, figures: PayoffQuote, row: Quote, now: datetime
) -> Document:
    borrower = session.get_one(Borrower, act.who.borrower_id)
    letter = Letter(
        borrower=borrower.name,
        contract=file.contract.number_masked,
        vehicle=file.contract.vehicle,
        vin=file.contract.vin,
        ref=row.ref,
        audience=row.audience,
        recipient=row.recipient or "",
        authorization=_signed(row),
    )
    with speaking(spoken() if row.audience == "borrower" else ENGLISH):
        traced = working.trace(file.terms.billing, file.events, figures.quoted_on)
        lines = working.payoff(traced, figures.good_through).lines
        paper = Paper(
            key=f"quote:{row.ref}",
            contract_id=row.contract_id,
            kind=DocumentKind.PAYOFF_LETTER,
            title=say(payoff_letter.TITLE),
            dated_on=figures.quoted_on,
            template=payoff_letter.TEMPLATE,
            content=payoff_letter.content(letter, figures, lines),
            borrower_id=row.borrower_id,
        )
    return documents.issue(session, paper, now)


def _signed(row: Quote) -> Authorization | None:
    if row.authorized_name is None or row.authorized_at is None:
        return None
    return Authorization(name=row.authorized_name, at=row.authorized_at)


def _seal(row: Quote) -> str:
    """Return what the audit trail keeps of the words that were agreed to, as they were shown."""
    if row.recipient is None:
        return ""
    words = hashlib.sha256(payoff_letter.permission().encode())
    return f"{payoff_letter.VERSION}:{words.hexdigest()}"


def _tell(session: Session, row: Quote, now: datetime) -> None:
    wording, kind = _wording(row)
    deliveries.tell_borrower(
        session, row.borrower_id, wording, kind=kind, now=now, key=f"quote:{row.ref}"
    )


def _wording(row: Quote) -> tuple[Wording, str]:
    if row.audience == "borrower":
        said = notices.quote_given(total=row.total_cents, good_through=row.good_through)
        return said, "quote_given"
    said = notices.quote_for_another(audience=row.audience, good_through=row.good_through)
    return said, "quote_for_another"
