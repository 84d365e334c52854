"""What borrowers are told of what they asked for: each step, in the words of the step."""

from finance_portal.language import say, sentence
from finance_portal.notices.wording import Link, Wording, for_text
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


SEE = Link(words="See your requests", url=f"{settings.public_origin}/requests")


def request_moved(*, kind: str, words: str, reply: str | None) -> Wording:
    """Tell what a request has become."""
    title = say(TITLES[kind])
    return Wording(
        title,
        tuple(each for each in (words, reply) if each),
        text=for_text(f"{settings.brand.name}: {title}. {words}"),
        link=SEE,
    )


def signature_wanted(*, kind: str, asked_by: str, until: str) -> Wording:
    """Ask the other people who are bound by a contract to sign, too."""
    return Wording(
        f"Please sign: {TITLES[kind]}",
        (
            f"{asked_by} has asked for a change of a contract that you are bound by as well.",
            f"It takes effect when everybody has signed. Please look at it through {until}.",
            "If you do not agree, do nothing: it lapses then, and nothing changes.",
        ),
        text=for_text(f"{settings.brand.name}: please sign through {until}: {TITLES[kind]}."),
        link=SEE,
    )
