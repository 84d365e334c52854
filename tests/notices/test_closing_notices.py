"""What people are told after a payoff, and when a flag changes how their contract is serviced."""

from datetime import date

import pytest

from finance_portal.notices import closing, flags
from finance_portal.notices.payment_news import payment_returned
from finance_portal.notices.wording import GSM, LONGEST_SUBJECT, LONGEST_TEXT

DAY = date(2026, 11, 23)
LONG = "2026 Sedan of a very long name " * 3
TOLD = [
    closing.paid_off(vehicle=LONG, clears_on=DAY, release_by=DAY),
    closing.lien_released(vehicle=LONG, is_electronic=True),
    closing.title_sent(vehicle=LONG, on=DAY, how="Certified mail", tracking="9407"),
    closing.payoff_came_back(vehicle=LONG, is_released=True, is_sent=False),
    flags.rate_capped(since=DAY, rate="6.00%", installment=622_84, less=100_00),
    flags.cap_ended(on=DAY, rate="9.49%", installment=669_09),
    flags.restriction_ended(vehicle=LONG),
]


@pytest.mark.parametrize("wording", TOLD, ids=lambda each: each.subject)
def test_a_notice_fits_a_subject_and_a_text_message(wording):
    assert len(wording.subject) <= LONGEST_SUBJECT
    assert 0 < len(wording.text) <= LONGEST_TEXT
    assert GSM.issuperset(wording.text)


@pytest.mark.parametrize(
    ("is_released", "is_sent", "said"),
    [
        (False, False, "The lien stays as it was, and the title stays with us."),
        (True, False, "The title stays with us for now"),
        (True, True, "Please keep the title papers that we sent you as they are"),
    ],
)
def test_a_payoff_that_came_back_says_what_becomes_of_lien_and_title(is_released, is_sent, said):
    wording = closing.payoff_came_back(vehicle="Sedan", is_released=is_released, is_sent=is_sent)

    assert said in wording.paragraphs[1]
    assert "do not go on by themselves" in wording.paragraphs[2]


def test_what_is_information_only_keeps_the_fact_and_drops_what_it_asks_for():
    asks = payment_returned(amount=100_00, reason="the account is closed")

    told = flags.information_only(asks)

    assert told.paragraphs[:2] == (asks.paragraphs[0], flags.NOT_ASKED)
    assert not any("pay in another way" in each for each in told.paragraphs)
    assert told.text == ""
