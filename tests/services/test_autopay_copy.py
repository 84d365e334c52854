"""The words of an authorization, and the PDF of what was signed (R15.1)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from finance_portal.documents import authorization
from finance_portal.documents.authorization import Signed
from finance_portal.documents.authorization_words import Agreed, in_words, rhythm, words_of
from finance_portal.documents.typesetting import letterhead, typeset
from finance_portal.domain.autopay import AmountRule, Frequency, Plan
from tests import paper

START = date(2026, 4, 1)
AGREED = Agreed(
    plan=Plan(starts_on=START),
    method="Checking ••6789",
    is_card=False,
    card_fee=0,
    contract="2026 Sedan, ••4821",
    is_lease=False,
    has_balloon=False,
    first_on=START,
    first_amount=581_52,
    discount_ppm=0,
)


def said(**changes):
    plan = Plan(**{"starts_on": START, **changes.pop("plan", {})})
    return " ".join(words_of(replace(AGREED, plan=plan, **changes)))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "each month, on the due date"),
        ({"plan": {"days_after_due": -1}}, "1 day before the due date"),
        ({"plan": {"days_after_due": 9}}, "9 days after the due date"),
        ({"plan": {"amount": AmountRule.FIXED, "fixed": 700_00}}, "$700.00 each time"),
        ({"plan": {"amount": AmountRule.DUE_PLUS, "extra": 50_00}}, "$50.00 more that goes to"),
        ({"plan": {"frequency": Frequency.TWICE_A_MONTH}}, "half of the installment 15 days"),
        ({"plan": {"frequency": Frequency.EVERY_TWO_WEEKS}}, "two weeks from April 1, 2026"),
        ({"plan": {"drafts_while_ahead": True}}, "While I am paid ahead, the debits go on."),
        ({"has_balloon": True}, "The balloon at the end is not debited"),
        ({"has_balloon": True, "plan": {"covers_balloon": True}}, "The balloon is part of it."),
        ({"is_card": True, "card_fee": 2_50}, "Each card payment costs $2.50 more"),
        ({"is_card": True}, "to charge my"),
        ({"discount_ppm": 2_500}, "0.25% a year lower"),
    ],
)
def test_the_words_say_what_was_chosen(changes, words):
    assert words in said(**changes)


def test_nothing_is_said_of_what_does_not_apply():
    for word in ("card payment", "rate is", "balloon"):
        assert word not in said()


def test_in_a_few_words():
    assert in_words(AGREED.plan) == "The amount due"
    every = replace(AGREED.plan, frequency=Frequency.EVERY_TWO_WEEKS)
    assert rhythm(every) == "Every second Wednesday"


def test_the_copy_is_a_pdf_with_the_words_the_name_and_where_it_ended():
    signed = Signed(
        words=words_of(AGREED),
        name="Ada <Byron> & 董",
        at=datetime(2026, 3, 10, 15, tzinfo=UTC),
        ip="203.0.113.7",
        version="autopay-1",
        ref="abc",
        ended_at=datetime(2026, 5, 1, 15, tzinfo=UTC),
    )

    pdf = typeset(
        authorization.TEMPLATE,
        {"from": letterhead(), **authorization.content_of(signed)},
        title=authorization.TITLE,
        dated_on=START,
    )

    page = paper.text(pdf)
    for words in ("••6789", "203.0.113.7", "autopay-1", "Ada <Byron> & ?", "ended on May 1, 2026"):
        assert words in page
