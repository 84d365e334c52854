"""Conversations that the demo's borrowers find already there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from finance_portal.db import Database
from finance_portal.models.contracts import Contract
from finance_portal.models.people import Borrower, Obligor
from finance_portal.models.threads import Thread
from finance_portal.services.attachments import keeping
from finance_portal.services.attachments.checking import Checked
from finance_portal.services.messages import desk, threads
from finance_portal.services.messages.threads import Written

BY_DESK = "amy"  # services/demo_desk.py


@dataclass(frozen=True)
class Said:
    """One message: how long before the demo begins, by whom, and its words."""

    before: timedelta
    words: str
    is_mine: bool = True


@dataclass(frozen=True)
class Told:
    """One conversation of a borrower of the demo."""

    borrower: str
    subject: str
    said: tuple[Said, ...]
    file: str = ""  # the words of a letter that goes with the first message
    is_closed: bool = False
    is_read: bool = True  # whether the borrower has read all of it


def _days(days: int, hours: int = 0) -> timedelta:
    return timedelta(days=days, hours=-hours)


CONVERSATIONS = (
    Told(
        "P-1001",
        "My insurance company changed",
        (
            Said(
                _days(6),
                "Hello, I moved my auto insurance to another company on the first of the month."
                " The new declarations page is attached. Do you need anything else from me?",
            ),
            Said(
                _days(5, 2),
                "Thank you, Elena. The policy names us as lienholder with the right address and a"
                " deductible below $1,000, so nothing else is needed. We have noted it.",
                is_mine=False,
            ),
            Said(_days(5, 3), "Great, thanks for the quick answer!"),
        ),
        file="Declarations page\n\nPolicy period: November 1, 2026 to May 1, 2027\n"
        "Comprehensive and collision: $500 deductible\nLienholder: Example Vehicle Finance LLC\n",
        is_closed=True,
    ),
    Told(
        "P-1001",
        "Paying something extra in December",
        (
            Said(
                _days(1, -16),
                "I would like to pay $1,500 extra in December. Will my next payment still be due"
                " on January 1, or does that skip a month?",
            ),
            Said(
                _days(0, -1),
                "Good morning, Elena. An extra payment goes to the principal and lowers what"
                " you owe at once; the payment of January 1 stays due as before. On the page"
                " \u201cPay it off sooner\u201d you can see what $1,500 saves before you decide.",
                is_mine=False,
            ),
        ),
        is_read=False,
    ),
    Told(
        "P-1004",
        "Who inspects the car?",
        (
            Said(
                _days(12),
                "My lease ends in March. Who looks at the car before I bring it back, and do I"
                " have to clean out the tire scuffs myself?",
            ),
            Said(
                _days(11, 5),
                "Hello Daniel, an inspector comes to you for free, any time in the last 60 days,"
                " and you get the report at once. Small scuffs on a tire's side are normal wear.",
                is_mine=False,
            ),
        ),
    ),
    Told(
        "P-1002",
        "Late this month",
        (
            Said(
                _days(0, -1),
                "My hours were cut this month and I can pay half on Friday. What should I do so"
                " that it does not get worse?",
            ),
        ),
    ),
)


def write_demo_messages(db: Database, *, now: datetime) -> None:
    """Write the demo's conversations, once."""
    with db.read() as session:
        if session.exec(select(func.count()).select_from(Thread)).one():
            return
    for told in CONVERSATIONS:
        with db.read() as session:
            found = _whose(session, told.borrower)
        if found:
            _write(db, told, *found, now=now)


def _write(db: Database, told: Told, borrower_id: int, contract_ref: str, now: datetime) -> None:
    if told.file:
        file = Checked("declarations page.txt", "text", told.file.encode())
        keeping.add(db, file, borrower_id=borrower_id, about=keeping.NEW, now=now)
    ref = ""
    for number, each in enumerate(told.said):
        at, token = now - each.before, f"demo {number}"
        sent = Written(borrower_id=borrower_id, words=each.words, token=token)
        if not each.is_mine:
            desk.answer(db, ref=ref, words=each.words, by=BY_DESK, now=at, at=at, token=token)
        elif ref:
            threads.write(db, sent, ref=ref, now=at)
        else:
            ref = threads.start(db, sent, subject=told.subject, contract_ref=contract_ref, now=at)
    if told.is_read:
        last = len(told.said)
        threads.mark_read(db, borrower_id=borrower_id, ref=ref, number=last, at=now)
    if told.is_closed:
        desk.close(db, ref=ref, by=BY_DESK, now=now)


def _whose(session: Session, external_id: str) -> tuple[int, str] | None:
    """Return a borrower and their first contract; None where another portfolio is boarded."""
    return session.exec(
        select(Obligor.borrower_id, Contract.ref)
        .join(Borrower, col(Borrower.id) == Obligor.borrower_id)
        .join(Contract, col(Contract.id) == Obligor.contract_id)
        .where(col(Borrower.external_id) == external_id)
        .order_by(col(Contract.id))
    ).first()
