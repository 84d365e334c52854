"""What the reminders page says: where reminders go, and how long before. Pure."""

from dataclasses import dataclass

from finance_portal.language import say, sentence
from finance_portal.services.reminder_choices import DAYS_BEFORE, Reminders
from finance_portal.ui.forms import FormRefused

DAYS = tuple(str(days) for days in DAYS_BEFORE)
NO_EMAIL = sentence("No e-mail address on file. Add one under Security.")
NO_PHONE = sentence("No confirmed mobile number. Add one under Security.")


@dataclass(frozen=True)
class Choice:
    """One way to be reminded."""

    name: str = ""
    is_on: bool = False
    is_there: bool = False  # there is a contact for it
    note: str = ""


@dataclass(frozen=True)
class View:
    """The form, ready to show."""

    email: Choice = Choice()
    text: Choice = Choice()
    days: str = "3"
    is_off: bool = False


def view(found: Reminders) -> View:
    """Return the form as it was chosen."""
    email = Choice("by_email", found.by_email, bool(found.email), found.email or say(NO_EMAIL))
    text = Choice("by_text", found.by_text, found.has_agreed, _texts(found))
    return View(
        email=email,
        text=text,
        days=str(found.days_before),
        is_off=not (email.is_on and email.is_there) and not (text.is_on and text.is_there),
    )


def days_in(form: dict[str, str]) -> int:
    """Read how many days before. Raises FormRefused."""
    chosen = form.get("days", "")
    if chosen not in DAYS:
        raise FormRefused("form", say("Choose how many days before."))
    return int(chosen)


def is_ticked(form: dict[str, str], name: str) -> bool:
    """Tell whether a box was ticked: browsers send nothing of one that was not."""
    return bool(form.get(name))


def _texts(found: Reminders) -> str:
    if not found.phone:
        return say(NO_PHONE)
    if not found.has_agreed:
        return say("Turn on text messages under Preferences first.")
    return say(
        "{phone}. Your carrier may charge for texts; answer STOP to end them.", phone=found.phone
    )
