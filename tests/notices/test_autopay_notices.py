"""What payers are told about autopay: amounts and days in both ways, no account in a text."""

import inspect
from datetime import date

import pytest

from finance_portal.notices import autopay, layout
from finance_portal.notices.wording import GSM
from finance_portal.settings import settings

APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)
GIVEN = {
    "words": ("I authorize you to debit my Checking ••6789.", "How much: the amount due."),
    "signed_name": "Ada 123456 evil.example",
    "not_me": f"{settings.public_origin}/not-me#secret",
    "amount": 610_60,
    "before": 581_52,
    "on": APRIL,
    "was": APRIL,
    "now_on": MAY,
    "no_longer_skipped": (APRIL,),
    "due": "The payment stays due.",
    "until": MAY,
    "pays_by": APRIL,
    "why": "Your bank told us that a debit from this account was not authorized.",
    "has_ended": True,
    "return_by": MAY,
}


def every_notice():
    for name, word in inspect.getmembers(autopay, inspect.isfunction):
        if not name.startswith("_") and word.__module__ == autopay.__name__:
            asked = inspect.signature(word).parameters
            yield pytest.param(word(**{one: GIVEN[one] for one in asked}), id=name)


NOTICES = list(every_notice())


@pytest.mark.parametrize("wording", NOTICES)
def test_case_71_a_text_names_no_account_and_nothing_that_anybody_chose(wording):
    assert len(wording.text) <= 160
    assert set(wording.text) <= GSM
    assert wording.text.startswith(settings.brand.name)
    for chosen in ("6789", "Ada", "evil", "http"):
        assert chosen not in wording.text


@pytest.mark.parametrize("wording", NOTICES)
def test_a_mail_leads_to_the_portal_and_nowhere_else(wording):
    mail = layout.plain(wording)

    assert wording.link.url.startswith(settings.public_origin)
    assert "evil.example" not in mail
    assert "123456" not in mail


def test_the_copy_holds_every_word_that_was_signed():
    copy = layout.plain(autopay.autopay_signed(**{k: GIVEN[k] for k in SIGNED}))

    assert all(words in copy for words in GIVEN["words"])


SIGNED = ("words", "signed_name", "not_me")


def test_a_notice_of_another_amount_has_both_and_the_day():
    said = autopay.debit_announced(amount=610_60, before=581_52, on=APRIL)

    assert "$610.60" in said.text
    assert "$581.52" in said.text
    assert "Apr 1, 2026" in said.text


def test_without_a_next_debit_that_is_said_too():
    assert "no next debit" in autopay.autopay_moved(was=APRIL, now_on=None).subject
