"""The demo: a boarded portfolio, a login for each of its borrowers, and something to pay with."""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session, col, func, select

from finance_portal.db import Database
from finance_portal.gateways.processor import PaymentProcessor
from finance_portal.models.contracts import Contract
from finance_portal.models.payments import PaymentMethod
from finance_portal.models.people import Borrower
from finance_portal.services import (
    demo_profiles,
    demo_sharing,
    passwords,
    payment_methods,
    titles,
)
from finance_portal.services.boarding.board import board
from finance_portal.services.boarding.read import BoardingReader
from finance_portal.services.demo_messages import write_demo_messages
from finance_portal.services.demo_notices import tell_before
from finance_portal.services.demo_papers import board_demo_papers
from finance_portal.services.demo_requests import ask_in_demo
from finance_portal.services.logins import add_login, login_of
from finance_portal.services.nightly.work import work_off
from finance_portal.services.statements import past

PORTFOLIO = Path(__file__).parent / "boarding" / "demo.json"
PASSWORD = "open-road-ahead-2026"  # noqa: S105 printed for everybody who starts the demo
CHECKING, CARD = "pm_usBankAccount_success", "pm_card_visa_debit"
OVERDRAWN = "pm_usBankAccount_insufficientFunds"


@dataclass(frozen=True)
class DemoLogin:
    """Somebody to sign in as, and what there is to see."""

    borrower: str  # the lender's name for the person
    user_name: str
    shows: str
    tokens: tuple[str, ...] = (CHECKING, CARD)


LOGINS = (
    DemoLogin("P-1001", "elena", "a loan that is current"),
    DemoLogin("P-1002", "marcus", "a loan that is past due", (CHECKING, CARD, OVERDRAWN)),
    DemoLogin("P-1003", "priya", "the same loan, as its co-borrower"),
    DemoLogin("P-1004", "daniel", "a lease four months before its end"),
    DemoLogin("P-1005", "sofia", "a loan with a balloon"),
    DemoLogin("P-1006", "james", "a loan paid ahead, and a lease"),
    DemoLogin("P-1007", "grace", "a loan that is paid off"),
    DemoLogin("P-1008", "owen", "a loan after an extension"),
    DemoLogin("P-1009", "maya", "a loan whose rate is capped"),
    DemoLogin("P-1010", "theo", "a lease that runs from month to month"),
    DemoLogin(
        demo_sharing.HELPER, "rosa", "Elena's loan, as a family member who helps", (CHECKING,)
    ),
)


def business_date() -> date:
    """Return the day on which the demo begins."""
    return BoardingReader(PORTFOLIO).business_date()


async def prepare(
    db: Database,
    processor: PaymentProcessor,
    *,
    now: datetime,
    signed_up_at: datetime | None = None,
) -> None:
    """Board the portfolio into an empty database, and give its borrowers what the demo needs.

    `now` is the demo's own time. Sign-ins go by the real one: `signed_up_at`, where they differ.
    """
    is_new = await asyncio.to_thread(_is_empty, db)
    if is_new:
        await asyncio.to_thread(board, db, PORTFOLIO, now=now)
        await asyncio.to_thread(work_off, db, titles.releasing(now), now=now)
        await asyncio.to_thread(board_demo_papers, db, now=now)
        await asyncio.to_thread(past.issue_past, db, now=now)
    await asyncio.to_thread(demo_sharing.invite_helper, db, now=now)
    for login in LOGINS:
        borrower_id = await asyncio.to_thread(_let_in, db, login, signed_up_at or now)
        if borrower_id is None:
            continue
        for token in await asyncio.to_thread(_missing, db, borrower_id, login.tokens):
            await payment_methods.add_by_token(
                db, processor, borrower_id=borrower_id, token=token, now=now
            )
    if is_new:
        await asyncio.to_thread(ask_in_demo, db, now=now, signed_up_at=signed_up_at or now)
    await asyncio.to_thread(demo_profiles.fill, db, now=now, signed_up_at=signed_up_at or now)
    await asyncio.to_thread(write_demo_messages, db, now=now)


def _is_empty(db: Database) -> bool:
    with db.read() as session:
        return session.exec(select(func.count()).select_from(Contract)).one() == 0


def _let_in(db: Database, login: DemoLogin, now: datetime) -> int | None:
    """Return the borrower of a demo login; None if this database holds another portfolio."""
    with db.begin() as session:
        borrower = session.exec(
            select(Borrower).where(col(Borrower.external_id) == login.borrower)
        ).one_or_none()
        if borrower is None:
            return None
        if not _has_login(session, borrower):
            added = add_login(
                session,
                borrower=borrower,
                user_name=login.user_name,
                password_hash=passwords.hash_password(PASSWORD, passwords.live_peppers()),
                now=now,
                email=borrower.email,
                phone=borrower.phone,
            )
            tell_before(session, added, now)
        return borrower.id


def _has_login(session: Session, borrower: Borrower) -> bool:
    return login_of(session, borrower.id) is not None


def _missing(db: Database, borrower_id: int, tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return the tokens of the methods that are still to be added: they are added in order."""
    with db.read() as session:
        saved = session.exec(
            select(func.count())
            .select_from(PaymentMethod)
            .where(col(PaymentMethod.borrower_id) == borrower_id)
        ).one()
    return tokens[saved:]
