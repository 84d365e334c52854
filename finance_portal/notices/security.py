"""What borrowers are told about their sign-in, one function for each thing that can happen to it.

Text messages hold no word that anybody chose, only ours; mails hold names without what could pass
for a code or a telephone number (case 71). `not_me` is the address that takes the change back.
"""

from collections.abc import Mapping
from datetime import datetime

from finance_portal.language import (
    say,
    sentence,
)
from finance_portal.notices.places import Place, way_back, where
from finance_portal.notices.wording import (
    Link,
    Wording,
    from_us,
    named,
    notice,
    together,
    when,
)
from finance_portal.settings import settings

CONFIRMED: Mapping[str, str] = {
    "methods": sentence("change how you pay"),
    "autopay": sentence("change autopay"),
    "contact": sentence("change how we reach you"),
    "factors": sentence("change how you sign in"),
    "reveal": sentence("see a full number"),
    "export": sentence("download your data"),
    "payoff": sentence("make out a payoff letter to somebody else"),
    "agreements": sentence("sign an agreement"),
    "delegates": sentence("let somebody look at your contract"),
}


@notice
def sign_in_code(code: str) -> Wording:
    """Send the code that confirms a sign-in."""
    return _code(code, say("Your code to sign in"), say("Somebody, we hope you, is signing in."))


@notice
def confirm_code(code: str, purpose: str) -> Wording:
    """Send the code that confirms one purpose of a step-up, and say which."""
    doing = say(CONFIRMED[purpose])
    return _code(
        code,
        say("Your code to {doing}", doing=doing),
        say("With this code you can {doing}.", doing=doing),
        doing,
    )


@notice
def contact_code(code: str) -> Wording:
    """Send the code that proves a new mail address or telephone number."""
    return _code(
        code,
        say("Your code to confirm this contact"),
        say("Somebody, we hope you, wants us to reach them here."),
        say("confirm this contact"),
    )


@notice
def signed_in_somewhere_new(*, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell of a sign-in from where there was none lately."""
    return _told(say("A sign-in from a new place"), say("Somebody signed in"), client, at, not_me)


@notice
def sign_ins_refused(*, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell that somebody keeps trying to sign in, and cannot (case 34)."""
    return _told(
        say("Somebody tried to sign in"),
        say("Somebody tried to sign in many times and did not get in"),
        client,
        at,
        not_me,
        more=say("You can still sign in as always. Nothing was changed."),
        text=say("Somebody tried to sign in many times and did not get in."),
    )


@notice
def password_changed(*, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell that the password was changed by somebody who knew the old one."""
    return _told(
        say("Your password was changed"), say("Your password was changed"), client, at, not_me
    )


@notice
def user_name_changed(user_name: str, *, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell that the user name was changed, and to what."""
    return _told(
        say("Your user name was changed"),
        say("Your user name was changed"),
        client,
        at,
        not_me,
        more=say("Your new user name is {user_name}.", user_name=user_name),
    )


@notice
def email_changed(masked: str, *, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell, at the old and at the new address, that the sign-in's address was changed."""
    return _told(
        say("Your e-mail address was changed"),
        say("The e-mail address of your sign-in was changed"),
        client,
        at,
        not_me,
        more=say("Codes and notices now go to {masked}.", masked=masked),
    )


@notice
def phone_changed(masked: str, *, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell, at the old and at the new number, that the sign-in's telephone number was changed."""
    return _told(
        say("Your phone number was changed"),
        say("The phone number of your sign-in was changed"),
        client,
        at,
        not_me,
        more=say("Codes by text now go to {masked}.", masked=masked),
    )


@notice
def authenticator_added(*, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell that an authenticator app was added."""
    what = say("An authenticator app was added to your sign-in")
    return _told(say("An authenticator app was added"), what, client, at, not_me)


@notice
def authenticator_removed(*, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell that an authenticator app was removed."""
    what = say("An authenticator app was removed from your sign-in")
    return _told(say("An authenticator app was removed"), what, client, at, not_me)


@notice
def passkey_added(name: str, *, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell that a passkey was added, by the name that its owner gave it."""
    what = say("A passkey was added to your sign-in")
    return _told(say("A passkey was added"), what, client, at, not_me, more=_called(name))


@notice
def passkey_removed(name: str, *, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell that a passkey was removed, by the name that its owner gave it."""
    what = say("A passkey was removed from your sign-in")
    return _told(say("A passkey was removed"), what, client, at, not_me, more=_called(name))


@notice
def recovery_codes_made(*, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell that new recovery codes were made, and that the old ones are void."""
    return _told(
        say("New recovery codes were made"),
        say("New recovery codes were made for your sign-in"),
        client,
        at,
        not_me,
        more=say("Recovery codes from before no longer work."),
    )


@notice
def recovery_code_used(left: int, *, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell that a recovery code was used (Q1), and how many are left."""
    return _told(
        say("A recovery code was used"),
        say("Somebody signed in with one of your recovery codes"),
        client,
        at,
        not_me,
        more=say("{left} of them are left. You can make new ones on the security page.", left=left),
    )


@notice
def device_trusted(*, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell that a browser needs no second factor for 30 days."""
    return _told(
        say("A browser is now trusted"),
        say("A browser was marked as trusted"),
        client,
        at,
        not_me,
        more=say("For 30 days it needs only your password. You can end that on the security page."),
    )


@notice
def number_revealed(*, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell that a full account number was shown."""
    what = say("The full number of your account was shown")
    return _told(say("Your account number was shown"), what, client, at, not_me)


@notice
def sign_in_frozen(*, at: datetime) -> Wording:
    """Confirm that the sign-in is frozen, and say what comes next."""
    brand = settings.brand
    return Wording(
        say("Your sign-in is frozen"),
        (
            say(
                "You told us that something was not you. On {when} we signed out every "
                "device and froze your sign-in. Nobody gets in with your password now.",
                when=when(at),
            ),
            say(
                "To get back in, choose Trouble signing in and prove who you are. A "
                "person here looks at what happened. Questions: {phone}, {hours}.",
                phone=brand.support_phone,
                hours=say(brand.support_hours),
            ),
        ),
        text=from_us(say("Your sign-in is frozen and every device was signed out, as you asked.")),
        link=Link(words=sentence("Trouble signing in"), url=f"{settings.public_origin}/trouble"),
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
    told = say("{what} on {when}: {where}.", what=what, when=when(at), where=where(client))
    said = text or say("{what}.", what=what)
    return Wording(
        subject,
        tuple(paragraph for paragraph in (told, more, way_back(not_me)) if paragraph),
        text=from_us(together(said, say("Not you? Call {phone}.", phone=phone))),
        link=Link(words=sentence("This wasn't me"), url=not_me) if not_me else None,
    )


def _code(code: str, subject: str, why: str, doing: str = "") -> Wording:
    return Wording(
        subject,
        (
            together(
                why,
                say("Type this code where you were asked for it. It works for 10 minutes."),
            ),
            say(
                "Never tell it to anybody. We never ask for it, not by phone either. If "
                "it was not you, you need not do anything: without the code nobody gets "
                "any further."
            ),
        ),
        text=from_us(
            say(
                "{code} is your code to {doing}, for 10 minutes. Tell it to nobody.",
                code=code,
                doing=doing or say("sign in"),
            )
        ),
        code=code,
    )


def _called(name: str) -> str:
    return say("It is called {name}.", name=named(name)) if named(name) else ""
