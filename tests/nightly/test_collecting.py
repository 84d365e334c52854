"""What was ordered for a day is taken on that day, once, or it is said why it was not."""

from datetime import timedelta

import pytest
from sqlmodel import select, update

from finance_portal.domain.events import Payment as Paid
from finance_portal.models.autopay import Autopay, AutopayDebit, PaymentAuthorization
from finance_portal.models.messages import Message
from finance_portal.models.payments import Payment, PaymentMethod
from finance_portal.models.people import Borrower
from finance_portal.models.scheduled import ScheduledPayment
from finance_portal.services import ledger, logins
from finance_portal.services.collecting import autopay, drafts, scheduled
from finance_portal.services.ledger import Happening
from finance_portal.services.nightly import standings
from finance_portal.services.nightly.work import work_off
from tests import make
from tests.make import cents
from tests.nightly import portfolio
from tests.nightly.portfolio import PROCESSOR, all_of, boarded, loans, night


@pytest.fixture
def one(db, tmp_path):
    return boarded(db, tmp_path, loans(1))[0]


def submit(db, day, *, notebook=True):
    now = night(day)
    if notebook:
        work_off(db, standings.refreshing(now.date()), now=now)
    return work_off(db, scheduled.submitting(PROCESSOR, now, now.date()), now=now)


def draft(db, day, *, notebook=True):
    now = night(day)
    if notebook:
        work_off(db, standings.refreshing(now.date()), now=now)
    return work_off(db, autopay.drafting(PROCESSOR, now, now.date()), now=now)


def settle(db, contract_id, day, amount, name):
    """Let a payment be posted, and its row with it."""
    event = Paid(effective_on=night(day).date(), sequence=-1, id=name, amount=cents(amount))
    with db.begin() as session:
        ledger.enter(session, contract_id, [Happening(event, f"settled:{name}")], night(day))
        session.exec(update(Payment).values(status="settled"))


def payer(db):
    (method,) = all_of(db, PaymentMethod)
    return portfolio.Payer(method.borrower_id, method.id)


def change(db, table, **values):
    with db.begin() as session:
        session.exec(update(table).values(**values))


def test_a_scheduled_payment_becomes_a_payment_on_its_day_and_counts_from_it(db, one):
    order = portfolio.scheduled(db, one, "2026-04-01")

    assert submit(db, "2026-03-31").done == 0
    assert submit(db, "2026-04-01").done == 1
    assert submit(db, "2026-04-01").done == 0

    (payment,) = all_of(db, Payment)
    (row,) = all_of(db, ScheduledPayment)
    assert (row.status, row.payment_id) == ("submitted", payment.id)
    assert (payment.due_key, payment.origin) == (f"scheduled:{order}", "scheduled")
    assert (payment.amount_cents, payment.status) == (cents("581.52"), "created")
    assert payment.effective_on == row.pay_on
    assert str(payment.expected_on) == "2026-04-07"
    assert payment.ref == row.ref


def test_a_scheduled_payment_waits_while_another_one_is_being_submitted(db, one):
    portfolio.scheduled(db, one, "2026-04-01", "100.00")
    with db.read() as session:
        by = portfolio.Payer(
            *session.exec(select(PaymentMethod.borrower_id, PaymentMethod.id)).one()
        )
    portfolio.scheduled(db, one, "2026-04-02", "200.00", method=by)

    assert submit(db, "2026-04-02").done == 1
    assert submit(db, "2026-04-02").done == 0
    change(db, Payment, status="processing")
    assert submit(db, "2026-04-02").done == 1

    assert [payment.amount_cents for payment in all_of(db, Payment)] == [100_00, 200_00]


@pytest.mark.parametrize(
    ("table", "changes", "why"),
    [
        (PaymentMethod, {"usable": False, "why_not": "The bank says no."}, "The bank says no."),
        (PaymentMethod, {"removed_at": make.MORNING}, drafts.NO_METHOD),
        (ScheduledPayment, {"amount_cents": cents("99,999.00")}, "pays off the contract"),
        (ScheduledPayment, {"pay_on": night("2026-03-20").date()}, drafts.OUR_FAULT),
    ],
)
def test_an_order_that_cannot_be_kept_is_dropped_and_says_why(db, one, table, changes, why):
    portfolio.scheduled(db, one, "2026-04-01")
    change(db, table, **changes)

    assert submit(db, "2026-04-01").done == 1

    (row,) = all_of(db, ScheduledPayment)
    assert row.status == "dropped"
    assert why in row.why
    assert all_of(db, Payment) == []


def test_an_order_that_was_canceled_or_edited_meanwhile_is_not_taken_as_it_was(db, one):
    portfolio.scheduled(db, one, "2026-04-01")
    now = night("2026-04-01")
    work = scheduled.submitting(PROCESSOR, now, now.date())
    with db.read() as session:
        planned = work.plan(session, [one])
    change(db, ScheduledPayment, version=1, amount_cents=100)

    with db.begin() as session:
        assert work.write(session, planned) == 0
    change(db, ScheduledPayment, status="canceled")
    with db.begin() as session:
        assert work.write(session, planned) == 0

    assert all_of(db, Payment) == []


def test_autopay_takes_what_is_due_on_its_day_and_goes_on_to_the_next(db, one):
    autopay_id = portfolio.autopay(db, one, "2026-04-01")

    assert draft(db, "2026-03-31").done == 0
    assert draft(db, "2026-04-01").done == 1
    assert draft(db, "2026-04-01").done == 0

    (payment,) = all_of(db, Payment)
    (debit,) = all_of(db, AutopayDebit)
    (row,) = all_of(db, Autopay)
    assert payment.due_key == f"autopay:{autopay_id}:2026-04-01:1"
    assert (payment.origin, payment.amount_cents) == ("autopay", cents("581.52"))
    assert (debit.status, debit.payment_id, str(debit.due_on)) == (
        "drafted",
        payment.id,
        "2026-04-01",
    )
    assert (str(row.next_debit_on), row.last_amount_cents) == ("2026-05-01", cents("581.52"))


def test_what_autopay_takes_does_not_depend_on_the_notebook(db, tmp_path):
    with_notebook, without = boarded(db, tmp_path, loans(2))
    portfolio.autopay(db, with_notebook, "2026-04-01", amount="due_plus", extra_cents=2_500)
    draft(db, "2026-04-01")
    portfolio.autopay(db, without, "2026-04-01", amount="due_plus", extra_cents=2_500)
    change(db, Autopay, last_amount_cents=None)
    with db.begin() as session:
        session.connection().exec_driver_sql("DELETE FROM contract_standing")
    draft(db, "2026-04-01", notebook=False)

    first, second = all_of(db, Payment)
    assert (first.amount_cents, first.principal_only_cents, first.intent) == (
        606_52,
        25_00,
        "split",
    )
    assert (second.amount_cents, second.principal_only_cents) == (606_52, 25_00)


def test_r43_nothing_is_drafted_while_paid_ahead_and_the_day_passes(db, one):
    portfolio.autopay(db, one, "2026-04-01")
    settle(db, one, "2026-03-10", "581.52", "early")

    assert draft(db, "2026-04-01").done == 1

    assert all_of(db, Payment) == []
    assert str(all_of(db, Autopay)[0].next_debit_on) == "2026-05-01"


def test_a_payment_that_is_on_its_way_is_counted_before_autopay_takes_anything(db, one):
    portfolio.scheduled(db, one, "2026-03-30")
    submit(db, "2026-03-30")
    change(db, Payment, status="processing")
    with db.read() as session:
        by = portfolio.Payer(
            *session.exec(select(PaymentMethod.borrower_id, PaymentMethod.id)).one()
        )
    portfolio.autopay(db, one, "2026-04-01", method=by)

    draft(db, "2026-04-01")

    assert [payment.origin for payment in all_of(db, Payment)] == ["scheduled"]


def test_a_skipped_debit_is_left_out_and_stays_skipped(db, one):
    autopay_id = portfolio.autopay(db, one, "2026-04-01")
    with db.begin() as session:
        session.add(
            AutopayDebit(
                autopay_id=autopay_id,
                debit_on=night("2026-04-01").date(),
                status="skipped",
                changed_at=make.MORNING,
            )
        )

    assert draft(db, "2026-04-01").done == 1

    assert all_of(db, Payment) == []
    assert all_of(db, AutopayDebit)[0].status == "skipped"


def test_a54_without_a_notice_in_time_no_more_is_drawn_than_before(db, one):
    autopay_id = portfolio.autopay(db, one, "2026-04-01", last_amount_cents=cents("500.00"))
    with db.begin() as session:
        session.add(
            AutopayDebit(
                autopay_id=autopay_id,
                debit_on=night("2026-04-01").date(),
                status="announced",
                announced_cents=cents("581.52"),
                announced_on=night("2026-03-25").date(),
                changed_at=make.MORNING,
            )
        )

    draft(db, "2026-04-01")

    assert all_of(db, Payment)[0].amount_cents == cents("500.00")
    assert all_of(db, AutopayDebit)[0].announced_cents == cents("581.52")


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        (PaymentMethod, {"usable": False}),
        (PaymentMethod, {"is_revoked": True}),
        (PaymentAuthorization, {"ended_at": make.MORNING}),
    ],
)
def test_nothing_is_drafted_without_a_method_and_a_permission(db, one, table, changes):
    portfolio.autopay(db, one, "2026-04-01")
    change(db, table, **changes)

    draft(db, "2026-04-01")

    assert all_of(db, Payment) == []
    (debit,) = all_of(db, AutopayDebit)
    assert (debit.status, debit.payment_id) == ("missed", None)
    assert "Nothing was taken." in debit.why


def test_debits_of_days_off_are_caught_up_with_but_never_taken_long_after(db, one):
    portfolio.autopay(db, one, "2026-04-01")

    draft(db, "2026-06-03")

    (payment,) = all_of(db, Payment)
    assert [(str(each.debit_on), each.status) for each in all_of(db, AutopayDebit)] == [
        ("2026-04-01", "missed"),
        ("2026-05-01", "missed"),
        ("2026-06-01", "drafted"),
    ]
    assert str(payment.effective_on) == "2026-06-01"
    assert str(all_of(db, Autopay)[0].next_debit_on) == "2026-07-01"


def test_a_debit_that_is_missed_is_told_once_to_who_can_sign_in(db, one):
    portfolio.autopay(db, one, "2026-04-01")
    change(db, PaymentMethod, usable=False)
    now = night("2026-04-01") + timedelta(hours=1)
    with db.begin() as session:
        make_login(session)

    draft(db, "2026-04-01")
    change(db, Autopay, next_debit_on=now.date())
    change(db, AutopayDebit, status="announced")
    draft(db, "2026-04-01")

    assert [message.kind for message in all_of(db, Message)] == ["payment_not_taken"]


def make_login(session):

    logins.add_login(
        session,
        borrower=session.exec(select(Borrower)).one(),
        user_name="ada",
        password_hash="x",
        now=make.MORNING,
        email="ada@example.com",
    )
