"""What borrowers are told while they register, recover, or add a contract: words only."""

from datetime import datetime

from finance_portal.language import (
    listed,
    say,
    sentence,
)
from finance_portal.notices.places import Place, where
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

BRAND = settings.brand
SIGN_IN = Link(words=sentence("Sign in"), url=f"{settings.public_origin}/sign-in")

IGNORE = sentence(
    "If you did not ask for this, you need not do anything: without the code nobody gets "
    "any further. Never tell it to anybody. We never ask for it, not by phone either."
)
HELD = sentence(
    "For your safety, bank accounts, cards, autopay and contact details cannot be "
    "changed until {until}. You can pay with the methods that you have."
)


@notice
def registration_code(code: str) -> Wording:
    """Send the code that finishes a registration."""
    return _code(
        code, say("Your code to register"), say("You are registering for the borrower portal.")
    )


@notice
def recovery_code(code: str) -> Wording:
    """Send the code that begins a new password."""
    return _code(code, say("Your code for a new password"), say("You asked for a new password."))


@notice
def factors_code(code: str) -> Wording:
    """Send the code that proves a borrower who has lost their second factor."""
    why = say("You told us that you can no longer confirm your sign-in the usual way.")
    return _code(code, say("Your code to sign in again"), why)


@notice
def contract_code(code: str) -> Wording:
    """Send the code that adds a contract to somebody's sign-in."""
    why = say(
        "Somebody, we hope you, is adding your contract to their sign-in of the borrower portal."
    )
    return _code(code, say("Your code to add a contract"), why)


@notice
def registered_already() -> Wording:
    """Tell a registered borrower that somebody tried to register their contract again (R4)."""
    return Wording(
        say("You are registered already"),
        (
            say(
                "Somebody, perhaps you, tried to register your contract for the borrower "
                "portal. You have a sign-in already, so nothing was changed."
            ),
            say(
                "If you forgot your user name or your password, the sign-in page leads you back in."
            ),
            _not_you(),
        ),
        text=from_us(
            say("You are registered already. Forgot how? The sign-in page leads you back in.")
        ),
        link=SIGN_IN,
    )


@notice
def registration_tried() -> Wording:
    """Tell a borrower that somebody keeps trying to register their contract (case 20)."""
    return Wording(
        say("Somebody tried to register your contract"),
        (
            say(
                "Somebody tried several times to register your contract for the borrower "
                "portal. We have stopped further tries for a while. Nothing was changed."
            ),
            say(
                "If it was you and no code came, call us: {phone}, {hours}. We help you in.",
                phone=BRAND.support_phone,
                hours=say(BRAND.support_hours),
            ),
        ),
        text=from_us(
            say("Somebody tried to register your contract. Not you? Call {phone}.", phone=_phone())
        ),
    )


@notice
def registered(user_name: str, *, client: Place, at: datetime) -> Wording:
    """Welcome a borrower who has just registered."""
    return Wording(
        say("You are registered"),
        (
            say(
                "Your sign-in was set up on {when}: {where}.",
                when=when(at),
                where=where(client),
            ),
            say("Your user name is {user_name}.", user_name=user_name),
            _not_you(),
        ),
        text=from_us(say("You are registered. Not you? Call {phone}.", phone=_phone())),
        link=SIGN_IN,
    )


@notice
def user_names(names: list[str]) -> Wording:
    """Remind somebody of their user name, or of all that go with the same contact."""
    said = say("The user names are {user_names}.", user_names=listed(names))
    if len(names) == 1:
        said = say("Your user name is {user_name}.", user_name=names[0])
    return Wording(
        say("Your user name"),
        (said, say("You asked us for it on the sign-in page. If you did not, all is well.")),
        text=from_us(said),
        link=SIGN_IN,
    )


@notice
def password_recovered(*, client: Place, at: datetime, held_until: datetime | None) -> Wording:
    """Tell that a forgotten password was replaced, and that everything else was signed out."""
    return Wording(
        say("Your password was changed"),
        (
            say("A new password was set on {when}: {where}.", when=when(at), where=where(client)),
            say("Every other device was signed out, and no device is trusted any more."),
            *_held(held_until),
            _not_you(),
        ),
        text=from_us(say("Your password was changed. Not you? Call {phone}.", phone=_phone())),
    )


@notice
def factors_removed(*, client: Place, at: datetime, held_until: datetime | None) -> Wording:
    """Tell that the second factors of a login were removed because they were lost."""
    return Wording(
        say("Your ways to confirm a sign-in were removed"),
        (
            say(
                "Somebody who knows your password and your contract said on {when} that "
                "they lost your other ways to sign in: {where}.",
                when=when(at),
                where=where(client),
            ),
            say(
                "We removed the authenticator apps, passkeys and recovery codes, and "
                "signed out every other device."
            ),
            *_held(held_until),
            _not_you(),
        ),
        text=from_us(
            say(
                "Your ways to confirm a sign-in were removed. Not you? Call {phone}.",
                phone=_phone(),
            )
        ),
    )


@notice
def contract_added(vehicle: str, *, client: Place, at: datetime) -> Wording:
    """Tell that a further contract opens with a sign-in."""
    added = say(
        "The contract for your {vehicle} now opens with your sign-in. It was added on {when}:"
        " {where}.",
        vehicle=named(vehicle),
        when=when(at),
        where=where(client),
    )
    return Wording(
        say("A contract was added"),
        (added, _not_you()),
        text=from_us(
            say("A contract was added to your sign-in. Not you? Call {phone}.", phone=_phone())
        ),
    )


def _code(code: str, subject: str, why: str) -> Wording:
    return Wording(
        subject,
        (
            together(
                why,
                say("Type this code where you were asked for it. It works for 10 minutes."),
            ),
            say(IGNORE),
        ),
        text=from_us(
            say(
                "{code} is your code, for 10 minutes. Tell it to nobody: we never ask for it.",
                code=code,
            )
        ),
        code=code,
    )


def _held(until: datetime | None) -> tuple[str, ...]:
    return () if until is None else (say(HELD, until=when(until)),)


def _not_you() -> str:
    return say("If this was not you, call us at once at {phone}.", phone=_phone())


def _phone() -> str:
    return BRAND.support_phone
