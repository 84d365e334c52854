"""What borrowers are told about their sign-in, one function for each thing that can happen to it.

Text messages hold no word that anybody chose, only ours; mails hold names without what could pass
for a code or a telephone number (case 71). `not_me` is the address that takes the change back.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from finance_portal.notices import browsers
from finance_portal.notices.wording import Link, Wording, for_text, named
from finance_portal.settings import settings

LONGEST_SENDER = 30

CONFIRMED: Mapping[str, str] = {
    "methods": "change how you pay",
    "autopay": "change autopay",
    "contact": "change how we reach you",
    "factors": "change how you sign in",
    "reveal": "see a full number",
    "export": "download your data",
    "payoff": "make out a payoff letter to somebody else",
    "agreements": "sign an agreement",
    "delegates": "let somebody look at your contract",
}


class Place(Protocol):
    """Where somebody was when it happened."""

    @property
    def ip(self) -> str:
        """Return the internet address."""

    @property
    def user_agent(self) -> str:
        """Return what the browser said of itself."""


def sign_in_code(code: str) -> Wording:
    """Send the code that confirms a sign-in."""
    return _code(code, "Your code to sign in", "Somebody, we hope you, is signing in.")


def confirm_code(code: str, purpose: str) -> Wording:
    """Send the code that confirms one purpose of a step-up, and say which."""
    doing = CONFIRMED[purpose]
    return _code(code, f"Your code to {doing}", f"With this code you can {doing}.", doing)


def contact_code(code: str) -> Wording:
    """Send the code that proves a new mail address or telephone number."""
    return _code(
        code,
        "Your code to confirm this contact",
        "Somebody, we hope you, wants us to reach them here.",
        "confirm this contact",
    )


def signed_in_somewhere_new(*, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell of a sign-in from where there was none lately."""
    return _told("A sign-in from a new place", "Somebody signed in", client, at, not_me)


def sign_ins_refused(*, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell that somebody keeps trying to sign in, and cannot (case 34)."""
    return _told(
        "Somebody tried to sign in",
        "Somebody tried to sign in many times and did not get in",
        client,
        at,
        not_me,
        more="You can still sign in as always. Nothing was changed.",
        text="Somebody tried to sign in many times and did not get in.",
    )


def password_changed(*, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell that the password was changed by somebody who knew the old one."""
    return _told("Your password was changed", "Your password was changed", client, at, not_me)


def user_name_changed(user_name: str, *, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell that the user name was changed, and to what."""
    return _told(
        "Your user name was changed",
        "Your user name was changed",
        client,
        at,
        not_me,
        more=f"Your new user name is {user_name}.",
    )


def email_changed(masked: str, *, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell, at the old and at the new address, that the sign-in's address was changed."""
    return _told(
        "Your e-mail address was changed",
        "The e-mail address of your sign-in was changed",
        client,
        at,
        not_me,
        more=f"Codes and notices now go to {masked}.",
    )


def phone_changed(masked: str, *, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell, at the old and at the new number, that the sign-in's telephone number was changed."""
    return _told(
        "Your phone number was changed",
        "The phone number of your sign-in was changed",
        client,
        at,
        not_me,
        more=f"Codes by text now go to {masked}.",
    )


def authenticator_added(*, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell that an authenticator app was added."""
    what = "An authenticator app was added to your sign-in"
    return _told("An authenticator app was added", what, client, at, not_me)


def authenticator_removed(*, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell that an authenticator app was removed."""
    what = "An authenticator app was removed from your sign-in"
    return _told("An authenticator app was removed", what, client, at, not_me)


def passkey_added(name: str, *, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell that a passkey was added, by the name that its owner gave it."""
    what = "A passkey was added to your sign-in"
    return _told("A passkey was added", what, client, at, not_me, more=_called(name))


def passkey_removed(name: str, *, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell that a passkey was removed, by the name that its owner gave it."""
    what = "A passkey was removed from your sign-in"
    return _told("A passkey was removed", what, client, at, not_me, more=_called(name))


def recovery_codes_made(*, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell that new recovery codes were made, and that the old ones are void."""
    return _told(
        "New recovery codes were made",
        "New recovery codes were made for your sign-in",
        client,
        at,
        not_me,
        more="Recovery codes from before no longer work.",
    )


def recovery_code_used(left: int, *, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell that a recovery code was used (Q1), and how many are left."""
    return _told(
        "A recovery code was used",
        "Somebody signed in with one of your recovery codes",
        client,
        at,
        not_me,
        more=f"{left} of them are left. You can make new ones on the security page.",
    )


def device_trusted(*, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell that a browser needs no second factor for 30 days."""
    return _told(
        "A browser is now trusted",
        "A browser was marked as trusted",
        client,
        at,
        not_me,
        more="For 30 days it needs only your password. You can end that on the security page.",
    )


def number_revealed(*, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell that a full account number was shown."""
    what = "The full number of your account was shown"
    return _told("Your account number was shown", what, client, at, not_me)


def sign_in_frozen(*, at: datetime) -> Wording:
    """Confirm that the sign-in is frozen, and say what comes next."""
    brand = settings.brand
    return Wording(
        "Your sign-in is frozen",
        (
            (
                f"You told us that something was not you. On {_when(at)} we signed out every "
                "device and froze your sign-in. Nobody gets in with your password now."
            ),
            (
                "To get back in, choose Trouble signing in and prove who you are. A person here "
                f"looks at what happened. Questions: {brand.support_phone}, {brand.support_hours}."
            ),
        ),
        text=_text("Your sign-in is frozen and every device was signed out, as you asked."),
        link=Link(words="Trouble signing in", url=f"{settings.public_origin}/trouble"),
    )


def _told(
    subject: str,
    what: str,
    client: Place,
    at: datetime,
    not_me: str,
    *,
    more: str = "",
    text: str = "",
) -> Wording:
    phone = settings.brand.support_phone
    where = f"{named(browsers.in_words(client.user_agent))}, from the address {client.ip}"
    way_back = "follow the link below" if not_me else f"call us at once at {phone}"
    paragraphs = (
        f"{what} on {_when(at)}: {where}.",
        more,
        f"If this was you, all is well. If it was not, {way_back}.",
    )
    return Wording(
        subject,
        tuple(paragraph for paragraph in paragraphs if paragraph),
        text=_text(f"{text or f'{what}.'} Not you? Call {phone}."),
        link=Link(words="This wasn't me", url=not_me) if not_me else None,
    )


def _code(code: str, subject: str, why: str, doing: str = "sign in") -> Wording:
    return Wording(
        subject,
        (
            f"{why} Type this code where you were asked for it. It works for 10 minutes.",
            (
                "Never tell it to anybody. We never ask for it, not by phone either. If it was not "
                "you, you need not do anything: without the code nobody gets any further."
            ),
        ),
        text=_text(f"{code} is your code to {doing}, for 10 minutes. Tell it to nobody."),
        code=code,
    )


def _called(name: str) -> str:
    return f"It is called {named(name)}." if named(name) else ""


def _when(at: datetime) -> str:
    here = at.astimezone(ZoneInfo(settings.time_zone))
    return f"{here:%B} {here.day}, {here.year} at {here:%I:%M %p %Z}".replace(" 0", " ")


def _text(words: str) -> str:
    return for_text(f"{for_text(settings.brand.name, LONGEST_SENDER)}: {words}")
