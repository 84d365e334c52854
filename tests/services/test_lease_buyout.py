"""A leased vehicle is bought: paid, entered, undone with its payment; then the title (R14.4)."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import select

from finance_portal import jobs
from finance_portal.documents import closing_letters
from finance_portal.domain.calendar import EASTERN
from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.models.autopay import Autopay
from finance_portal.models.closing import AccountFlag, Title
from finance_portal.models.contracts import Lease
from finance_portal.models.documents import Document
from finance_portal.models.payments import Payment
from finance_portal.pages.pay import views
from finance_portal.services import closing, history, payments, settlement
from finance_portal.services.autopay.plans import AutopayRefused
from finance_portal.services.lease_end import miles
from finance_portal.services.lease_end.held import LeaseEndRefused
from finance_portal.services.lease_end.returning import Return, returned
from finance_portal.services.payments import PaymentRefused
from tests import make
from tests.make import CARD, CHECKING, Books, cents
from tests.services.desks import words
from tests.services.known import rows
from tests.services.leaseholders import DANIEL, NOW, TODAY, Holder, portfolio
from tests.services.payers import Payer, add_method

pytestmark = pytest.mark.anyio

PRICE = "37456.12"  # before tax: of the portfolio's contract C
SETTLED = NOW + timedelta(days=9)
CLEARED = datetime(2026, 12, 7, 10, tzinfo=EASTERN)


@pytest.fixture
def daniel(db):
    return Holder(portfolio(db), DANIEL)


@pytest.fixture
def books(daniel):
    return Books(daniel.db, daniel.contract, daniel.person.id)


def offered(books, now=NOW):
    found = payments.choices(
        books.db,
        world_of(books),
        borrower_id=books.borrower_id,
        contract_ref=books.contract.ref,
        now=now,
    )
    return {each.choice: each.amount for each in found.options}


class _Sandbox:
    name = "sandbox"


def world_of(_books):
    return _Sandbox()


def title_of(books):
    return next(each for each in rows(books.db, Title) if each.contract_id == books.contract.id)


async def bought(books, world, token=CARD, now=NOW):
    method = await make.method(books.db, world.processor, books.borrower_id, token, now)
    return await make.pay(books, world.processor, method, "0.00", choice="buyout", now=now)


async def test_the_vehicle_can_be_bought_today_for_the_figure_of_the_lease_page(daniel, books):
    total = daniel.seen().early.buyout.total

    assert offered(books)["buyout"] == total
    assert total - daniel.seen().early.buyout.tax == cents(PRICE)
    assert "payoff" not in offered(books)


async def test_bought_by_card_the_lease_closes_without_a_disposition_fee(daniel, books, world):
    await bought(books, world)

    after = daniel.account()
    assert (after.closed_on, after.principal, after.to_cure) == (TODAY, 0, 0)
    assert after.credit_balance == 0
    assert after.lease.was_bought
    about = {"borrower_id": books.borrower_id, "contract_ref": books.contract.ref}
    titles = [each.title for each in history.activity(books.db, **about, today=TODAY)]
    assert "Purchase of the vehicle" in titles
    with pytest.raises(LeaseEndRefused, match="You bought"):
        miles.note_reading(books.db, daniel.act, **daniel.about(miles=28_500))
    with pytest.raises(LeaseEndRefused, match="was bought"):
        returned(books.db, DANIEL, Return(on=TODAY, odometer=28_500), NOW)


async def test_then_the_title_is_followed_until_it_is_transferred(daniel, books, world):
    await bought(books, world)

    assert words(books.db, "paid_off").subject == "You bought your vehicle"
    row = title_of(books)
    assert (row.closed_on, row.released_on) == (TODAY, None)

    await jobs.run(books.db, world.processor, now=CLEARED)

    assert title_of(books).released_on == CLEARED.date()
    mine = books.contract.id
    papers = [each.title for each in rows(books.db, Document) if each.contract_id == mine]
    assert closing_letters.TRANSFER in papers
    assert closing_letters.LIEN_RELEASE not in papers
    about = {"borrower_id": books.borrower_id, "contract_ref": books.contract.ref}
    seen = closing.after_payoff(books.db, **about, now=CLEARED)
    assert (seen.was_bought, seen.is_lease, bool(seen.release_ref)) == (True, False, True)


async def test_by_bank_it_is_bought_when_the_debit_settles_and_not_before(daniel, books, world):
    await bought(books, world, CHECKING)

    assert not daniel.account().lease.was_bought
    assert not daniel.seen().pays_buyout

    await world.engine.move_to(SETTLED)
    await jobs.run(books.db, world.processor, now=SETTLED)

    after = daniel.account(SETTLED.date())
    assert (after.lease.was_bought, after.lease.ended_on) == (True, TODAY)
    assert after.to_cure == 0


async def test_a_purchase_that_comes_back_leaves_the_lease_as_it_was(daniel, books, world):
    before = daniel.account()
    await bought(books, world)

    with books.db.begin() as session:
        payment = session.exec(select(Payment)).one()
        settlement.rise(session, payment, PaymentStatus.RETURNED, NOW, disputed=True)

    after = daniel.account()
    assert (after.closed_on, after.lease.was_bought) == (None, False)
    assert after.principal == before.principal
    assert after.next_due_on == before.next_due_on


async def test_autopay_ends_with_the_purchase(daniel, books, world):
    class Acting(Payer):
        act = daniel.act

    Acting(books, None, add_method(books.db, books.borrower_id)).sign(NOW)

    await bought(books, world)

    assert rows(books.db, Autopay)[0].status == "ended"
    assert words(books.db, "autopay_finished").subject == "Paid off: autopay has ended"


async def test_autopay_ends_with_the_last_payment_and_says_when_to_return_it(daniel, books, world):
    class Acting(Payer):
        act = daniel.act

    payer = Acting(books, None, add_method(books.db, books.borrower_id))
    payer.sign(NOW)
    card = await make.method(books.db, world.processor, books.borrower_id, CARD, NOW)

    await make.pay(books, world.processor, card, "2719.32", now=NOW)

    assert rows(books.db, Autopay)[0].status == "ended"
    told = words(books.db, "autopay_finished")
    assert told.subject == "All payments made: autopay has ended"
    assert "return the vehicle by Mar 21, 2027" in told.paragraphs[0]
    with pytest.raises(AutopayRefused, match="All payments of the lease are made"):
        payer.sign(NOW)
    assert daniel.account().closed_on is None


async def test_to_buy_the_vehicle_is_never_chosen_in_advance(daniel, books):
    daniel.pay("2719.32")

    found = payments.choices(
        books.db,
        world_of(books),
        borrower_id=books.borrower_id,
        contract_ref=books.contract.ref,
        now=NOW,
    )
    form = views.choices(found, views.Wanted())

    assert ([each.choice for each in form.options], form.asks_other) == (["buyout"], True)
    assert form.is_payable
    assert views.choices(found, views.Wanted("buyout")).options[0].is_chosen


async def test_the_deposit_is_taken_off_the_price(daniel, books, world):
    before = offered(books)["buyout"]
    with books.db.begin() as session:
        session.get_one(Lease, 1).security_deposit_cents = cents("500.00")

    assert offered(books)["buyout"] == before - cents("500.00")
    await bought(books, world)
    assert daniel.account().closed_on == TODAY


async def test_a_purchase_is_made_at_once_and_not_for_a_later_day(books, world):
    method = await make.method(books.db, world.processor, books.borrower_id, CARD, NOW)

    with pytest.raises(PaymentRefused, match="at once"):
        make.order(books, method, "0.00", choice="buyout", now=NOW, pay_on=date(2026, 12, 1))


async def test_a_vehicle_without_a_price_or_under_a_hold_is_not_sold_here(daniel, books, world):
    method = await make.method(books.db, world.processor, books.borrower_id, CARD, NOW)
    with books.db.begin() as session:
        flag = AccountFlag(
            contract_id=books.contract.id,
            kind="total_loss",
            starts_on=TODAY,
            noted_at=NOW,
            noted_by="servicing",
        )
        session.add(flag)
    with pytest.raises(PaymentRefused):
        make.order(books, method, "0.00", choice="buyout", now=NOW)

    with books.db.begin() as session:
        session.delete(session.get_one(AccountFlag, flag.id))
        session.get_one(Lease, 1).residual_value_cents = None
    assert "buyout" not in offered(books)
    with pytest.raises(PaymentRefused, match="cannot be bought here"):
        make.order(books, method, "0.00", choice="buyout", now=NOW)
