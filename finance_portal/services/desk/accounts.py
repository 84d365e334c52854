"""One account as the desk sees it: who is bound, what they pay with, what they were told."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.models.closing import AccountFlag
from finance_portal.models.contracts import Contract
from finance_portal.models.documents import Document
from finance_portal.models.messages import Message
from finance_portal.models.payments import PaymentMethod
from finance_portal.models.people import Borrower, Obligor
from finance_portal.models.requests import ServiceRequest
from finance_portal.models.security import Login
from finance_portal.services import accounts
from finance_portal.services.autopay.standing import Running
from finance_portal.services.autopay.standing import standing as autopay_standing
from finance_portal.services.contacts import masked_email, masked_phone
from finance_portal.services.desk.looks import contract_named
from finance_portal.services.documents import HEADS_ALONE
from finance_portal.services.logins import login_of
from finance_portal.services.obligors import obligors_of
from finance_portal.services.payment_methods import Method, owned_by, view

MOST_MESSAGES = 100


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who is bound by a contract. Contacts are masked: who calls says them."""

    ref: str
    name: str
    external_id: str
    email: str
    phone: str
    language: str
    sign_in: str  # "none", "open", "frozen", "closed"
    methods: tuple[Method, ...]


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One message that was written to somebody."""

    to: str
    kind: str
    channel: str
    written_at: datetime
    sent_at: datetime | None
    gave_up_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class DeskAccount:
    """Everything of one contract that a page of the desk shows."""

    figures: accounts.Account
    state: str
    people: tuple[Person, ...]
    autopay: Running | None
    flags: tuple[AccountFlag, ...]
    requests: tuple[ServiceRequest, ...]
    messages: tuple[Sent, ...]


def account_of(
    db: Database, contract_ref: str, *, processor: str, today: date
) -> DeskAccount | None:
    """Return an account, or None if there is none of this name."""
    with db.read() as session:
        contract = contract_named(session, contract_ref)
        if contract is None:
            return None
        bound = obligors_of(session, contract.id or 0)
        people = tuple(_person(session, each) for each in bound)
        flags = tuple(_flags(session, contract))
        requests = tuple(_requests(session, contract))
        messages = tuple(_messages(session, bound))
    first = bound[0].id or 0
    return DeskAccount(
        figures=accounts.account(db, borrower_id=first, contract_ref=contract_ref, today=today),
        state=contract.state_code or "",
        people=people,
        autopay=_autopay(db, bound, contract_ref, processor, today),
        flags=flags,
        requests=requests,
        messages=messages,
    )


def documents_of(db: Database, contract_ref: str) -> list[tuple[Document, str]]:
    """Return an account's documents with the name of whom each is for alone, the latest first."""
    with db.read() as session:
        rows = session.exec(
            select(Document, Borrower)
            .join(Contract, col(Contract.id) == Document.contract_id)
            .outerjoin(Borrower, col(Borrower.id) == Document.borrower_id)
            .where(col(Contract.ref) == contract_ref)
            .order_by(col(Document.dated_on).desc(), col(Document.id).desc())
            .options(*HEADS_ALONE)
        )
        return [(row, person.name if person else "") for row, person in rows]


def document_of(db: Database, contract_ref: str, ref: str) -> Document | None:
    """Return one document of an account; of another account it is none."""
    with db.read() as session:
        return session.exec(
            select(Document)
            .join(Contract, col(Contract.id) == Document.contract_id)
            .where(col(Contract.ref) == contract_ref, col(Document.ref) == ref)
        ).one_or_none()


def person_of(db: Database, contract_ref: str, person_ref: str) -> Borrower | None:
    """Return somebody who is bound by a contract; nobody who is not."""
    with db.read() as session:
        return bound_person(session, contract_ref, person_ref)


def bound_person(session: Session, contract_ref: str, person_ref: str) -> Borrower | None:
    """Return somebody who is bound by a contract, within a transaction of whoever asks."""
    return session.exec(
        select(Borrower)
        .join(Obligor, col(Obligor.borrower_id) == Borrower.id)
        .join(Contract, col(Contract.id) == Obligor.contract_id)
        .where(col(Contract.ref) == contract_ref, col(Borrower.ref) == person_ref)
    ).one_or_none()


def _person(session: Session, borrower: Borrower) -> Person:
    login = login_of(session, borrower.id)
    email = (login and login.email) or borrower.email
    phone = (login and login.phone) or borrower.phone
    methods = select(PaymentMethod).where(*owned_by(borrower.id or 0))
    return Person(
        ref=borrower.ref,
        name=borrower.name,
        external_id=borrower.external_id,
        email=masked_email(email) if email else "",
        phone=masked_phone(phone) if phone else "",
        language=borrower.language,
        sign_in=_sign_in(login),
        methods=tuple(view(row) for row in session.exec(methods.order_by(col(PaymentMethod.id)))),
    )


def _sign_in(login: Login | None) -> str:
    if login is None:
        return "none"
    if login.disabled_at:
        return "closed"
    return "frozen" if login.frozen_at else "open"


def _flags(session: Session, contract: Contract) -> list[AccountFlag]:
    mine = select(AccountFlag).where(col(AccountFlag.contract_id) == contract.id)
    return list(session.exec(mine.order_by(col(AccountFlag.id).desc())))


def _requests(session: Session, contract: Contract) -> list[ServiceRequest]:
    mine = select(ServiceRequest).where(col(ServiceRequest.contract_id) == contract.id)
    return list(session.exec(mine.order_by(col(ServiceRequest.id).desc())))


def _messages(session: Session, bound: list[Borrower]) -> list[Sent]:
    names = {each.id: each.name for each in bound}
    rows = session.exec(
        select(Message)
        .where(col(Message.borrower_id).in_(list(names)))
        .order_by(col(Message.id).desc())
        .limit(MOST_MESSAGES)
    )
    return [
        Sent(
            to=names[row.borrower_id],
            kind=row.kind.replace("_", " "),
            channel=row.channel,
            written_at=row.written_at,
            sent_at=row.sent_at,
            gave_up_at=row.gave_up_at,
        )
        for row in rows
    ]


def _autopay(
    db: Database, bound: list[Borrower], contract_ref: str, processor: str, today: date
) -> Running | None:
    """Return autopay as whoever set it up sees it."""
    found: Running | None = None
    for each in bound:
        running = autopay_standing(
            db,
            borrower_id=each.id or 0,
            contract_ref=contract_ref,
            processor=processor,
            today=today,
        ).running
        if running is None or running.is_mine:
            return running
        found = running
    return found
