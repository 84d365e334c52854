"""What payers are told of their payments: plain, safe to send, and what comes next."""

from datetime import date

import pytest

from finance_portal.notices import layout, payments, reminders
from finance_portal.notices.wording import GSM
from finance_portal.settings import settings

HOSTILE = "Sedan, call +1 202 555 0199 or evil.example <script>\r\nBcc: x"
ORDER = {"amount": 58152, "pay_on": date(2026, 12, 1), "ref": "P-ABCDE-FGHJK"}
NOTICES = {
    "received": payments.payment_received(
        amount=58152, effective_on=date(2026, 12, 1), ref="P-ABCDE-FGHJK"
    ),
    "scheduled": payments.payment_scheduled(**ORDER),
    "changed": payments.scheduled_payment_changed(**ORDER),
    "canceled": payments.payment_canceled(**ORDER),
    "due": reminders.payment_due(
        amount=58152, due_on=date(2026, 12, 1), vehicle=HOSTILE, ref="c1&x"
    ),
}
each = pytest.mark.parametrize("wording", NOTICES.values(), ids=NOTICES)


@each
def test_both_forms_say_how_much_and_when(wording):
    for said in (wording.text, layout.plain(wording)):
        assert "$581.52" in said
        assert "December 1" in said


@each
def test_case_71_a_text_holds_no_chosen_word_and_no_link(wording):
    assert wording.text.startswith(settings.brand.name)
    assert set(wording.text) <= GSM
    assert "Sedan" not in wording.text
    assert "http" not in wording.text


@each
def test_case_71_a_mail_holds_no_foreign_number_or_address(wording):
    mail = layout.plain(wording)

    assert "0199" not in mail
    assert "evil.example" not in mail
    assert "<script" not in layout.html(wording)


@each
def test_the_link_leads_to_signing_in_as_always(wording):
    assert wording.link.url.startswith(f"{settings.public_origin}/sign-in?next=/")
