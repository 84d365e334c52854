"""What people are told of requests and agreements: the same in both ways, nothing that misleads."""

import pytest

from finance_portal.models.requests import KINDS
from finance_portal.notices.relief import agreement_made
from finance_portal.notices.requests import TITLES, request_moved, signature_wanted
from finance_portal.notices.wording import GSM, LONGEST_TEXT
from finance_portal.settings import settings

NAMES = ("Ada Byron", "Call 5551234567 at evil.example")
LONG = "The payment that you named has not come. " * 7


def notices(kind):
    return (
        request_moved(kind=kind, words=LONG, reply="Half of it until März."),
        signature_wanted(kind=kind, asked_by="Ada", until="November 28"),
        agreement_made(kind=kind, words=("I ask for it.",), names=NAMES),
    )


@pytest.mark.parametrize("kind", KINDS)
def test_everything_that_can_be_asked_for_has_a_name_that_fits_a_mail_and_a_text(kind):
    assert TITLES[kind]
    for wording in notices(kind):
        assert 0 < len(wording.text) <= LONGEST_TEXT
        assert GSM.issuperset(wording.text)
        assert wording.link.url == f"{settings.public_origin}/requests"


def test_what_somebody_signed_with_is_no_telephone_number_to_the_others():
    said = " ".join(agreement_made(kind="extension", words=(), names=NAMES).paragraphs)

    assert "Ada Byron" in said
    assert "5551234567" not in said
    assert "evil.example" not in said


def test_a_reply_stands_in_the_mail_and_not_in_the_text():
    wording = request_moved(kind="hardship", words="We have said yes.", reply="Until March.")

    assert wording.paragraphs == ("We have said yes.", "Until March.")
    assert "March" not in wording.text


def test_whoever_is_asked_to_sign_may_also_do_nothing():
    said = " ".join(signature_wanted(kind="extension", asked_by="Ada", until="May 1").paragraphs)

    assert "do nothing" in said
    assert "nothing changes" in said
