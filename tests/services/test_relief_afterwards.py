"""What follows when a due date has moved: the bill, the statement, no late charge (R8.2, R9.2)."""

from datetime import date, timedelta

import pytest

from finance_portal import jobs
from finance_portal.domain.events import Payment, Returned
from finance_portal.models.nightly import Bill
from finance_portal.services import ledger
from finance_portal.services.ledger import Happening
from finance_portal.services.nightly import billing, standings
from finance_portal.services.nightly.work import work_off
from finance_portal.services.relief.effects import Kind
from tests.services import stating
from tests.services.desks import words
from tests.services.known import rows
from tests.services.obligors import NOW, bound

LATER = NOW.replace(month=12, day=16)
JANUARY = (Kind.DUE_DATE, 15, "Jan 15, 2027"), (Kind.EXTENSION, 1, "Feb 1, 2027")


@pytest.fixture
def ada(db, tmp_path):
    return bound(db, tmp_path)[0]


def enter(who, event, now):
    with who.db.begin() as session:
        key = f"{type(event).__name__} {event.effective_on}"
        ledger.enter(session, who.books.contract.id, [Happening(event, key)], now)


def pay(who, on, now=NOW):
    event = Payment(effective_on=on, sequence=ledger.NEXT, id=f"p {on}", amount=581_52)
    enter(who, event, now)


@pytest.fixture
def stated(ada):
    """A loan with the statement of December 11, for what is due on January 1."""
    stating.night(ada.db, "2026-11-23")
    pay(ada, date(2026, 12, 1))
    stating.night(ada.db, "2026-12-11")
    return ada


def bill(who, now):
    work_off(who.db, standings.refreshing(now.date()), now=now)
    work_off(who.db, billing.billing(now), now=now)
    return [each.due_on for each in rows(who.db, Bill)]


def test_what_was_billed_for_another_day_is_billed_anew(ada):
    assert bill(ada, NOW) == [date(2026, 12, 1)]

    ada.sign(ada.propose(Kind.DUE_DATE, 10))

    assert bill(ada, NOW + timedelta(days=1)) == [date(2026, 12, 1), date(2026, 12, 10)]


@pytest.mark.parametrize(("kind", "number", "moved"), JANUARY)
def test_a_statement_that_asks_for_the_old_day_is_corrected_and_says_why(
    stated, kind, number, moved
):
    stated.sign(stated.propose(kind, number, LATER), LATER)

    assert stating.night(stated.db, "2026-12-17") == 1

    first, corrected = stating.papers(stated.db)
    assert corrected.corrects_id == first.id
    assert stating.line(first, "owed", "Installment of Jan 1, 2027") == "$581.52"
    assert stating.line(corrected, "owed", f"Installment of {moved}") == "$581.52"
    said = stating.said(corrected)
    assert "its due date was moved by agreement" in said["corrected"]["words"]
    assert said["headline"][1] == "$581.52"
    assert ["Installment of Jan 1, 2027", "$581.52", "\u2013"] in said["corrected"]["changes"]
    assert "agreed later" in words(stated.db, "statement_corrected").paragraphs[0]
    assert stating.night(stated.db, "2026-12-18") == 0


def test_a_statement_that_was_paid_before_its_day_moved_stays_as_it_is(stated):
    pay(stated, date(2026, 12, 14), LATER)

    stated.sign(stated.propose(Kind.DUE_DATE, 15, LATER), LATER)

    assert stating.night(stated.db, "2026-12-17") == 0


def test_what_is_corrected_later_keeps_the_moved_day(stated):
    stated.sign(stated.propose(Kind.DUE_DATE, 15, LATER), LATER)
    stating.night(stated.db, "2026-12-17")
    back = Returned(
        effective_on=date(2026, 12, 18), sequence=ledger.NEXT, payment_id="p 2026-12-01"
    )
    enter(stated, back, LATER)

    stating.night(stated.db, "2026-12-19")

    last = stating.papers(stated.db)[-1]
    assert stating.line(last, "owed", "Installment of Jan 15, 2027") == "$581.52"
    assert "booked later" in stating.said(last)["corrected"]["words"]


def test_a_payment_that_was_moved_by_agreement_is_never_late(ada):
    ada.sign(ada.propose(Kind.EXTENSION, 1))
    after_grace = NOW.replace(month=12, day=20)

    assert jobs.assess_late_charges(ada.db, now=after_grace) == 0
    assert ada.file().position(after_grace.date()).past_due == 0


def test_without_the_agreement_it_would_have_been(ada):
    assert jobs.assess_late_charges(ada.db, now=NOW.replace(month=12, day=20)) == 1
