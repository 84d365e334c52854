"""What extra money does, what a card costs, and what may not pay: as reviewed, so it is done."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import select

from finance_portal.domain.calendar import EASTERN
from finance_portal.domain.events import Intent
from finance_portal.models.payments import Payment, PaymentMethod
from finance_portal.models.security import Login
from finance_portal.services import accounts, payments
from finance_portal.services.payments import PaymentRefused, Purpose
from finance_portal.services.receipts import receipt
from tests import make
from tests.make import CARD, CHECKING, MORNING, cents

pytestmark = pytest.mark.anyio

PAST_DUE = datetime(2026, 4, 13, 10, tzinfo=EASTERN)


def review(books, method, amount, *, now=MORNING, **changes):
    asked = make.draft(books, method, amount, **changes)
    return payments.review(books.db, borrower_id=books.borrower_id, order=asked, now=now)


async def paid(books, world, seen):
    return await make.click(books, world.processor, seen.order)


def only_payment(books):
    with books.db.read() as session:
        return session.exec(select(Payment)).one()


def account(books):
    (only,) = accounts.accounts(books.db, borrower_id=books.borrower_id, today=MORNING.date())
    return only


@pytest.mark.parametrize(
    ("purpose", "amount", "intent", "principal_only"),
    [
        (Purpose.REGULAR, "700.00", Intent.REGULAR, "0.00"),
        (Purpose.NEXT, "700.00", Intent.SPLIT, "118.48"),  # beyond the 581.52 of December
        (Purpose.NEXT, "581.52", Intent.REGULAR, "0.00"),
        (Purpose.NEXT, "100.00", Intent.HELD, "0.00"),
        (Purpose.PRINCIPAL, "700.00", Intent.PRINCIPAL_ONLY, "0.00"),
    ],
)
async def test_a_purpose_becomes_an_intent_that_is_done_as_it_was_shown(
    books, world, card, purpose, amount, intent, principal_only
):
    seen = review(books, card, amount, purpose=purpose)
    ref = await paid(books, world, seen)

    made = only_payment(books)
    assert (made.intent, made.principal_only_cents) == (intent, cents(principal_only))
    split = receipt(books.db, borrower_id=books.borrower_id, ref=ref, today=MORNING.date()).split
    assert (split.interest, split.principal, split.held, split.principal_after) == (
        seen.interest,
        seen.principal,
        seen.held,
        seen.principal_after,
    )
    assert split.interest + split.principal + split.held == cents(amount)


@pytest.mark.parametrize(
    ("purpose", "amount", "is_covered"),
    [
        (Purpose.REGULAR, "581.52", True),
        (Purpose.NEXT, "700.00", True),
        (Purpose.REGULAR, "581.51", False),
        (Purpose.PRINCIPAL, "700.00", False),  # more money, and the payment is still due
    ],
)
async def test_what_is_due_is_covered_by_what_is_on_its_way_and_meant_for_it(
    books, world, purpose, amount, is_covered
):
    checking = await make.method(books.db, world.processor, books.borrower_id, CHECKING)
    assert not account(books).is_covered

    await paid(books, world, review(books, checking, amount, purpose=purpose))

    assert account(books).is_covered is is_covered


async def test_three_outcomes_stand_side_by_side_each_with_what_is_due_next(books, card):
    ways = review(books, card, "700.00").ways

    assert [(way.purpose, way.outcome.next_due_on) for way in ways] == [
        (Purpose.REGULAR, date(2027, 1, 1)),
        (Purpose.NEXT, date(2027, 1, 1)),
        (Purpose.PRINCIPAL, date(2026, 12, 1)),
    ]
    regular, following, principal = (way.outcome for way in ways)
    assert regular.next_due_amount == cents("463.04")  # 118.48 counts toward it already
    assert following.next_due_amount == cents("581.52")
    assert 0 < regular.interest_saved < principal.interest_saved


async def test_nobody_is_asked_what_the_amount_due_shall_do(books, card):
    assert review(books, card, "0.00", choice="due").ways == ()


async def test_what_is_kept_for_the_next_payment_lowers_what_is_asked_for_it(books, world, card):
    await paid(books, world, review(books, card, "100.00", purpose=Purpose.NEXT))

    seen = review(books, card, "0.00", choice="due")

    assert seen.order.amount == cents("481.52")
    assert seen.held == -cents("100.00")
    assert seen.next_due_on == date(2027, 1, 1)


async def test_a18_extra_principal_waits_until_what_is_past_due_is_paid(db, tmp_path, world):
    books = make.boarded(db, tmp_path)  # the installment of 1 April is open
    card = await make.method(db, world.processor, books.borrower_id, CARD)

    with pytest.raises(PaymentRefused, match=r"\$581\.52 is past due"):
        review(books, card, "100.00", now=PAST_DUE, purpose=Purpose.PRINCIPAL)

    ways = {way.purpose: way for way in review(books, card, "100.00", now=PAST_DUE).ways}
    assert ways[Purpose.REGULAR].outcome.why_not == ""
    assert "past due" in ways[Purpose.PRINCIPAL].outcome.why_not


@pytest.mark.parametrize("part", ["0.00", "700.00", "700.01", "-1.00"])
async def test_a_split_has_two_parts(books, card, part):
    with pytest.raises(PaymentRefused):
        review(books, card, "700.00", purpose=Purpose.SPLIT, principal_only=cents(part))


async def test_case_61_the_fee_is_the_contract_s_charged_as_shown_and_never_financed(
    db, tmp_path, world
):
    record = make.CURRENT | {"terms": make.CURRENT["terms"] | {"card_fee": "2.50"}}
    books = make.boarded(db, tmp_path, record, business_date="2026-11-23")
    card = await make.method(db, world.processor, books.borrower_id, CARD)
    owed = account(books).principal
    seen = review(books, card, "581.52")

    ref = await paid(books, world, seen)

    (intent,) = await world.processor.intents(created_after=0)
    made = receipt(db, borrower_id=books.borrower_id, ref=ref, today=MORNING.date())
    assert seen.charged == intent.amount == cents("584.02")
    assert (made.amount, made.card_fee) == (cents("581.52"), cents("2.50"))
    assert account(books).principal == owed - made.split.principal
    assert account(books).other_fees == 0


async def test_case_61_from_a_bank_account_it_stays_free(db, tmp_path, world):
    record = make.CURRENT | {"terms": make.CURRENT["terms"] | {"card_fee": "2.50"}}
    books = make.boarded(db, tmp_path, record, business_date="2026-11-23")
    checking = await make.method(db, world.processor, books.borrower_id, CHECKING)

    assert review(books, checking, "581.52").card_fee == 0


async def test_while_a_hold_lasts_what_was_added_since_cannot_pay(books, world, card):
    hold(books, until=MORNING + timedelta(hours=48))

    with pytest.raises(PaymentRefused, match="until November 25") as refused:
        review(books, card, "100.00")

    assert refused.value.field == "method"


async def test_while_a_hold_lasts_what_was_there_before_can_pay(books, world, card):
    hold(books, until=MORNING + timedelta(hours=48))
    with books.db.begin() as session:
        session.exec(select(PaymentMethod)).one().added_at = MORNING - timedelta(days=30)

    assert await paid(books, world, review(books, card, "100.00"))


async def test_a_hold_that_is_over_holds_nothing(books, world, card):
    hold(books, until=MORNING - timedelta(seconds=1))

    assert review(books, card, "100.00").charged == cents("100.00")


async def test_a_card_that_expires_before_the_day_is_refused_for_it(books, card):
    with books.db.begin() as session:
        session.exec(select(PaymentMethod)).one().expires_on = date(2026, 11, 30)

    assert review(books, card, "100.00", pay_on=date(2026, 11, 30))
    with pytest.raises(PaymentRefused, match="expires before that day"):
        review(books, card, "100.00", pay_on=date(2026, 12, 1))


async def test_less_than_the_processor_moves_is_refused_in_words(books, card):
    with pytest.raises(PaymentRefused, match=r"Enter \$0\.50 or more"):
        review(books, card, "0.49")
    assert review(books, card, "0.50").charged == 50


async def test_an_order_for_a_later_day_is_never_paid_at_once(books, world, card):
    seen = review(books, card, "100.00", pay_on=date(2026, 12, 1))

    with pytest.raises(ValueError, match="is scheduled"):
        await paid(books, world, seen)


def hold(books, *, until):
    with books.db.begin() as session:
        session.add(
            Login(
                borrower_id=books.borrower_id,
                user_name="ada",
                password_hash="x",
                created_at=MORNING,
                password_set_at=MORNING,
                held_until=until,
            )
        )
