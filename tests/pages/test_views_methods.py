"""How accounts and cards, and what came of adding one, are said."""

from datetime import date, datetime

import pytest

from finance_portal.domain.calendar import EASTERN
from finance_portal.domain.payment_status import PaymentStatus
from finance_portal.pages.guest import views as guest_views
from finance_portal.pages.methods import views
from finance_portal.services.guest_payments import GuestReview
from finance_portal.services.method_setup import Came
from finance_portal.services.payment_methods import Method, Standing

ADDED = datetime(2026, 11, 23, 10, tzinfo=EASTERN)


def method(**changes):
    account = {"ref": "m1", "label": "Checking ••6789", "kind": "us_bank_account"}
    return Method(**account | {"usable": True, "why_not": None, "added_at": ADDED} | changes)


def row(**changes):
    return views.rows([method(**changes)])[0]


def test_a_method_goes_by_its_nickname_and_says_what_it_is():
    assert (row().name, row().detail) == ("Checking ••6789", "Added Nov 23, 2026")
    named = row(nickname="Joint")
    assert (named.name, named.detail) == ("Joint", "Checking ••6789 · Added Nov 23, 2026")


def test_a_blocked_method_says_why_and_cannot_be_the_default():
    blocked = row(usable=False, why_not="It is closed.", standing=Standing.BLOCKED)

    assert (blocked.status, blocked.tone, blocked.why) == (
        "Cannot be used",
        "danger",
        "It is closed.",
    )
    assert not blocked.can_default


def test_a_method_that_waits_says_what_comes_and_until_when_it_can_be_told():
    waits = row(
        usable=False,
        why_not="Tell us first.",
        standing=Standing.VERIFY,
        verification="amounts",
        tries_left=1,
        arrives_on=date(2026, 11, 24),
        verify_by=datetime(2026, 12, 3, 10, tzinfo=EASTERN),
    )

    assert waits.why == ""
    assert waits.arrives == (
        "Two deposits below a dollar each will be on the statement by Tue, Nov 24, 2026."
        " Tell us before Dec 3, 2026."
    )
    assert waits.tries == "You can try 1 time."


@pytest.mark.parametrize(
    ("came", "tone", "word"),
    [
        (Came(status="done", label="Checking ••6789"), "good", "ready"),
        (Came(status="waiting", label="Checking ••6789"), "info", "deposits"),
        (Came(status="open"), "info", "Nothing was saved"),
        (Came(status="failed", why="A credit card."), "warn", "A credit card."),
    ],
)
def test_what_came_of_a_visit_is_said(came, tone, word):
    said = views.said_of(came)

    assert said.tone == tone
    assert word in said.words


def test_a_guests_fee_stands_beside_the_payment_and_in_the_total():
    view = guest_views.view(GuestReview(amount=100_00, fee=3_50, label="Visa ••5556"))

    assert [line.amount for line in view.lines] == ["$100.00", "$3.50", "$103.50"]
    assert view.total == "$103.50"


def test_a_guest_without_a_fee_is_told_that_it_is_free():
    view = guest_views.view(GuestReview(amount=100_00))

    assert [line.amount for line in view.lines] == ["$100.00", "Free", "$100.00"]


@pytest.mark.parametrize("status", PaymentStatus)
def test_every_end_of_a_guests_payment_has_its_words(status):
    view = guest_views.view(GuestReview(amount=100_00, paid_ref="P-1", paid_status=status))

    assert view.is_paid
    assert view.status
    assert view.meaning
    assert view.can_retry == (
        status in {PaymentStatus.REFUSED, PaymentStatus.FAILED, PaymentStatus.CANCELED}
    )
