"""What borrowers are told of their data: that it was asked for, is ready, is read, or is erased."""

from datetime import datetime
from zoneinfo import ZoneInfo

from finance_portal.language import moment, say, sentence
from finance_portal.notices.places import Place
from finance_portal.notices.wording import Link, Wording, for_text, notice
from finance_portal.settings import settings

TOO_MANY = sentence("You have made ten copies today. Please come back tomorrow for the next one.")


@notice
def export_asked(*, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell that somebody has asked for everything that is known of them."""
    return Wording(
        say("A copy of your data was asked for"),
        (
            say(
                "On {when} somebody who confirmed to be you asked for a copy of all your data,"
                " from the address {address}.",
                when=_when(at),
                address=client.ip,
            ),
            say("If this was you, all is well. If it was not, follow the link below at once."),
        ),
        text=_text(say("A copy of your data was asked for. Not you? Call us at once.")),
        link=Link(words=say("This wasn't me"), url=not_me) if not_me else None,
    )


@notice
def export_ready(*, expires_at: datetime) -> Wording:
    """Tell that the copy can be fetched, and until when."""
    return Wording(
        say("Your data is ready"),
        (
            say("The copy of your data that you asked for is ready."),
            say(
                "Fetch it by {when}. Then we remove it; you can ask again.", when=_when(expires_at)
            ),
            say("You sign in and confirm that it is you, as when you asked for it."),
        ),
        text=_text(say("The copy of your data is ready. Sign in to fetch it.")),
        link=Link(words=say("Your data"), url=f"{settings.public_origin}/your-data"),
    )


@notice
def calendar_shared(*, client: Place, at: datetime, not_me: str = "") -> Wording:
    """Tell that a secret address of the calendar was made."""
    return Wording(
        say("A calendar link was made"),
        (
            say(
                "On {when} a secret link to a calendar of your due dates was made, from the"
                " address {address}.",
                when=_when(at),
                address=client.ip,
            ),
            say("Whoever has it sees what is due and when, and nothing else. You can end it."),
            say("If this was you, all is well. If it was not, follow the link below at once."),
        ),
        text=_text(say("A link to your calendar was made. Not you? Call us at once.")),
        link=Link(words=say("This wasn't me"), url=not_me) if not_me else None,
    )


def _when(at: datetime) -> str:
    return moment(at, ZoneInfo(settings.time_zone))


def _text(words: str) -> str:
    return for_text(f"{settings.brand.name}: {words}")
