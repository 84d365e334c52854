"""What statements are made of in tests: events on the books, nights, and what papers say."""

import json
from datetime import date, datetime

from sqlmodel import col, select

from finance_portal.domain.calendar import EASTERN
from finance_portal.domain.events import Payment, Returned
from finance_portal.models.documents import Document
from finance_portal.models.people import Borrower
from finance_portal.services import documents, ledger, paper_news
from finance_portal.services.ledger import Happening
from finance_portal.services.nightly.work import work_off
from finance_portal.services.statements import correcting, issuing
from tests.make import MORNING


def at(day):
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), EASTERN)


def night(db, day):
    """Run what a night does about statements; return how many papers there were."""
    papers = (correcting.correcting, issuing.issuing)
    issued = sum(work_off(db, work(at(day)), now=at(day)).done for work in papers)
    work_off(db, paper_news.telling(at(day)), now=at(day))
    return issued


def papers(db, kind="statement"):
    with db.read() as session:
        rows = session.exec(
            select(Document).where(col(Document.kind) == kind).order_by(col(Document.id))
        ).all()
        session.expunge_all()
    return rows


def said(row):
    return json.loads(row.content)


def line(row, block, name):
    return next(each[1] for each in said(row)[block] if each[0].startswith(name))


def pay(db, books, day, *, number, amount=581_52):
    event = Payment(
        effective_on=date.fromisoformat(day), sequence=ledger.NEXT, id=f"p{number}", amount=amount
    )
    enter(db, books, event, f"test:{number}")


def take_back(db, books, day, *, number):
    event = Returned(
        effective_on=date.fromisoformat(day), sequence=ledger.NEXT, payment_id=f"p{number}"
    )
    enter(db, books, event, f"returned:{number}")


def enter(db, books, event, key):
    with db.begin() as session:
        ledger.enter(session, books.contract.id, [Happening(event, key)], MORNING)


def of(db, person, kind="statement", vehicle=""):
    with db.read() as session:
        borrower = session.exec(select(Borrower).where(col(Borrower.external_id) == person)).one()
    lines = documents.listed(db, borrower_id=borrower.id)
    refs = [each.ref for each in lines if each.kind == kind]
    rows = {row.ref: row for row in papers(db, kind)}
    found = [rows[ref] for ref in refs]
    return [row for row in found if vehicle in str(said(row).get("facts", vehicle))]
