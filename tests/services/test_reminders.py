"""A reminder comes once, as it was chosen, and only of what has to be paid by hand."""

from datetime import date, datetime, timedelta

import pytest

from finance_portal.domain import events
from finance_portal.domain.calendar import EASTERN
from finance_portal.models.autopay import Autopay, AutopayDebit, PaymentAuthorization
from finance_portal.models.messages import Message
from finance_portal.models.payments import Payment, PaymentMethod
from finance_portal.models.people import Borrower
from finance_portal.models.scheduled import ScheduledPayment
from finance_portal.models.security import Login, SecurityEvent
from finance_portal.services import deliveries, ledger, reminder_choices, reminders
from finance_portal.services.reminder_choices import ReminderRefused
from tests import make
from tests.services import texting
from tests.services.known import HOME, rows

DUE_ON = date(2026, 4, 1)
MAIL, PHONE = "ada@example.com", "+12025550123"


def morning(days_before):
    return datetime(2026, 4, 1, 9, tzinfo=EASTERN) - timedelta(days=days_before)


@pytest.fixture
def books(db, tmp_path):
    return make.boarded(db, tmp_path)


@pytest.fixture
def ada(books):
    texting.agree(books.db, books.borrower_id, PHONE)
    return signs_in(books)


def signs_in(books, *, email=MAIL, phone=PHONE):
    with books.db.begin() as session:
        login = Login(
            borrower_id=books.borrower_id,
            user_name="ada",
            email=email,
            phone=phone,
            password_hash="none",
            created_at=make.MORNING,
            password_set_at=make.MORNING,
        )
        session.add(login)
    return login


def choose(books, *, by_email=True, by_text=False, days_before=3):
    reminder_choices.choose(
        books.db,
        borrower_id=books.borrower_id,
        by_email=by_email,
        by_text=by_text,
        days_before=days_before,
        client=HOME,
        now=make.MORNING,
    )


def told(books):
    return [(row.channel, *deliveries.opened(row)) for row in rows(books.db, Message)]


def test_a_reminder_comes_three_days_before_and_once(books, ada):
    written = [reminders.remind_due(books.db, morning(days)) for days in (4, 3, 3, 2, 0)]

    assert written == [0, 1, 0, 0, 0]
    ((channel, to, words),) = told(books)
    assert (channel, to) == ("email", MAIL)
    assert "$581.52 is due on April 1 for your 2026 Sedan" in words.paragraphs[0]
    assert words.link.url.endswith(f"/sign-in?next=/pay%3Faccount%3D{books.contract.ref}")


def test_days_off_are_caught_up_with_until_the_due_date_and_not_after(books, ada):
    assert reminders.remind_due(books.db, morning(-1)) == 0
    assert reminders.remind_due(books.db, morning(0)) == 1


def test_it_comes_when_and_how_it_was_chosen(books, ada):
    choose(books, by_email=False, by_text=True, days_before=7)

    assert reminders.remind_due(books.db, morning(8)) == 0
    assert reminders.remind_due(books.db, morning(7)) == 1
    assert [(channel, to) for channel, to, _ in told(books)] == [("text", PHONE)]


def test_who_wants_none_gets_none(books, ada):
    choose(books, by_email=False, by_text=False)

    assert reminders.remind_due(books.db, morning(1)) == 0


def test_who_cannot_sign_in_gets_none(books):
    assert reminders.remind_due(books.db, morning(1)) == 0


def test_what_a_payment_on_its_way_covers_is_not_asked_for(books, ada):
    pay(books, status="processing", amount_cents=58152)

    assert reminders.remind_due(books.db, morning(1)) == 0


def test_of_what_is_partly_paid_the_rest_is_asked_for(books, ada):
    pay(books, status="processing", amount_cents=50000)

    reminders.remind_due(books.db, morning(1))

    ((_, _, words),) = told(books)
    assert words.paragraphs[0].startswith("$81.52 is due")


@pytest.mark.parametrize(("amount", "reminded"), [(58152, 0), (58151, 1)])
def test_what_a_scheduled_payment_covers_is_not_asked_for(books, ada, amount, reminded):
    with books.db.begin() as session:
        session.add(
            ScheduledPayment(
                ref="S-1",
                contract_id=books.contract.id,
                borrower_id=books.borrower_id,
                method_id=method(session, books).id,
                form_token="s",
                pay_on=DUE_ON,
                amount_cents=amount,
                fee_cents=0,
                principal_only_cents=0,
                intent="regular",
                status="waiting",
                made_at=make.MORNING,
                changed_at=make.MORNING,
                authorization="x",
                ip="",
                user_agent="",
            )
        )

    assert reminders.remind_due(books.db, morning(1)) == reminded


@pytest.mark.parametrize(("status", "reminded"), [("active", 0), ("paused", 1)])
def test_what_autopay_takes_is_not_asked_for(books, ada, status, reminded):
    with_autopay(books, status=status)

    assert reminders.remind_due(books.db, morning(1)) == reminded


@pytest.mark.parametrize(("until", "reminded"), [(DUE_ON, 0), (date(2026, 4, 20), 1)])
def test_what_a_pause_keeps_autopay_from_taking_is_asked_for(books, ada, until, reminded):
    with_autopay(books, paused_until=until)

    assert reminders.remind_due(books.db, morning(1)) == reminded


@pytest.mark.parametrize(("due_on", "reminded"), [(DUE_ON, 1), (date(2026, 5, 1), 0)])
def test_what_autopay_was_told_to_skip_is_asked_for(books, ada, due_on, reminded):
    with_autopay(books)
    with books.db.begin() as session:
        skipped = AutopayDebit(
            autopay_id=1,
            debit_on=due_on,
            due_on=due_on,
            status="skipped",
            changed_at=make.MORNING,
        )
        session.add(skipped)

    assert reminders.remind_due(books.db, morning(1)) == reminded


@pytest.mark.parametrize(("covers", "reminded"), [(False, 1), (True, 0)])
def test_a_balloon_that_autopay_leaves_is_asked_for(db, tmp_path, covers, reminded):
    terms = {"term": 3, "payment": "10000.00", "balloon": "12000.00", "balloon_due": "2026-05-01"}
    paid = [["2026-03-01", "10000.00", "221.92", "9778.08", "20221.92"]]
    books = make.boarded(
        db, tmp_path, make.loan(product="balloon loan", terms=terms, last_payments=paid)
    )
    signs_in(books)
    with_autopay(books, covers_balloon=covers)

    assert reminders.remind_due(books.db, morning(1)) == 0  # autopay takes what is not the balloon
    pay_april(books)
    assert reminders.remind_due(books.db, morning(-29)) == reminded


def pay_april(books):
    payment = events.Payment(
        effective_on=DUE_ON, sequence=ledger.NEXT, id="april", amount=10_000_00
    )
    with books.db.begin() as session:
        happening = ledger.Happening(payment, "april")
        ledger.enter(session, books.contract.id, [happening], morning(0))


def with_autopay(books, **changes):
    with books.db.begin() as session:
        paid_with = method(session, books)
        signed = PaymentAuthorization(
            ref="a",
            contract_id=books.contract.id,
            borrower_id=books.borrower_id,
            method_id=paid_with.id,
            words="x",
            version="1",
            hash="0",
            signed_name="Ada",
            signed_at=make.MORNING,
            ip="",
            user_agent="",
        )
        session.add(signed)
        session.flush()
        session.add(
            Autopay(
                ref="a",
                contract_id=books.contract.id,
                borrower_id=books.borrower_id,
                method_id=paid_with.id,
                authorization_id=signed.id,
                amount="due",
                fixed_cents=0,
                extra_cents=0,
                frequency="monthly",
                starts_on=DUE_ON,
                changed_at=make.MORNING,
                made_at=make.MORNING,
                **{"status": "active"} | changes,
            )
        )


def test_an_address_that_cannot_be_used_holds_up_nobody(books, caplog):
    signs_in(books, email=None)
    with books.db.begin() as session:
        session.get_one(Borrower, books.borrower_id).email = "call me, maybe"

    assert reminders.remind_due(books.db, morning(1)) == 0
    assert "cannot be used" in caplog.text
    assert "maybe" not in caplog.text


def test_a_choice_is_kept_shown_masked_and_on_the_record(books, ada):
    choose(books, by_text=True, days_before=10)
    choose(books, by_text=True, days_before=5)

    seen = reminder_choices.reminders_of(books.db, borrower_id=books.borrower_id)

    assert (seen.by_email, seen.by_text, seen.days_before) == (True, True, 5)
    assert (seen.email, seen.phone) == ("a•••a@example.com", "(•••) •••-0123")
    kinds = [event.kind for event in rows(books.db, SecurityEvent)]
    assert kinds.count("reminders:changed") == 2


@pytest.mark.parametrize("days", [0, 4, 11, -1])
def test_only_the_days_that_are_offered_can_be_chosen(books, ada, days):
    with pytest.raises(ReminderRefused, match="how many days"):
        choose(books, days_before=days)


def test_texts_need_a_number_that_was_proven(books):
    signs_in(books, phone=None)

    with pytest.raises(ReminderRefused, match="mobile number"):
        choose(books, by_text=True)


def test_texts_need_the_agreement_of_whose_number_it_is(books):
    signs_in(books)

    with pytest.raises(ReminderRefused, match="Turn on text messages"):
        choose(books, by_text=True)


def method(session, books):
    row = PaymentMethod(
        ref="m",
        borrower_id=books.borrower_id,
        processor="sandbox",
        livemode=False,
        customer="cus_1",
        method="pm_1",
        kind="us_bank_account",
        label="Bank",
        last4="6789",
        usable=True,
        added_at=make.MORNING,
    )
    session.add(row)
    session.flush()
    return row


def pay(books, *, status, amount_cents):
    with books.db.begin() as session:
        session.add(
            Payment(
                ref="P-1",
                contract_id=books.contract.id,
                borrower_id=books.borrower_id,
                method_id=method(session, books).id,
                form_token="t",
                amount_cents=amount_cents,
                intent="regular",
                status=status,
                effective_on=date(2026, 3, 30),
                expected_on=date(2026, 4, 3),
                submitted_at=make.MORNING,
                changed_at=make.MORNING,
                processor="sandbox",
                livemode=False,
                authorization="x",
                ip="",
                user_agent="",
            )
        )
