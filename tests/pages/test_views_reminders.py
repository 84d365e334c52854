"""The reminders page: what is ticked, and what cannot be."""

import pytest

from finance_portal.pages.reminders import views
from finance_portal.services.reminder_choices import DAYS_BEFORE, Reminders
from finance_portal.ui.forms import FormRefused


def shown(**changes):
    usual = {"by_email": True, "by_text": False, "days_before": 3, "email": "a•••a@e.com"}
    phone = {"phone": "(•••) •••-0101", "has_agreed": True}
    return views.view(Reminders(**usual | phone | changes))


def test_each_way_says_where_it_goes():
    view = shown()

    assert view.email.note == "a•••a@e.com"
    assert view.text.note.startswith("(•••) •••-0101. ")
    assert not view.is_off


def test_without_agreeing_texts_cannot_be_chosen_and_it_says_where_to():
    text = shown(has_agreed=False).text

    assert not text.is_there
    assert "Preferences" in text.note


def test_without_a_number_texts_cannot_be_chosen_and_it_says_what_to_do():
    text = shown(phone="", has_agreed=False).text

    assert not text.is_there
    assert "under Security" in text.note


@pytest.mark.parametrize("changes", [{"by_email": False}, {"email": ""}])
def test_it_is_off_when_nothing_can_come(changes):
    assert shown(**changes).is_off


@pytest.mark.parametrize("days", DAYS_BEFORE)
def test_the_days_that_are_offered_can_be_read(days):
    assert views.days_in({"days": str(days)}) == days


@pytest.mark.parametrize("form", [{}, {"days": "4"}, {"days": "three"}])
def test_other_days_are_refused(form):
    with pytest.raises(FormRefused):
        views.days_in(form)
