"""What is signed, and the letters, say the same in Spanish: whole, with the same figures."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import product

import pytest
from pypdf import PdfReader

from finance_portal.documents import (
    authorization,
    buyout_letter,
    closing_letters,
    lease_words,
    payoff_letter,
)
from finance_portal.documents.authorization_words import Agreed, in_words, rhythm, words_of
from finance_portal.documents.typesetting import letterhead, typeset
from finance_portal.domain.autopay import AmountRule, Frequency, Plan
from finance_portal.domain.lease_end import Buyout
from finance_portal.language import ENGLISH, SPANISH, speaking
from tests import paper
from tests.spanish import english_in, figures

DAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
AGREED = Agreed(
    plan=Plan(starts_on=DAY),
    method="Visa ••6789",
    is_card=False,
    card_fee=0,
    contract="2026 Sedan, ••4821",
    is_lease=False,
    has_balloon=False,
    first_on=DAY,
    first_amount=581_52,
    discount_ppm=2_500,
)
PAID_OFF = closing_letters.PaidOff(
    borrowers=["Ada Byron"],
    number_masked="••4821",
    vehicle="2026 Sedan",
    vin="5UX53GP03S9A00117",
    title_state="NY",
    closed_on=DAY,
    clears_on=date(2026, 12, 3),
    amount=1_004_91,
    overage=4_91,
)
LETTER = payoff_letter.Letter(
    borrower="Ada Byron",
    contract="••4821",
    vehicle="2026 Sedan",
    vin="5UX53GP03S9A00117",
    ref="Q-7",
    audience="borrower",
    recipient="",
    authorization=None,
)
OFFERED = buyout_letter.Offered(
    which="early_buyout",
    quoted_on=DAY,
    good_through=date(2026, 12, 3),
    buyout=Buyout(price=18_000_00, purchase_option_fee=300_00, tax=0, past_due=0, fees=0, credit=0),
    tax_percent="",
    payments_left=7,
    remaining_payments=2_800_00,
    working=[],
)
EXTENSION = lease_words.Extension(
    vehicle="2026 Sedan",
    contract="••4821",
    months=2,
    was_through=DAY,
    runs_through=date(2027, 1, 23),
    dues=[DAY, date(2026, 12, 23)],
    monthly=389_00,
    miles_allowed=30_000,
    excess_rate=25,
    months_in_all=2,
)


def plans():
    """Yield every plan that can be agreed to."""
    for amount, frequency, days in product(AmountRule, Frequency, (-1, 0, 9)):
        yield Plan(
            starts_on=DAY,
            amount=amount,
            frequency=frequency,
            days_after_due=days,
            fixed=700_00,
            extra=50_00,
        )


@pytest.mark.parametrize("plan", list(plans()))
@pytest.mark.parametrize("is_card", [False, True])
def test_an_authorization_says_the_same_in_both_languages(plan, is_card):
    agreed = replace(AGREED, plan=plan, is_card=is_card, card_fee=3_00, has_balloon=is_card)

    same_in_both(lambda: [*words_of(agreed), in_words(plan), rhythm(plan)])


def test_an_extension_of_a_lease_says_the_same_in_both_languages():
    same_in_both(lambda: lease_words.extension_words(EXTENSION))


@pytest.mark.parametrize(
    "content",
    [
        lambda: closing_letters.paid_in_full(PAID_OFF),
        lambda: closing_letters.paid_in_full(replace(PAID_OFF, is_lease=True)),
        lambda: closing_letters.open_again(
            ["Ada Byron"], "••4821", "2026 Sedan", closed_on=DAY, on=DAY
        ),
        lambda: buyout_letter.content(LETTER, OFFERED),
        lambda: buyout_letter.content(LETTER, replace(OFFERED, which="maturity_buyout")),
    ],
)
def test_a_letter_says_the_same_in_both_languages(content):
    same_in_both(lambda: list(texts(content())))


def test_a_release_is_english_for_a_state_reads_it():
    with speaking(SPANISH):
        spanish = closing_letters.lien_release(PAID_OFF, DAY)

    assert spanish == closing_letters.lien_release(PAID_OFF, DAY)


def test_a_paper_in_spanish_says_so_and_has_no_english_around_its_words():
    signed = authorization.Signed(
        words=("Autorizo.",), name="Ada Byron", at=NOON, ip="203.0.113.7", version="v1", ref="r1"
    )
    with speaking(SPANISH):
        content = authorization.content_of(signed)
    told = {"from": letterhead(), "language": SPANISH, **content}

    pdf = typeset("letter-1", told, title="Carta", dated_on=DAY)

    assert PdfReader(BytesIO(pdf)).trailer["/Root"]["/Lang"] == "es-US"
    assert "23 de noviembre de 2026" in paper.text(pdf)
    assert "Página 1 de 1" in paper.text(pdf)
    assert english_in(paper.text(pdf)) == []


def same_in_both(words):
    """Hold what is said in both languages against each other."""
    with speaking(ENGLISH):
        english = "\n".join(words())
    with speaking(SPANISH):
        spanish = "\n".join(words())
    assert english_in(english)
    assert english_in(spanish) == []
    assert figures(spanish) == figures(english)


def texts(content):
    """Yield every text of a paper."""
    if isinstance(content, str):
        yield content
        return
    for each in content.values() if isinstance(content, dict) else content:
        yield from texts(each)
