"""State is a replay of events, and the books balance."""

import pytest

from finance_portal.domain.allocation import Bucket
from finance_portal.domain.events import Intent, LeaseExtended, Refunded, Waiver, in_order
from finance_portal.domain.postings import BOOKING, Account, postings
from finance_portal.domain.terms import obligation
from tests.domain.make import (
    B1,
    B2,
    L1,
    V1,
    cents,
    charged,
    day,
    extended,
    on_time,
    paid,
    position,
    returned,
)

LATE = charged("2026-04-12", "29.08", installment=2)
EVENTFUL = [
    *B1,
    LATE,
    paid("2026-04-15", "700.00"),
    Waiver(
        effective_on=day("2026-04-20"),
        sequence=900,
        bucket=Bucket.LATE_CHARGES,
        amount=cents("10.00"),
    ),
    paid("2026-05-01", "100.00"),
    paid("2026-05-20", "50.00", Intent.HELD),
    paid("2026-06-01", "2,000.00"),
    paid("2026-06-10", "500.00", Intent.PRINCIPAL_ONLY),
    extended("2026-06-15", first_installment=6, months=1),
    paid("2026-08-01", "40,000.00", Intent.PAYOFF),
    Refunded(effective_on=day("2026-08-20"), sequence=901, amount=cents("12,000.00")),
]


def balances(entries):
    sums = dict.fromkeys(Account, 0)
    for account, amount in entries:
        sums[account] += amount
    return sums


def all_entries(terms, events):
    return [entry for posted in postings(terms, events).values() for entry in posted]


def test_a69_the_order_in_which_events_are_given_does_not_matter():
    in_full = position(EVENTFUL, "2026-12-31")

    for turn in range(len(EVENTFUL)):
        turned = [*EVENTFUL[turn:], *EVENTFUL[:turn]]
        assert position(turned[::-1], "2026-12-31") == in_full


def test_a69_the_parts_of_every_payment_sum_to_its_amount():
    for each in position(EVENTFUL, "2026-12-31").applied.values():
        assert each.amount == (
            each.interest + each.principal + each.fees + each.unapplied + each.credit
        )


def test_events_after_the_day_do_not_count():
    assert position(B2, "2026-03-31") == position(B1, "2026-03-31")


def test_events_of_one_day_count_by_kind_and_then_as_entered():
    payment = paid("2026-06-15")
    fee = charged("2026-06-15", "5.00", Bucket.OTHER_FEES)
    move = extended("2026-06-15", first_installment=5, months=1)
    back = returned(paid("2026-06-15", "1.00"))
    refund = Refunded(effective_on=day("2026-06-15"), sequence=1, amount=100)
    second = paid("2026-06-15", "2.00")

    ordered = in_order([refund, second, payment, fee, back, move])

    assert ordered == [move, back, fee, payment, second, refund]


def test_the_booking_is_the_first_posting():
    assert dict(postings(L1, [])[BOOKING]) == {
        Account.PRINCIPAL: cents("30,000.00"),
        Account.FUNDING: cents("-30,000.00"),
    }


def test_a_payment_is_posted_to_cash_interest_and_principal():
    (payment,) = B1

    assert dict(postings(L1, B1)[payment.sequence]) == {
        Account.CASH: cents("581.52"),
        Account.INTEREST_INCOME: cents("-221.92"),
        Account.PRINCIPAL: cents("-359.60"),
    }


def test_interest_that_stays_unpaid_is_a_receivable():
    short = paid("2026-04-01", "100.00")

    assert dict(postings(L1, [*B1, short])[short.sequence]) == {
        Account.CASH: cents("100.00"),
        Account.INTEREST_INCOME: cents("-151.04"),
        Account.UNPAID_INTEREST: cents("51.04"),
    }


def test_a_returned_payment_and_its_return_have_no_postings():
    back = returned(B2[-1])

    posted = postings(L1, [*B2, back])

    assert posted[B2[-1].sequence] == ()
    assert posted[back.sequence] == ()


@pytest.mark.parametrize("count", range(len(EVENTFUL) + 1))
def test_every_posting_balances_and_the_accounts_are_the_position(count):
    events = in_order(EVENTFUL)[:count]
    last = events[-1].effective_on.isoformat() if events else "2026-01-15"

    for posted in postings(L1, events).values():
        assert sum(amount for _, amount in posted) == 0

    state = position(events, last)
    sums = balances(all_entries(L1, events))
    assert sums[Account.PRINCIPAL] == state.principal
    assert sums[Account.UNPAID_INTEREST] == state.unpaid_interest
    assert sums[Account.LATE_CHARGES] == state.late_charges
    assert sums[Account.RETURNED_FEES] == state.returned_fees
    assert sums[Account.OTHER_FEES] == state.other_fees
    assert sums[Account.UNAPPLIED] == -state.unapplied
    assert sums[Account.CREDIT_BALANCE] == -state.credit_balance


def test_an_extended_lease_funds_its_months():
    terms = obligation(V1)
    extension = LeaseExtended(effective_on=day("2029-01-15"), sequence=900, months=1)

    posted = postings(terms, [*on_time(terms), extension])

    assert dict(posted[900]) == {
        Account.PRINCIPAL: cents("805.18"),
        Account.FUNDING: cents("-805.18"),
    }
