"""What borrowers are told while they register, recover, or add a contract: words only."""

from datetime import datetime
from zoneinfo import ZoneInfo

from finance_portal.notices import browsers
from finance_portal.notices.security import LONGEST_SENDER, Place
from finance_portal.notices.wording import Link, Wording, for_text, named
from finance_portal.settings import settings

BRAND = settings.brand
SIGN_IN = Link(words="Sign in", url=f"{settings.public_origin}/sign-in")

IGNORE = (
    "If you did not ask for this, you need not do anything: without the code nobody gets any "
    "further. Never tell it to anybody. We never ask for it, not by phone either."
)
NOT_YOU = f"If this was not you, call us at once at {BRAND.support_phone}."
HELD = (
    "For your safety, bank accounts, cards, autopay and contact details cannot be changed until "
    "{until}. You can pay with the methods that you have."
)


def registration_code(code: str) -> Wording:
    """Send the code that finishes a registration."""
    return _code(code, "Your code to register", "You are registering for the borrower portal.")


def recovery_code(code: str) -> Wording:
    """Send the code that begins a new password."""
    return _code(code, "Your code for a new password", "You asked for a new password.")


def factors_code(code: str) -> Wording:
    """Send the code that proves a borrower who has lost their second factor."""
    why = "You told us that you can no longer confirm your sign-in the usual way."
    return _code(code, "Your code to sign in again", why)


def contract_code(code: str) -> Wording:
    """Send the code that adds a contract to somebody's sign-in."""
    why = "Somebody, we hope you, is adding your contract to their sign-in of the borrower portal."
    return _code(code, "Your code to add a contract", why)


def registered_already() -> Wording:
    """Tell a registered borrower that somebody tried to register their contract again (R4)."""
    return Wording(
        "You are registered already",
        (
            (
                "Somebody, perhaps you, tried to register your contract for the borrower portal. "
                "You have a sign-in already, so nothing was changed."
            ),
            "If you forgot your user name or your password, the sign-in page leads you back in.",
            NOT_YOU,
        ),
        text=_text("You are registered already. Forgot how? The sign-in page leads you back in."),
        link=SIGN_IN,
    )


def registration_tried() -> Wording:
    """Tell a borrower that somebody keeps trying to register their contract (case 20)."""
    return Wording(
        "Somebody tried to register your contract",
        (
            (
                "Somebody tried several times to register your contract for the borrower portal. "
                "We have stopped further tries for a while. Nothing was changed."
            ),
            (
                f"If it was you and no code came, call us: {BRAND.support_phone}, "
                f"{BRAND.support_hours}. We help you in."
            ),
        ),
        text=_text(f"Somebody tried to register your contract. Not you? Call {_phone()}."),
    )


def registered(user_name: str, *, client: Place, at: datetime) -> Wording:
    """Welcome a borrower who has just registered."""
    return Wording(
        "You are registered",
        (
            f"Your sign-in was set up on {_when(at)}: {_where(client)}.",
            f"Your user name is {user_name}.",
            NOT_YOU,
        ),
        text=_text(f"You are registered. Not you? Call {_phone()}."),
        link=SIGN_IN,
    )


def user_names(names: list[str]) -> Wording:
    """Remind somebody of their user name, or of all that go with the same contact."""
    listed = " and ".join(names)
    said = f"Your user name is {listed}." if len(names) == 1 else f"The user names are {listed}."
    return Wording(
        "Your user name",
        (said, "You asked us for it on the sign-in page. If you did not, all is well."),
        text=_text(said),
        link=SIGN_IN,
    )


def password_recovered(*, client: Place, at: datetime, held_until: datetime | None) -> Wording:
    """Tell that a forgotten password was replaced, and that everything else was signed out."""
    return Wording(
        "Your password was changed",
        (
            f"A new password was set on {_when(at)}: {_where(client)}.",
            "Every other device was signed out, and no device is trusted any more.",
            *_held(held_until),
            NOT_YOU,
        ),
        text=_text(f"Your password was changed. Not you? Call {_phone()}."),
    )


def factors_removed(*, client: Place, at: datetime, held_until: datetime | None) -> Wording:
    """Tell that the second factors of a login were removed because they were lost."""
    return Wording(
        "Your ways to confirm a sign-in were removed",
        (
            (
                "Somebody who knows your password and your contract said on "
                f"{_when(at)} that they lost your other ways to sign in: {_where(client)}."
            ),
            (
                "We removed the authenticator apps, passkeys and recovery codes, and signed out "
                "every other device."
            ),
            *_held(held_until),
            NOT_YOU,
        ),
        text=_text(f"Your ways to confirm a sign-in were removed. Not you? Call {_phone()}."),
    )


def contract_added(vehicle: str, *, client: Place, at: datetime) -> Wording:
    """Tell that a further contract opens with a sign-in."""
    what = f"The contract for your {named(vehicle)} now opens with your sign-in"
    return Wording(
        "A contract was added",
        (f"{what}. It was added on {_when(at)}: {_where(client)}.", NOT_YOU),
        text=_text(f"A contract was added to your sign-in. Not you? Call {_phone()}."),
    )


def _code(code: str, subject: str, why: str) -> Wording:
    return Wording(
        subject,
        (f"{why} Type this code where you were asked for it. It works for 10 minutes.", IGNORE),
        text=_text(f"{code} is your code, for 10 minutes. Tell it to nobody: we never ask for it."),
        code=code,
    )


def _held(until: datetime | None) -> tuple[str, ...]:
    return () if until is None else (HELD.format(until=_when(until)),)


def _where(client: Place) -> str:
    return f"{named(browsers.in_words(client.user_agent))}, from the address {client.ip}"


def _when(at: datetime) -> str:
    here = at.astimezone(ZoneInfo(settings.time_zone))
    return f"{here:%B} {here.day}, {here.year} at {here:%I:%M %p %Z}".replace(" 0", " ")


def _phone() -> str:
    return BRAND.support_phone


def _text(words: str) -> str:
    return for_text(f"{for_text(BRAND.name, LONGEST_SENDER)}: {words}")
