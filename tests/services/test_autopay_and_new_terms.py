"""What was skipped does not move with the due dates by itself: that is said, once (R8.2)."""

from datetime import date

import pytest

from finance_portal.domain.events import DueDateChanged
from finance_portal.models.autopay import AutopayDebit
from finance_portal.services.autopay import consequences, desk
from tests.services.desks import words
from tests.services.known import rows
from tests.services.payers import NOW, payer

APRIL, JUNE = date(2026, 4, 1), date(2026, 6, 1)


@pytest.fixture
def ada(db, tmp_path):
    ada = payer(db, tmp_path)
    ada.sign()
    return ada


def skip(ada, on):
    desk.skip(ada.db, ada.act, contract_ref=ada.contract_ref, on=on, now=NOW)


def change(ada, *, first_installment):
    event = DueDateChanged(
        effective_on=NOW.date(), sequence=-1, first_installment=first_installment, due_day=15
    )
    ada.enter(event, NOW)
    with ada.db.begin() as session:
        return [consequences.terms_changed(session, ada.books.contract.id, NOW) for _ in range(2)]


@pytest.mark.parametrize("on", [APRIL, JUNE])
def test_a_skip_of_a_day_that_is_gone_is_told_of(ada, on):
    skip(ada, on)

    said, again = change(ada, first_installment=2)

    assert "the next debit is on Apr 15, 2026" in said
    assert f"You had skipped {on:%b} 1, 2026" in said
    assert "please skip it again" in " ".join(words(ada.db, "autopay_moved").paragraphs)
    assert (again, rows(ada.db, AutopayDebit)) == (None, [])


def test_a_skip_before_the_change_stays(ada):
    skip(ada, APRIL)

    said, _ = change(ada, first_installment=4)

    assert said is None
    (kept,) = rows(ada.db, AutopayDebit)
    assert (kept.debit_on, kept.status) == (APRIL, "skipped")


def test_a_skip_later_than_the_next_debit_is_told_of_although_that_stays(ada):
    skip(ada, JUNE)

    said, again = change(ada, first_installment=4)

    assert "the next debit is on Apr 1, 2026. You had skipped Jun 1, 2026" in said
    assert again is None


def test_the_new_day_can_be_skipped_instead(ada):
    skip(ada, APRIL)
    change(ada, first_installment=2)

    skip(ada, date(2026, 4, 15))

    assert [each.debit_on for each in rows(ada.db, AutopayDebit)] == [date(2026, 4, 15)]
