"""A payoff that is set for a later day closes the contract with what was agreed to, and no more."""

from dataclasses import replace
from datetime import date

import pytest

from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.models.payments import Payment
from finance_portal.models.quotes import Quote
from finance_portal.services import payment_entries, scheduled
from finance_portal.services.collecting import scheduled as collecting
from finance_portal.services.nightly.work import work_off
from tests import make
from tests.make import cents
from tests.nightly.portfolio import PROCESSOR
from tests.services.desks import words
from tests.services.known import rows
from tests.services.payers import at
from tests.services.paying_off import (
    QUOTED,
    arrived,
    b2,
    came_back,
    charge,
    dial,
    position,
    review,
    waivers,
)

DAY = date(2026, 5, 25)  # beyond what a letter can be good for
CLOSES = cents("29,469.21")


@pytest.fixture
def ada(db, tmp_path):
    return b2(db, tmp_path)


def set_payoff(ada, day=DAY, now=QUOTED, **changes):
    order = review(ada, now, pay_on=day, **changes).order
    return make.schedule(ada.books, replace(order, form_token=day.isoformat()), now=now)


def taken(ada, now):
    """Let the job take what is set for the day, and the bank settle it; return the payment."""
    work_off(ada.db, collecting.submitting(PROCESSOR, now, now.date()), now=now)
    (payment,) = rows(ada.db, Payment)
    with ada.db.begin() as session:
        row = session.get_one(Payment, payment.id)
        row.status = PaymentStatus.SETTLED
        payment_entries.enter(session, row, PaymentStatus.SETTLED, now)
    return payment


def test_it_takes_what_the_dial_said_and_leaves_nothing(ada):
    set_payoff(ada)

    paid = taken(ada, at("2026-05-25"))

    after = position(ada, "2026-05-25")
    assert dial(ada).days == []
    assert (paid.amount_cents, paid.effective_on) == (CLOSES, DAY)
    assert (after.closed_on, after.credit_balance, after.payoff_on(DAY)) == (DAY, 0, 0)


@pytest.mark.parametrize("charged_on", ["2026-05-12", "2026-05-25"])
def test_a_charge_that_comes_in_between_is_waived_and_the_contract_closes(ada, charged_on):
    set_payoff(ada)
    charge(ada, charged_on)

    paid = taken(ada, at("2026-05-25"))

    after = position(ada, "2026-05-25")
    assert paid.amount_cents == CLOSES
    assert (after.closed_on, after.credit_balance) == (DAY, 0)
    assert waivers(ada) == [cents("29.08")]
    (quote,) = rows(ada.db, Quote)
    assert quote.used_at is not None


def test_a_payment_in_between_makes_it_less_and_a_waived_charge_is_not_taken(ada):
    set_payoff(ada)
    charge(ada, "2026-05-12")
    ada.pay("2026-05-14", "581.52")

    paid = taken(ada, at("2026-05-25"))

    after = position(ada, "2026-05-25")
    assert paid.amount_cents < CLOSES - cents("550.00")
    assert (after.closed_on, after.credit_balance) == (DAY, 0)


def test_canceled_it_holds_nobody_to_its_amount(ada):
    ref = set_payoff(ada)
    charge(ada, "2026-05-12")
    held = review(ada, at("2026-05-13"), instead_of=ref).order.amount

    scheduled.cancel(
        ada.db,
        borrower_id=ada.books.borrower_id,
        ref=ref,
        now=at("2026-05-13"),
        client=make.HERE,
    )

    owed = position(ada, "2026-05-13").payoff_on(date(2026, 5, 13))
    assert review(ada, at("2026-05-13")).order.amount == held == owed


def test_changed_to_another_day_it_is_quoted_anew(ada):
    ref = set_payoff(ada)
    charge(ada, "2026-05-12")
    set_payoff(ada, date(2026, 5, 28), at("2026-05-13"), instead_of=ref)

    paid = taken(ada, at("2026-05-28"))

    (quote,) = rows(ada.db, Quote)
    assert (quote.good_through, quote.total_cents) == (date(2026, 5, 28), paid.amount_cents)
    assert position(ada, "2026-05-28").is_closed
    assert waivers(ada) == []


def test_a_payment_that_comes_back_makes_it_short_and_is_said(ada):
    paid = arrived(ada, "2026-04-08", cents("581.52"))
    set_payoff(ada)

    came_back(ada, paid, "2026-04-14")

    assert "no longer enough" in words(ada.db, "set_payoff_void").subject
    assert "7 PM Eastern" in words(ada.db, "set_payoff_void").paragraphs[1]


def test_it_is_no_letter(ada):
    set_payoff(ada)

    assert dial(ada).given == []
