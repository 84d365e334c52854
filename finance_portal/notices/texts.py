"""What is said by text about texts themselves, and the words by which somebody agrees to them."""

from finance_portal.language import say, sentence
from finance_portal.notices.wording import Wording, for_text, notice
from finance_portal.settings import settings

VERSION = "2026-11"
LONGEST_SENDER = 30
CONSENT = sentence(
    "I agree that {lender} sends account alerts and payment reminders by text message to {phone},"
    " also by automated means. How many depends on my account, about 10 a month. Message and data"
    " rates may apply. I do not have to agree to this to get or keep a loan or a lease, and no"
    " advertising is sent. I can end this at any time: on this page, by answering STOP to any text,"
    " or by telling {lender} in any other way. HELP gets help."
)


def consent_words(phone: str) -> str:
    """Return exactly what somebody agrees to; `phone` as they see it."""
    return say(CONSENT, lender=settings.brand.legal_entity, phone=phone)


@notice
def texts_code(code: str) -> Wording:
    """Send the code that shows whose the number is, before the first alert goes there."""
    return Wording(
        say("Your code for text messages"),
        (say("With this code you agree to text messages from us."),),
        text=for_text(
            say(
                "{sender}: {code} is your code for text messages. We never ask for it by phone.",
                sender=_sender(),
                code=code,
            )
        ),
        code=code,
    )


@notice
def texts_begun() -> Wording:
    """Confirm, once, that texts begin."""
    return Wording(
        say("Text messages are on"),
        (say("You agreed to text messages from us."),),
        text=for_text(
            say(
                "{sender}: account alerts are on, about 10 a month. Msg & data rates may apply."
                " Reply HELP for help, STOP to end.",
                sender=_sender(),
            )
        ),
    )


@notice
def texts_stopped() -> Wording:
    """Confirm, once, that texts have ended."""
    return Wording(
        say("Text messages are off"),
        (say("You ended text messages from us."),),
        text=for_text(
            say(
                "{sender}: you get no more texts, only codes you ask for. Reply START to get them"
                " again.",
                sender=_sender(),
            )
        ),
    )


@notice
def texts_help() -> Wording:
    """Answer HELP."""
    return Wording(
        say("Help with text messages"),
        (say("You asked for help by text."),),
        text=for_text(
            say(
                "{sender}: account alerts. Help: {phone}. Msg & data rates may apply. Reply STOP"
                " to end.",
                sender=_sender(),
                phone=settings.brand.support_phone,
            )
        ),
    )


def _sender() -> str:
    return for_text(settings.brand.name, LONGEST_SENDER)
