"""A link to one quote: whoever has it sees that quote, until its day or until it is taken back."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.domain.cents import Cents
from finance_portal.language import say, sentence, speaking
from finance_portal.models.contracts import Contract, ContractKind
from finance_portal.models.delegates import QuoteLink
from finance_portal.models.documents import Document
from finance_portal.models.people import Borrower
from finance_portal.models.quotes import Quote
from finance_portal.notices import delegates as notices
from finance_portal.services import access_log, deliveries, documents, flags
from finance_portal.services.access_log import Looker
from finance_portal.services.client import Client
from finance_portal.services.contracts import contract_of
from finance_portal.services.delegates import links
from finance_portal.services.documents import File
from finance_portal.services.payoff import buyouts, quoting
from finance_portal.services.payoff.buyouts import Asked
from finance_portal.services.payoff.quoting import LetterRefused, Wanted
from finance_portal.services.security.desk import Act, note
from finance_portal.services.throttle import Budgets, site_of
from finance_portal.settings import settings

MOST_DAYS = 10
DAYS = sentence("Choose a day: at most 10 days from now.")
GONE = sentence(
    "There is no quote here. The link is wrong, has run out, or was taken back. Ask whoever gave "
    "it to you for another one."
)


class QuoteGone(Exception):
    """No link of ours, or one that has run out or was taken back: nobody can tell which."""

    def __init__(self) -> None:
        super().__init__(say(GONE))


@dataclass(frozen=True, kw_only=True)
class Shared:
    """What a link to a quote shows, and nothing else."""

    kind: str  # "payoff", "early_buyout", "maturity_buyout"
    recipient: str
    vehicle: str
    number_masked: str
    total: Cents
    per_diem: str  # "" for a lease
    quoted_on: date
    good_through: date
    quote_ref: str
    where_to_pay: str
    phone: str


def share(db: Database, act: Act, *, wanted: Wanted, now: datetime) -> str:
    """Make a quote out to somebody, and return the address of a link to it, which is not stored.

    `now` is the lender's time. The step-up was asked for by the caller. Raises LetterRefused and
    ContractNotFound.
    """
    today = now.date()
    if not today <= wanted.good_through <= today + timedelta(days=MOST_DAYS):
        raise LetterRefused(say(DAYS), "good_through")
    with db.read() as session:
        contract = contract_of(session, act.who.borrower_id, wanted.contract_ref)
        is_lease = contract.kind == ContractKind.LEASE
    document_ref = (_of_lease if is_lease else quoting.quote)(db, act, wanted=wanted, now=now)
    link = links.shared_quotes().make()
    with db.begin() as session:
        quote = _quote_of(session, document_ref)
        row = QuoteLink(
            ref=secrets.token_hex(12),
            contract_id=quote.contract_id,
            borrower_id=act.who.borrower_id,
            quote_id=quote.id or 0,
            recipient=" ".join(wanted.recipient.split())[:120],
            secret_hash=link.hashed,
            made_at=act.now,
            through_on=min(wanted.good_through, quote.good_through),
        )
        session.add(row)
        note(session, act, "quote:shared", subject=row.ref, quote=quote.ref)
        person = session.get_one(Borrower, act.who.borrower_id)
        with speaking(person.language):
            words = notices.quote_link_made(
                recipient=row.recipient, through_on=row.through_on, at=now
            )
            deliveries.tell_borrower(session, person.id, words, kind="quote_link_made", now=act.now)
    return link.url


def take_back(db: Database, act: Act, *, ref: str) -> None:
    """End a link on a contract that binds the borrower; what is not there is ended already."""
    with db.begin() as session:
        row = session.exec(
            select(QuoteLink)
            .where(col(QuoteLink.ref) == ref, col(QuoteLink.revoked_at).is_(None))
            .with_for_update()
        ).one_or_none()
        if row is None:
            return
        contract = session.get_one(Contract, row.contract_id)
        contract_of(session, act.who.borrower_id, contract.ref)
        row.revoked_at = act.now
        note(session, act, "quote:taken_back", subject=row.ref)


def shown(
    db: Database, budgets: Budgets, *, secret: str, client: Client, now: datetime, today: date
) -> Shared:
    """Return what a link shows, and note the look. Raises QuoteGone and TooManyTries."""
    budgets.take("quote:look", site=site_of(client.ip), now=now)
    with db.begin() as session:
        row, quote, contract = _opened(session, secret, today)
        _note(session, row, "quote", client, now)
        return Shared(
            kind=quote.kind,
            recipient=row.recipient,
            vehicle=contract.vehicle,
            number_masked=contract.number_masked,
            total=quote.total_cents,
            per_diem=quote.per_diem,
            quoted_on=quote.quoted_on,
            good_through=quote.good_through,
            quote_ref=quote.ref,
            where_to_pay=settings.brand.payoff_address or settings.brand.address,
            phone=settings.brand.support_phone,
        )


def letter(
    db: Database, budgets: Budgets, *, secret: str, client: Client, now: datetime, today: date
) -> File:
    """Return the letter of a link's quote, and note the look. Raises QuoteGone, TooManyTries."""
    budgets.take("quote:look", site=site_of(client.ip), now=now)
    with db.begin() as session:
        row, quote, _ = _opened(session, secret, today)
        _note(session, row, "quote-letter", client, now)
        paper = session.get_one(Document, quote.document_id)
        return File(f"quote-{quote.quoted_on:%Y-%m-%d}.pdf", documents.file_of(paper))


def _of_lease(db: Database, act: Act, *, wanted: Wanted, now: datetime) -> str:
    """Put the price of a leased vehicle in writing: it is the lessee's own price (R14.14)."""
    recipient, _ = quoting.addressed(wanted)
    if not recipient:
        raise LetterRefused(say("Type the name of the dealer or insurer."), "recipient")
    asked = Asked(contract_ref=wanted.contract_ref, which="early_buyout")
    return buyouts.quote_buyout(db, act, asked=asked, now=now)


def _quote_of(session: Session, document_ref: str) -> Quote:
    found = select(Quote).join(Document, col(Document.id) == Quote.document_id)
    return session.exec(found.where(col(Document.ref) == document_ref)).one()


def _opened(session: Session, secret: str, today: date) -> tuple[QuoteLink, Quote, Contract]:
    """Return what a secret opens today. Raises QuoteGone."""
    found = session.exec(
        select(QuoteLink, Quote, Contract)
        .join(Quote, col(Quote.id) == QuoteLink.quote_id)
        .join(Contract, col(Contract.id) == QuoteLink.contract_id)
        .where(
            col(QuoteLink.secret_hash) == links.shared_quotes().hashed(secret),
            col(QuoteLink.revoked_at).is_(None),
            col(QuoteLink.through_on) >= today,
        )
    ).one_or_none()
    if found is None or flags.restrictions(session, found[0].contract_id, today).no_payoff:
        raise QuoteGone
    return found


def _note(session: Session, row: QuoteLink, what: str, client: Client, now: datetime) -> None:
    who = Looker("link", row.recipient, row.ref)
    access_log.note(session, row.contract_id, who, what, at=now, ip=client.ip)
