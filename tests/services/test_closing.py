"""After the last payment: money clears, the lien is released, papers are written and stay."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from finance_portal.domain.events import Payment as PaymentEvent
from finance_portal.domain.events import Returned
from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.models.closing import Title
from finance_portal.models.contracts import Contract
from finance_portal.models.documents import Document
from finance_portal.models.payments import Payment
from finance_portal.models.people import Borrower, Obligor
from finance_portal.models.security import SecurityEvent
from finance_portal.services import (
    accounts,
    closing,
    demo,
    desk_of_titles,
    documents,
    ledger,
    payments,
    settlement,
    titles,
)
from finance_portal.services import history as past
from finance_portal.services.boarding.board import board
from finance_portal.services.contracts import ContractNotFound
from finance_portal.services.desk_of_titles import TitleRefused
from finance_portal.services.ledger import NEXT, Happening
from finance_portal.services.logins import add_login
from finance_portal.services.nightly.work import work_off
from finance_portal.services.passwords import hash_password
from finance_portal.services.payments import PaymentRefused
from finance_portal.services.sign_in import Browser
from finance_portal.services.statements import issuing, yearly
from finance_portal.services.statements import past as past_statements
from tests import make, paper
from tests.api.doors import COST, HOME, PASSWORD, PEPPERS, entrance_of, sessions_of
from tests.make import CARD, CHECKING, MORNING, cents
from tests.services.after_paying import live_until
from tests.services.desks import words
from tests.services.known import rows

pytestmark = pytest.mark.anyio

TODAY = MORNING.date()
NEW_YORK = {"state": "NY", "form": "paper"}


@pytest.fixture
def books(db, tmp_path):
    record = make.CURRENT | {"title": NEW_YORK}
    books = make.boarded(db, tmp_path, record, business_date="2026-11-23")
    with db.begin() as session:
        ada = session.get_one(Borrower, books.borrower_id)
        add_login(
            session,
            borrower=ada,
            user_name="ada.byron",
            password_hash="none",
            now=MORNING,
            email="ada@example.com",
        )
    return books


@pytest.fixture
def grace(db):
    """Borrower F of the portfolio, on the demo's day, with what became of her title before."""
    board(db, demo.PORTFOLIO, now=MORNING)
    work_off(db, titles.releasing(MORNING), now=MORNING)
    with db.read() as session:
        found = (
            select(Contract, Obligor.borrower_id)
            .join(Obligor, col(Obligor.contract_id) == Contract.id)
            .join(Borrower, col(Borrower.id) == Obligor.borrower_id)
            .where(col(Borrower.external_id) == "P-1007")
        )
        return make.Books(db, *session.exec(found).one())


def after(books, day=TODAY):
    now = MORNING + (day - TODAY)
    return closing.after_payoff(
        books.db, borrower_id=books.borrower_id, contract_ref=books.contract.ref, now=now
    )


def night(books, day):
    now = MORNING + (day - TODAY)
    return work_off(books.db, titles.releasing(now), now=now)


def pdf_of(books, ref, now=MORNING):
    return documents.opened(books.db, borrower_id=books.borrower_id, ref=ref, now=now).pdf


async def paid_off(books, world, token=CHECKING):
    """Pay the contract off today, and let the money arrive; return the day on which it has."""
    method = await make.method(books.db, world.processor, books.borrower_id, token)
    await make.pay(books, world.processor, method, "0.00", choice="payoff")
    return (await live_until(books, world, 7)).date()


def test_f_says_every_step_with_its_day_and_its_proof(grace):
    seen = after(grace)

    assert (seen.paid_on, seen.amount, seen.owed) == (
        date(2026, 10, 26),
        cents("3,207.23"),
        cents("3,204.87"),
    )
    assert (seen.clears_on, seen.is_cleared) == (date(2026, 11, 5), True)
    assert (seen.overage.amount, seen.overage.refunded_on) == (cents("2.36"), date(2026, 11, 6))
    assert (seen.title_state, seen.release_by) == ("NY", date(2026, 11, 10))
    assert seen.released_on == date(2026, 11, 6)
    assert (seen.sent_on, seen.sent_how) == (date(2026, 11, 9), "Certified mail")
    assert seen.tracking.startswith("9407")


def test_f_has_both_letters(grace):
    seen = after(grace)

    letter = paper.text(pdf_of(grace, seen.paid_in_full_ref))
    for said in ("Paid in full", "October 26, 2026", "$3,207.23", "$3,204.87", "$2.36", "Grace"):
        assert said in letter
    release = paper.text(pdf_of(grace, seen.release_ref))
    for said in ("Release of lien", grace.contract.vin, "November 6, 2026", "NY"):
        assert said in release
    assert grace.contract.number_masked in release


async def test_a60_a_lien_is_released_by_itself_once_the_money_has_cleared(books, world):
    arrived = await paid_off(books, world)
    waiting = after(books, arrived)
    clears = date(2026, 12, 4)  # eight banking days after 23 November; the 26th is closed
    assert (waiting.paid_on, waiting.clears_on, waiting.is_cleared) == (TODAY, clears, False)
    assert (waiting.release_by, waiting.released_on) == (date(2026, 12, 9), None)
    assert words(books.db, "paid_off").subject == "Your loan is paid off"
    assert night(books, clears - timedelta(days=1)).done == 0
    assert rows(books.db, Document) == []

    assert night(books, clears).done == 1
    assert night(books, clears).done == 0

    seen = after(books, clears)
    assert (seen.released_on, seen.is_cleared) == (clears, True)
    assert {each.kind for each in rows(books.db, Document)} == {"paid_in_full", "lien_release"}
    assert "Paid in full" in words(books.db, "lien_released").subject


async def test_money_of_a_card_clears_after_two_banking_days(books, world):
    await paid_off(books, world, CARD)

    assert after(books).clears_on == date(2026, 11, 25)


async def test_a_payoff_that_came_back_is_followed_no_further(books, world):
    await paid_off(books, world)
    (title,) = rows(books.db, Title)
    (payment,) = rows(books.db, Payment)
    now = MORNING + timedelta(days=9)
    event = Returned(effective_on=now.date(), sequence=NEXT, payment_id=payment.ref)

    with books.db.begin() as session:
        ledger.enter(session, books.contract.id, [Happening(event, "returned:1")], now)

    assert night(books, title.clears_on).done == 1
    assert night(books, title.clears_on).done == 0
    assert rows(books.db, Document) == []
    seen = after(books, title.clears_on)
    assert (seen.came_back_on, seen.was_released) == (title.clears_on, False)
    said = words(books.db, "payoff_came_back")
    assert "title stays with us" in " ".join(said.paragraphs)
    assert desk_of_titles.to_do(books.db) == []


CAME_BACK = MORNING + timedelta(days=30)
DAY_BACK = CAME_BACK.date()


def move(books, status, now=CAME_BACK):
    """Let the payoff rise to a status, as the bank's news of it does."""
    with books.db.begin() as session:
        payment = session.exec(select(Payment).with_for_update()).one()
        assert settlement.rise(session, payment, status, now, reason="R10", disputed=True)


@pytest.mark.parametrize("is_sent", [False, True])
async def test_a_payoff_that_came_back_after_the_release_calls_a_person(books, world, is_sent):
    await paid_off(books, world)
    before = rows(books.db, Title)[0]
    night(books, before.clears_on)
    if is_sent:
        send(books, before.clears_on, now=CAME_BACK)

    move(books, PaymentStatus.RETURNED)

    (payment,) = rows(books.db, Payment)
    assert ("after the title was sent" in payment.review) is is_sent
    assert ("hold the title" in payment.review) is not is_sent
    (line,) = desk_of_titles.to_do(books.db)
    assert f"HOLD: the payoff came back {DAY_BACK}" in line
    with pytest.raises(TitleRefused, match="hold the title"):
        send(books, DAY_BACK, now=CAME_BACK)
    said = " ".join(words(books.db, "payoff_came_back").paragraphs)
    assert "do not hold any more" in said
    assert ("that we sent you" in said) is is_sent
    assert "title:held" in {line.kind for line in rows(books.db, SecurityEvent)}
    seen = after(books, DAY_BACK)
    assert (seen.came_back_on, seen.was_released) == (DAY_BACK, True)
    assert night(books, DAY_BACK).done == 0


async def test_a_payoff_that_came_back_leaves_what_was_owed_without_it(books, world):
    mine = {"borrower_id": books.borrower_id, "contract_ref": books.contract.ref}
    owed = accounts.account(books.db, today=DAY_BACK, **mine).payoff_today
    await paid_off(books, world)
    night(books, rows(books.db, Title)[0].clears_on)
    assert accounts.account(books.db, today=DAY_BACK, **mine).payoff_today == 0

    move(books, PaymentStatus.RETURNED)

    seen = accounts.account(books.db, today=DAY_BACK, **mine)
    assert (seen.payoff_today, seen.standing) == (owed, "past_due")


async def test_the_letter_paid_in_full_is_marked_once_it_holds_no_more(books, world):
    await paid_off(books, world)
    night(books, rows(books.db, Title)[0].clears_on)

    move(books, PaymentStatus.RETURNED)

    listed = documents.listed(books.db, borrower_id=books.borrower_id)
    (marked,) = (line for line in listed if line.is_corrected)
    (marking,) = (line for line in listed if line.corrects)
    assert (marked.kind, marking.kind) == ("paid_in_full", "notice")
    assert "open again" in paper.text(pdf_of(books, marking.ref, CAME_BACK))


async def test_a_payoff_that_stands_again_is_followed_anew_with_letters_of_its_own(books, world):
    await paid_off(books, world)
    night(books, rows(books.db, Title)[0].clears_on)
    move(books, PaymentStatus.RETURNED)

    move(books, PaymentStatus.REINSTATED, CAME_BACK + timedelta(days=5))

    day = DAY_BACK + timedelta(days=5)
    seen = after(books, day)
    assert (seen.paid_on, seen.released_on) == (TODAY, day)
    listed = documents.listed(books.db, borrower_id=books.borrower_id)
    kinds = [line.kind for line in listed if not line.is_corrected and line.kind != "notice"]
    assert sorted(kinds) == ["lien_release", "lien_release", "paid_in_full"]
    assert "not sent" in desk_of_titles.to_do(books.db)[0]
    assert "HOLD" not in desk_of_titles.to_do(books.db)[0]


def send(books, on, now):
    desk_of_titles.send(
        books.db,
        contract_name=books.contract.ref,
        on=on,
        how="Certified mail",
        tracking="9407 1",
        now=now,
    )


async def test_a29_what_was_paid_too_much_says_by_when_it_goes_back(books, world):
    await paid_off(books, world, CARD)
    with books.db.begin() as session:
        more = PaymentEvent(effective_on=TODAY, sequence=NEXT, id="more", amount=2401)
        ledger.enter(session, books.contract.id, [Happening(more, "more")], MORNING)

    seen = after(books).overage

    assert (seen.amount, seen.refunded_on, seen.refund_by) == (2401, None, None)


async def test_the_title_goes_out_and_everybody_is_told_how(books, world):
    await paid_off(books, world, CARD)
    cleared = date(2026, 11, 25)
    now = MORNING + timedelta(days=7)
    with pytest.raises(TitleRefused, match="not released yet"):
        send(books, cleared, now)
    night(books, cleared)
    with pytest.raises(TitleRefused, match="after its lien"):
        send(books, TODAY, now)

    send(books, date(2026, 11, 27), now)

    seen = after(books, date(2026, 11, 30))
    assert (seen.sent_on, seen.tracking) == (date(2026, 11, 27), "9407 1")
    assert "Certified mail. Its tracking number is 9407 1" in " ".join(
        words(books.db, "title_sent").paragraphs
    )
    assert "title:sent" in {line.kind for line in rows(books.db, SecurityEvent)}


def test_a65_a_paid_off_contract_keeps_its_history_and_its_papers_and_takes_no_payment(grace):
    mine = {"borrower_id": grace.borrower_id, "contract_ref": grace.contract.ref}

    seen = accounts.account(grace.db, today=TODAY, **mine)
    happened = past.activity(grace.db, today=TODAY, **mine)
    listed = documents.listed(grace.db, borrower_id=grace.borrower_id)

    assert seen.standing == "paid_off"
    assert any(line.amount == cents("3,207.23") for line in happened)
    assert {"paid_in_full", "lien_release"} <= {line.kind for line in listed}


async def test_a65_a_year_later_the_login_opens_and_the_papers_are_there(grace):
    """With what came after it: the last statement, and the interest paper of the year."""
    later = MORNING.replace(year=2027)
    past_statements.issue_past(grace.db, now=MORNING)
    for day in (MORNING, MORNING.replace(year=2027, month=1, day=20), later):
        for work in (issuing.issuing, yearly.stating):
            work_off(grace.db, work(day), now=day)
    with grace.db.begin() as session:
        person = session.get_one(Borrower, grace.borrower_id)
        hashed = hash_password(PASSWORD, PEPPERS, cost=COST)
        add_login(session, borrower=person, user_name="grace", password_hash=hashed, now=MORNING)

    entered = await entrance_of(grace.db).sign_in(
        user_name="grace", password=PASSWORD, browser=Browser(HOME), now=later
    )

    who = sessions_of(grace.db).of_secret(entered.session.secret, now=later)
    assert who.borrower_id == grace.borrower_id
    listed = documents.listed(grace.db, borrower_id=who.borrower_id)
    kinds = {"statement", "interest_statement", "paid_in_full", "lien_release"}
    assert kinds <= {line.kind for line in listed}
    (tax,) = [line for line in listed if line.kind == "interest_statement"][:1]
    assert "2026" in tax.title
    (last,) = [line for line in listed if line.kind == "statement"][:1]
    assert "Paid in full" in paper.text(pdf_of(grace, last.ref, later))
    assert paper.text(pdf_of(grace, tax.ref, later))
    assert after(grace, later.date()).paid_on == date(2026, 10, 26)


async def test_a65_a_payment_on_a_paid_off_contract_is_refused(grace, world):
    method = await make.method(grace.db, world.processor, grace.borrower_id, CHECKING)

    with pytest.raises(PaymentRefused, match="paid off"):
        payments.review(
            grace.db,
            borrower_id=grace.borrower_id,
            order=make.draft(grace, method, "10.00"),
            now=MORNING,
        )


def test_an_open_contract_has_nothing_to_follow(books):
    assert after(books) is None
    assert night(books, TODAY).done == 0


def test_a_stranger_learns_nothing_of_a_title(grace):
    with pytest.raises(ContractNotFound):
        closing.after_payoff(
            grace.db,
            borrower_id=grace.borrower_id + 1,
            contract_ref=grace.contract.ref,
            now=MORNING,
        )
