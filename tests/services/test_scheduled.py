"""Payments for a later day: set once, changed and canceled in time, seen by the other borrower."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import col, select

from finance_portal.domain.calendar import EASTERN
from finance_portal.domain.events import Intent
from finance_portal.models.autopay import Autopay, PaymentAuthorization
from finance_portal.models.payments import Payment, PaymentMethod
from finance_portal.models.scheduled import ScheduledPayment
from finance_portal.models.security import SecurityEvent
from finance_portal.services import payments, scheduled
from finance_portal.services.audit_check import verify
from finance_portal.services.contracts import ContractNotFound
from finance_portal.services.payments import PaymentRefused, Purpose, Requoted
from finance_portal.services.scheduled import ScheduledNotFound
from tests import make
from tests.make import CARD, CHECKING, MORNING, cents

pytestmark = pytest.mark.anyio

HERE = make.HERE
DUE_ON = date(2026, 12, 1)


def order(books, method, amount="100.00", *, on=DUE_ON, now=MORNING, **changes):
    return make.order(books, method, amount, pay_on=on, now=now, **changes)


def cancel(books, ref, *, now=MORNING, borrower_id=None):
    scheduled.cancel(
        books.db, borrower_id=borrower_id or books.borrower_id, ref=ref, now=now, client=HERE
    )


def listed(books, *, now=MORNING, borrower_id=None):
    return scheduled.schedule_of(
        books.db,
        borrower_id=borrower_id or books.borrower_id,
        contract_ref=books.contract.ref,
        now=now,
    )


def rows(books):
    with books.db.read() as session:
        return session.exec(select(ScheduledPayment).order_by(col(ScheduledPayment.id))).all()


async def test_a_payment_for_a_later_day_is_an_order_and_no_payment(books, checking):
    ref = make.schedule(books, order(books, checking, "581.52"))

    (waiting,) = listed(books).waiting
    assert (waiting.ref, waiting.amount, waiting.pay_on) == (ref, cents("581.52"), DUE_ON)
    assert waiting.settles_on == date(2026, 12, 7)
    assert waiting.method == "Checking ••6789"
    assert waiting.can_change
    with books.db.read() as session:
        assert session.exec(select(Payment)).all() == []


async def test_what_is_agreed_to_names_the_day_the_amount_and_how_to_stop_it(books, checking):
    make.schedule(books, order(books, checking, "581.52"))

    (row,) = rows(books)
    assert "once for $581.52, to be submitted on December 1, 2026." in row.authorization
    assert "cancel it until 7 PM Eastern on the day before" in row.authorization


async def test_case_50_the_same_form_sent_twice_sets_one_payment(books, checking):
    ordered = order(books, checking)

    assert make.schedule(books, ordered) == make.schedule(books, ordered)
    assert len(rows(books)) == 1


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2026, 11, 22), "That day is over"),
        (date(2027, 1, 23), "up to January 22, 2027"),
        (date(9999, 12, 31), "up to January 22, 2027"),
    ],
)
async def test_case_52_a_day_that_is_over_or_too_far_ahead_is_refused(books, checking, on, said):
    with pytest.raises(PaymentRefused, match=said) as refused:
        order(books, checking, on=on)

    assert refused.value.field == "pay_on"


@pytest.mark.parametrize("days", [1, 60])
async def test_case_52_from_tomorrow_to_60_days_ahead_a_day_can_be_chosen(books, checking, days):
    on = MORNING.date() + timedelta(days=days)

    make.schedule(books, order(books, checking, on=on))

    assert rows(books)[0].pay_on == on


@pytest.mark.parametrize(
    ("on", "settles"),
    [
        (date(2026, 11, 26), date(2026, 12, 2)),  # Thanksgiving
        (date(2026, 11, 28), date(2026, 12, 3)),  # a Saturday: sent on Monday, four days to settle
    ],
)
async def test_case_52_on_a_day_without_banks_it_counts_that_day_and_settles_later(
    books, checking, on, settles
):
    seen = review(books, checking, on=on)

    assert seen.effective_on == on  # the chosen date (R2.5), never moved
    assert seen.settles_on == settles


async def test_case_52_today_after_the_cut_off_counts_from_the_next_banking_day_and_is_said(
    books, checking
):
    late = MORNING.replace(hour=19)

    seen = review(books, checking, on=late.date(), now=late)

    assert seen.order.pay_on is None
    assert seen.effective_on == date(2026, 11, 24)


async def test_an_order_of_yesterday_for_today_is_shown_again_and_set_for_no_day(books, checking):
    ordered = order(books, checking, on=date(2026, 11, 24))

    with pytest.raises(Requoted):
        make.schedule(books, ordered, now=MORNING + timedelta(days=1))

    assert rows(books) == []


async def test_what_is_scheduled_counts_in_every_later_review(books, checking):
    make.schedule(books, order(books, checking, "581.52"))

    seen = review(books, checking, "581.52", on=date(2026, 12, 2))

    assert seen.next_due_on == date(2027, 2, 1)


async def test_case_53_a_review_does_not_survive_another_scheduled_payment(books, checking):
    stale = order(books, checking, on=date(2026, 12, 2))
    make.schedule(books, order(books, checking))

    with pytest.raises(Requoted):
        make.schedule(books, stale)

    assert len(rows(books)) == 1


async def test_a_payoff_for_a_later_day_is_worked_out_for_that_day(books, checking):
    now, then = (review(books, checking, on=on, choice="payoff") for on in (None, DUE_ON))

    assert then.order.amount > now.order.amount
    assert then.closes


async def test_the_order_can_be_changed_and_keeps_its_number(books, checking):
    ref = make.schedule(books, order(books, checking))
    new = order(books, checking, "250.00", on=date(2026, 12, 15), instead_of=ref)

    assert make.schedule(books, new) == ref

    (row,) = rows(books)
    assert (row.amount_cents, row.pay_on, row.version) == (250_00, date(2026, 12, 15), 1)
    assert "$250.00, to be submitted on December 15" in row.authorization


async def test_the_order_can_be_canceled_and_is_then_nowhere_counted(books, checking):
    ref = make.schedule(books, order(books, checking, "581.52"))

    cancel(books, ref)

    assert listed(books).waiting == []
    assert [past.status for past in listed(books).past] == ["canceled"]
    assert review(books, checking, "581.52", on=DUE_ON).next_due_on == date(2027, 1, 1)
    with pytest.raises(ScheduledNotFound):
        cancel(books, ref)


@pytest.mark.parametrize(
    ("at", "can"),
    [
        (datetime(2026, 11, 30, 18, 59, 59, tzinfo=EASTERN), True),
        (datetime(2026, 11, 30, 19, 0, tzinfo=EASTERN), False),
    ],
)
async def test_it_can_be_stopped_until_seven_on_the_evening_before(books, checking, at, can):
    ref = make.schedule(books, order(books, checking))

    assert listed(books, now=at).waiting[0].can_change is can
    if can:
        cancel(books, ref, now=at)
    else:
        with pytest.raises(PaymentRefused, match="about to be submitted"):
            cancel(books, ref, now=at)
        with pytest.raises(PaymentRefused, match="about to be submitted"):
            make.schedule(
                books,
                order(books, checking, on=date(2026, 12, 9), now=at, instead_of=ref),
                now=at,
            )


async def test_nobody_else_sees_changes_or_cancels_it(books, checking):
    ref = make.schedule(books, order(books, checking))
    mallory = books.borrower_id + 1

    with pytest.raises(ScheduledNotFound):
        cancel(books, ref, borrower_id=mallory)
    with pytest.raises(ContractNotFound):
        listed(books, borrower_id=mallory)
    with pytest.raises(ScheduledNotFound):
        scheduled.scheduled_of(books.db, borrower_id=mallory, ref=ref, now=MORNING)
    with pytest.raises(ContractNotFound):
        make.schedule(books, order(books, checking), borrower_id=mallory)


async def test_a63_the_co_borrower_sees_that_it_is_set_but_not_the_account(db, tmp_path, world):
    both = [*make.CURRENT["borrowers"], {"id": "P2", "first_name": "Ben", "last_name": "Byron"}]
    books = make.boarded(
        db, tmp_path, make.CURRENT | {"borrowers": both}, business_date="2026-11-23"
    )
    checking = await make.method(db, world.processor, books.borrower_id, CHECKING)
    ref = make.schedule(books, order(books, checking))
    ben = books.borrower_id + 1

    (seen,) = listed(books, borrower_id=ben).waiting

    assert (seen.amount, seen.method, seen.method_ref) == (
        100_00,
        "The other borrower's account",
        "",
    )
    assert not seen.can_change
    assert seen.authorization == ""
    with pytest.raises(ScheduledNotFound):
        cancel(books, ref, borrower_id=ben)


async def test_i16_each_change_of_the_plan_is_in_the_audit_trail(books, checking):
    ref = make.schedule(books, order(books, checking))
    make.schedule(books, order(books, checking, "90.00", instead_of=ref))
    cancel(books, ref)

    with books.db.read() as session:
        lines = session.exec(select(SecurityEvent).order_by(col(SecurityEvent.id))).all()
    assert [(line.kind, line.subject, line.ip) for line in lines] == [
        ("payment:scheduled", ref, "127.0.0.1"),
        ("payment:schedule_changed", ref, "127.0.0.1"),
        ("payment:schedule_canceled", ref, "127.0.0.1"),
    ]
    assert verify(books.db).findings == ()


async def test_case_54_what_autopay_takes_on_the_same_day_is_said_and_never_takes_the_due_twice(
    books, checking
):
    enroll(books, amount="due")
    partly, wholly = (review(books, checking, typed) for typed in ("100.00", "581.52"))

    assert (partly.autopay.on, partly.autopay.amount) == (DUE_ON, cents("481.52"))
    assert wholly.autopay.amount == 0


async def test_case_54_the_extra_that_autopay_adds_is_said_as_such(books, checking):
    enroll(books, amount="due_plus", extra_cents=50_00, drafts_while_ahead=True)

    assert review(books, checking, "100.00").autopay.amount == cents("531.52")


async def test_case_54_autopay_that_begins_after_the_review_is_shown_before_the_click_counts(
    books, checking
):
    ordered = order(books, checking)
    enroll(books, amount="due")

    with pytest.raises(Requoted) as requoted:
        make.schedule(books, ordered)

    assert requoted.value.review.autopay.on == DUE_ON


async def test_case_54_nothing_is_said_of_autopay_on_another_day(books, checking):
    enroll(books, amount="due")

    assert review(books, checking, on=date(2026, 12, 2)).autopay is None


async def test_a_due_date_that_is_missed_is_said(books, checking):
    assert review(books, checking, on=date(2026, 12, 3)).misses_due_on == DUE_ON
    assert review(books, checking, on=DUE_ON).misses_due_on is None
    assert review(books, checking, on=None).misses_due_on is None


async def test_case_61_a_card_fee_comes_from_the_contract_alone_and_is_agreed_to(
    db, tmp_path, world
):
    record = make.CURRENT | {"terms": make.CURRENT["terms"] | {"card_fee": "2.50"}}
    books = make.boarded(db, tmp_path, record, business_date="2026-11-23")
    card = await make.method(db, world.processor, books.borrower_id, CARD)

    make.schedule(books, order(books, card))

    (row,) = rows(books)
    assert (row.amount_cents, row.fee_cents) == (100_00, 2_50)
    assert "for $102.50, which includes a card fee of $2.50" in row.authorization


async def test_extra_principal_is_ordered_as_such(books, checking):
    make.schedule(
        books, order(books, checking, "700.00", on=date(2026, 11, 30), purpose=Purpose.NEXT)
    )

    (row,) = rows(books)
    assert (row.intent, row.principal_only_cents) == (Intent.SPLIT, cents("118.48"))


def review(books, method, amount="100.00", *, on=DUE_ON, now=MORNING, choice="other"):
    return payments.review(
        books.db,
        borrower_id=books.borrower_id,
        order=make.draft(books, method, amount, choice=choice, pay_on=on),
        now=now,
    )


def enroll(books, **changes):
    """Let autopay be on, with its next debit on the due date."""
    with books.db.begin() as session:
        method = session.exec(select(PaymentMethod)).first()
        whose = {
            "contract_id": books.contract.id,
            "borrower_id": books.borrower_id,
            "method_id": method.id,
        }
        signed = PaymentAuthorization(
            ref="a",
            words="I agree.",
            version="1",
            hash="0" * 64,
            signed_name="Ada Byron",
            signed_at=MORNING,
            ip="",
            user_agent="",
            **whose,
        )
        session.add(signed)
        session.flush()
        session.add(
            Autopay(
                ref="p",
                authorization_id=signed.id,
                status="active",
                frequency="monthly",
                starts_on=MORNING.date(),
                next_debit_on=DUE_ON,
                changed_at=MORNING,
                made_at=MORNING,
                **whose,
                **changes,
            )
        )
