"""The life of a payment."""

import itertools

import pytest

from finance_portal.domain.payment_status import RANK, WORDS, PaymentStatus, is_final, may_become

CREATED, INTENT, SUBMITTING, PROCESSING, *_ENDS = PaymentStatus
REFUSED, FAILED, CANCELED, SETTLED, RETURNED, REINSTATED = _ENDS


def test_every_status_has_a_rank_and_words():
    assert set(RANK) == set(WORDS) == set(PaymentStatus)


@pytest.mark.parametrize(
    ("current", "following"), list(itertools.product(PaymentStatus, PaymentStatus))
)
def test_a_status_never_falls(current, following):
    if may_become(current, following):
        assert RANK[following] > RANK[current]


def test_a_payment_may_settle_at_once_or_after_processing():
    assert may_become(SUBMITTING, SETTLED)
    assert may_become(SUBMITTING, PROCESSING)
    assert may_become(PROCESSING, SETTLED)
    assert may_become(PROCESSING, FAILED)


def test_what_settled_does_not_fail_afterwards_but_may_be_returned():
    assert not may_become(SETTLED, FAILED)
    assert not may_become(FAILED, SETTLED)
    assert may_become(SETTLED, RETURNED)


@pytest.mark.parametrize("current", [each for each in PaymentStatus if each is not SETTLED])
def test_only_settled_money_is_returned(current):
    assert not may_become(current, RETURNED)


@pytest.mark.parametrize("current", [each for each in PaymentStatus if each is not RETURNED])
def test_only_a_returned_payment_is_reinstated(current):
    assert not may_become(current, REINSTATED)
    assert may_become(RETURNED, REINSTATED)


def test_final_is_what_no_news_can_change():
    assert {status for status in PaymentStatus if is_final(status)} == {
        REFUSED,
        FAILED,
        CANCELED,
        REINSTATED,
    }
