from datetime import UTC, datetime

import pytest

from finance_portal.domain.cents import parse_dollars
from finance_portal.domain.payment_status import NO_MONEY_MOVED, WORDS, PaymentStatus
from finance_portal.pages.receipt.views import receipt
from tests.pages import sample

ENDED_BADLY = NO_MONEY_MOVED | {PaymentStatus.RETURNED}


@pytest.mark.parametrize("status", PaymentStatus)
def test_every_status_has_its_word_and_a_meaning(status):
    view = receipt(sample.receipt(status=status))

    assert view.status == WORDS[status]
    assert view.meaning.endswith(".")


@pytest.mark.parametrize("status", sorted(set(PaymentStatus) - {PaymentStatus.SETTLED}))
def test_nothing_looks_paid_before_it_has_settled(status):
    view = receipt(sample.receipt(status=status))

    assert view.tone != "good"
    assert view.split_title == "Where it will go"
    assert not all(milestone.is_done for milestone in view.milestones)


def test_a_settled_payment_is_done():
    view = receipt(sample.receipt(status=PaymentStatus.SETTLED))

    assert view.tone == "good"
    assert all(milestone.is_done for milestone in view.milestones)


def test_its_parts_sum_to_the_amount():
    parts = receipt(sample.receipt()).parts

    assert sum(parse_dollars(part.amount) for part in parts) == 1_004_91


@pytest.mark.parametrize("status", sorted(ENDED_BADLY))
def test_a_payment_that_moved_no_money_can_be_made_another_way(status):
    view = receipt(sample.receipt(status=status, split=None))

    assert view.can_retry
    assert (view.parts, view.milestones, view.after) == ([], [], [])


def test_a_returned_payment_says_why_in_plain_words():
    view = receipt(sample.receipt(status=PaymentStatus.RETURNED, split=None, failure_code="R01"))

    assert "there was not enough money in the account" in view.meaning


def test_a_reason_that_nobody_knows_is_not_shown_as_a_code():
    view = receipt(sample.receipt(status=PaymentStatus.FAILED, split=None, failure_code="odd_code"))

    assert "odd_code" not in view.meaning


def test_a_payment_under_review_says_so_whatever_its_status():
    assert receipt(sample.receipt(is_being_checked=True)).status == "Being checked"


def test_the_time_is_the_lender_s():
    view = receipt(sample.receipt(submitted_at=datetime(2026, 11, 24, 2, 30, tzinfo=UTC)))

    submitted = next(fact for fact in view.facts if fact.label == "Submitted")
    assert submitted.value == "Nov 23, 2026, 9:30 PM Eastern"
