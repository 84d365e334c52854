from datetime import UTC, date, datetime

import pytest

from finance_portal.domain.cents import parse_dollars
from finance_portal.domain.payment_status import NO_MONEY_MOVED, WORDS, PaymentStatus
from finance_portal.pages.receipt.views import receipt
from tests.pages import sample

ARRIVED = {PaymentStatus.SETTLED, PaymentStatus.REINSTATED}
ENDED_BADLY = NO_MONEY_MOVED | {PaymentStatus.RETURNED}


@pytest.mark.parametrize("status", PaymentStatus)
def test_every_status_has_its_word_and_a_meaning(status):
    view = receipt(sample.receipt(status=status))

    assert view.status == WORDS[status]
    assert view.meaning.endswith(".")


@pytest.mark.parametrize("status", sorted(set(PaymentStatus) - ARRIVED))
def test_nothing_looks_paid_before_it_has_settled(status):
    view = receipt(sample.receipt(status=status))

    assert view.tone != "good"
    assert view.split_title == "Where it will go"
    assert not all(milestone.is_done for milestone in view.milestones)


@pytest.mark.parametrize("status", sorted(ARRIVED))
def test_a_settled_payment_is_done(status):
    view = receipt(sample.receipt(status=status))

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


def test_case_61_the_fee_is_a_line_of_its_own():
    view = receipt(sample.receipt(card_fee=2_50))

    facts = {fact.label: fact.value for fact in view.facts}
    assert view.amount == "$1,007.41"
    assert (facts["Toward your contract"], facts["Card fee"]) == ("$1,004.91", "$2.50")


@pytest.mark.parametrize("status", PaymentStatus)
def test_it_asks_again_only_while_something_is_still_to_happen(status):
    asks = receipt(sample.receipt(status=status)).ask_again_after > 0

    assert asks == (status in {"created", "intent", "submitting", "processing"})


def test_a_returned_payment_names_its_fee_and_the_next_try():
    view = receipt(
        sample.receipt(
            status=PaymentStatus.RETURNED,
            split=None,
            returned_fee=25_00,
            retry_on=date(2026, 12, 3),
        )
    )

    assert view.next_steps == [
        "Your contract has a fee for this: $25.00.",
        "We try it once more on Thu, Dec 3, 2026. Pay another way before that day, and we do not.",
    ]


@pytest.mark.parametrize("status", sorted(ENDED_BADLY))
def test_a_payment_that_is_not_tried_again_says_so(status):
    view = receipt(sample.receipt(status=status, split=None))

    assert view.next_steps == ["You can pay another way. We do not try this payment again."]


@pytest.mark.parametrize(
    ("origin", "said"), [("autopay", "By autopay"), ("scheduled", "As scheduled")]
)
def test_it_says_how_the_payment_came_about(origin, said):
    facts = {fact.label: fact.value for fact in receipt(sample.receipt(origin=origin)).facts}

    assert facts["Made"] == said
