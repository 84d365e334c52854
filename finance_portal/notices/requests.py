"""What borrowers are told of what they asked for: each step, in the words of the step."""

from datetime import date

from finance_portal.language import day_of_year, say, say_again, sentence
from finance_portal.notices.wording import Link, Wording, for_text, notice
from finance_portal.settings import settings

TITLES = {
    "due_date": sentence("Your new due date"),
    "extension": sentence("Your extension"),
    "hardship": sentence("Your request for help"),
    "promise": sentence("Your promise to pay"),
    "lease_end": sentence("The end of your lease"),
    "lease_extension": sentence("Keeping your leased vehicle longer"),
    "turn_in": sentence("Returning your vehicle"),
    "miles": sentence("Buying miles"),
    "invoice_dispute": sentence("Your objection to the lease-end invoice"),
    "balloon": sentence("Your balloon payment"),
    "scra": sentence("Your rights in military service"),
    "payoff_letter": sentence("A payoff letter for somebody else"),
    "title_question": sentence("Your question about the title"),
    "title_address": sentence("Where your title is sent"),
    "insurance": sentence("Your proof of insurance"),
    "total_loss": sentence("A total loss"),
    "credit_dispute": sentence("Your dispute of what we report"),
    "inspection": sentence("Your lease-end inspection"),
    "name_change": sentence("Your new legal name"),
    "erasure": sentence("Erasing your data"),
    "complaint": sentence("Your complaint"),
    "unauthorized": sentence("What you did not authorize"),
}
"""What a request is called, wherever it is named."""


SEE = Link(words=sentence("See your requests"), url=f"{settings.public_origin}/requests")


@notice
def request_moved(*, kind: str, words: str, reply: str | None) -> Wording:
    """Tell what a request has become."""
    title = say(TITLES[kind])
    told = tuple(each for each in (say_again(words), reply) if each)
    text = f"{settings.brand.name}: {title}. {say_again(words)}"
    return Wording(title, told, text=for_text(text), link=SEE)


@notice
def signature_wanted(*, kind: str, asked_by: str, until: date | str) -> Wording:
    """Ask the other people who are bound by a contract to sign, too."""
    through = day_of_year(until) if isinstance(until, date) else until
    return Wording(
        say("Please sign: {title}", title=say(TITLES[kind])),
        (
            say(
                "{asked_by} has asked for a change of a contract that you are bound by as well.",
                asked_by=asked_by,
            ),
            say(
                "It takes effect when everybody has signed. Please look at it through {until}.",
                until=through,
            ),
            say("If you do not agree, do nothing: it lapses then, and nothing changes."),
        ),
        text=for_text(
            say(
                "{brand}: please sign through {until}: {title}.",
                brand=settings.brand.name,
                until=through,
                title=say(TITLES[kind]),
            )
        ),
        link=SEE,
    )
