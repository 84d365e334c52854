"""What borrowers are told about their profile: that something changed, never what it is now.

Whoever reads it at the old place is not told the new one. `not_me` is the address that objects.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from finance_portal.language import moment, say, zone_of
from finance_portal.notices import browsers
from finance_portal.notices.places import Place
from finance_portal.notices.wording import LONGEST_SENDER, Link, Wording, for_text, named, notice
from finance_portal.settings import settings


@notice
def mailing_changed(*, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell that mail goes to another address; it is printed for both of them, too."""
    return _told(
        say("Your mailing address was changed"),
        client,
        at,
        not_me,
        say(
            "We send letters to the new address from now on. For your protection a title, or"
            " anything else of value, is not mailed to it for ten days."
        ),
    )


@notice
def garaging_changed(*, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell that the vehicle is kept somewhere else."""
    return _told(
        say("The address where your vehicle is kept was changed"),
        client,
        at,
        not_me,
        say("If you moved to another state, tell your insurer, and register the vehicle there."),
    )


@notice
def phone_added(*, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell that there is one more number to call."""
    return _told(say("A telephone number was added to your profile"), client, at, not_me)


@notice
def main_phone_changed(*, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell that another number is called first."""
    return _told(say("Your main telephone number was changed"), client, at, not_me)


@notice
def phone_removed(*, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell that a number is called no more; whoever has it hears of it, too."""
    return _told(say("A telephone number was removed from your profile"), client, at, not_me)


@notice
def shown_name_changed(*, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell that the portal calls somebody by another name."""
    return _told(
        say("The name that we call you by was changed"),
        client,
        at,
        not_me,
        say("Your legal name stays as it is on your contract and on all papers."),
    )


@notice
def paperless_given(*, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell that records come electronically from now on."""
    return _told(
        say("You agreed to electronic records"),
        client,
        at,
        not_me,
        say("Statements and notices come here instead of by post. You can take it back any time."),
    )


@notice
def paperless_withdrawn(*, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell that records come by post from now on."""
    return _told(
        say("You get paper from now on"),
        client,
        at,
        not_me,
        say(
            "Statements and notices that are issued from now on come by post, free of charge. What"
            " we sent before stays valid, and everything stays in the portal, too."
        ),
    )


@notice
def privacy_limited(*, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Confirm that a way of sharing is limited."""
    return _told(
        say("You limited how we share"), client, at, not_me, say("Your choice counts at once.")
    )


@notice
def privacy_allowed(*, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Confirm that a way of sharing is allowed again."""
    return _told(
        say("You allowed us to share"), client, at, not_me, say("You can limit it any time.")
    )


NOTICES: Mapping[str, Callable[..., Wording]] = {
    "mailing": mailing_changed,
    "garaging": garaging_changed,
}


def _told(subject: str, client: Place, at: datetime, not_me: str, more: str = "") -> Wording:
    phone = settings.brand.support_phone
    zone = ZoneInfo(settings.time_zone)
    happened = say(
        "This was done on {moment} {zone}: {device}, from the address {ip}.",
        moment=moment(at, zone),
        zone=zone_of(at, zone),
        device=named(browsers.in_words(client.user_agent)),
        ip=client.ip,
    )
    way_back = (
        say("If this was you, all is well. If it was not, follow the link below.")
        if not_me
        else say(
            "If this was you, all is well. If it was not, call us at once at {phone}.", phone=phone
        )
    )
    not_you = say("Not you? Call {phone}.", phone=phone)
    sender = for_text(settings.brand.name, LONGEST_SENDER)
    return Wording(
        subject,
        tuple(words for words in (f"{subject}.", happened, more, way_back) if words),
        text=for_text(f"{sender}: {subject}. {not_you}"),
        link=Link(words=say("This wasn't me"), url=not_me) if not_me else None,
    )
