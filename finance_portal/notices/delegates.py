"""What people are told when a contract is shared: who is invited, who gave it, who has it."""

from dataclasses import dataclass
from datetime import date, datetime

from finance_portal.language import long_day, moment, say
from finance_portal.notices.wording import Link, Wording, for_text, named, notice
from finance_portal.settings import settings

BRAND = settings.brand


@dataclass(frozen=True, kw_only=True)
class Shared:
    """What is told of an access: whose contract, who may do what, and until when."""

    giver: str
    name: str  # of whoever is let in, as the giver calls them
    vehicle: str
    number: str  # masked
    may_pay: bool
    may_see_documents: bool
    through_on: date


@notice
def invitation(told: Shared, *, link: str) -> Wording:
    """Invite somebody; the link works once, for 72 hours."""
    return Wording(
        say("{giver} invites you to help with a contract", giver=named(told.giver)),
        (
            say(
                "{giver} wants to give you access to one contract: {vehicle}, {number}.",
                giver=named(told.giver),
                vehicle=told.vehicle,
                number=told.number,
            ),
            f"{rights_of_yours(told)} {until(told)}",
            say(
                "You sign in with a user name and a password of your own. Nobody will ask you for "
                "theirs, and you should never use it."
            ),
            say(
                "The link works once, for 72 hours. If you do not know {giver}, do nothing and "
                "nobody gets any access.",
                giver=named(told.giver),
            ),
        ),
        link=Link(words=say("Look at the invitation"), url=link),
    )


@notice
def access_offered(told: Shared) -> Wording:
    """Tell everybody who is bound that somebody was invited."""
    return _told(
        say("Somebody was invited to your contract"),
        say("{name} was invited to your contract {number}.", **_who(told)),
        told,
        text=say("Somebody was invited to look at your contract. Not you? Call us at once."),
    )


@notice
def access_taken(told: Shared) -> Wording:
    """Tell everybody who is bound that the invitation was accepted."""
    return _told(
        say("Your invitation was accepted"),
        say("{name} has access to your contract {number} from now on.", **_who(told)),
        told,
        text=say("The invitation to your contract was accepted. Not expected? Call us at once."),
    )


@notice
def access_changed(told: Shared) -> Wording:
    """Tell everybody who is bound that somebody may do something else from now on."""
    return _told(
        say("An access to your contract was changed"),
        say("What {name} may do with your contract {number} was changed.", **_who(told)),
        told,
        text=say("What somebody may do with your contract was changed. Not you? Call us at once."),
    )


@notice
def access_ended(told: Shared) -> Wording:
    """Tell everybody who is bound that an access is over."""
    return Wording(
        say("An access to your contract has ended"),
        (
            say("{name} has no access to your contract {number} any more.", **_who(told)),
            say("Payments that were on their way are not affected."),
        ),
        link=_sign_in("access-log"),
    )


@notice
def your_access_taken(told: Shared) -> Wording:
    """Tell whoever has accepted what they may do."""
    return Wording(
        say("You have access to a contract"),
        (
            say("You look at the contract {number} of {giver}.", **_who(told)),
            f"{rights_of_yours(told)} {until(told)}",
            say("Each page that you open is written down, and {giver} can see it.", **_who(told)),
        ),
        link=_sign_in("overview"),
    )


@notice
def your_access_changed(told: Shared) -> Wording:
    """Tell whoever has an access that it is another one now."""
    return Wording(
        say("Your access to a contract was changed"),
        (
            say("{giver} changed what you may do with the contract {number}.", **_who(told)),
            f"{rights_of_yours(told)} {until(told)}",
        ),
        link=_sign_in("overview"),
    )


@notice
def your_access_ended(told: Shared) -> Wording:
    """Tell whoever had an access that it is over."""
    return Wording(
        say("Your access to a contract has ended"),
        (
            say("You can no longer see the contract {number} of {giver}.", **_who(told)),
            say("Your own sign-in stays as it is."),
        ),
    )


@notice
def paid_for_you(*, name: str, amount: str, number: str, ref: str) -> Wording:
    """Tell everybody who is bound that somebody with access has paid."""
    return Wording(
        say("{name} paid {amount} on your contract", name=named(name), amount=amount),
        (
            say(
                "{name} made a payment of {amount} on your contract {number}, with an account of "
                "their own. Its confirmation number is {ref}.",
                name=named(name),
                amount=amount,
                number=number,
                ref=ref,
            ),
        ),
        link=_sign_in("history"),
    )


@notice
def quote_link_made(*, recipient: str, through_on: date, at: datetime) -> Wording:
    """Tell whoever made a link to a quote, or in whose name somebody did."""
    return Wording(
        say("A link to your quote was made"),
        (
            say(
                "On {at} a link to one quote was made for {recipient}. Whoever has it sees the "
                "amount until {day}, and nothing else.",
                at=moment(at),
                recipient=named(recipient),
                day=long_day(through_on),
            ),
            say("You can take it back at any time, under People with access."),
            _not_you(),
        ),
        text=_text(say("A link to a quote of your contract was made. Not you? Call us at once.")),
        link=_sign_in("delegates"),
    )


def rights_in_words(told: Shared) -> str:
    """Return what somebody may do, in one sentence."""
    match told.may_pay, told.may_see_documents:
        case True, True:
            return say(
                "They may see the figures and the documents, and pay from their own account."
            )
        case True, False:
            return say("They may see the figures, and pay from an account of their own.")
        case False, True:
            return say("They may see the figures, the history and the documents. They cannot pay.")
        case _:
            return say("They may see the figures and the history, and nothing else.")


def rights_of_yours(told: Shared) -> str:
    """Return what whoever is written to may do, in one sentence."""
    match told.may_pay, told.may_see_documents:
        case True, True:
            return say("You may see the figures and the documents, and pay from your own account.")
        case True, False:
            return say("You may see the figures, and pay from an account of your own.")
        case False, True:
            return say("You may see the figures, the history and the documents. You cannot pay.")
        case _:
            return say("You may see the figures and the history, and nothing else.")


def until(told: Shared) -> str:
    """Return until when, in one sentence."""
    return say("The access ends by itself after {day}.", day=long_day(told.through_on))


def _told(subject: str, first: str, told: Shared, *, text: str) -> Wording:
    return Wording(
        subject,
        (
            first,
            f"{rights_in_words(told)} {until(told)}",
            say("You can change or end it at any time, under People with access."),
            _not_you(),
        ),
        text=_text(text),
        link=_sign_in("delegates"),
    )


def _who(told: Shared) -> dict[str, str]:
    return {"name": named(told.name), "giver": named(told.giver), "number": told.number}


def _not_you() -> str:
    return say("If this was not you, call us at once at {phone}.", phone=BRAND.support_phone)


def _sign_in(page: str) -> Link:
    return Link(words=say("Sign in"), url=f"{settings.public_origin}/{page}")


def _text(words: str) -> str:
    return for_text(f"{BRAND.name}: {words}")
