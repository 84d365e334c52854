"""What borrowers are told of what they asked for: each step, in the words of the step."""

from finance_portal.notices.wording import Link, Wording, for_text
from finance_portal.settings import settings

TITLES = {
    "due_date": "Your new due date",
    "extension": "Your extension",
    "hardship": "Your request for help",
    "promise": "Your promise to pay",
    "lease_end": "The end of your lease",
    "lease_extension": "Keeping your leased vehicle longer",
    "turn_in": "Returning your vehicle",
    "miles": "Buying miles",
    "invoice_dispute": "Your objection to the lease-end invoice",
    "balloon": "Your balloon payment",
    "scra": "Your rights in military service",
}
"""What a request is called, wherever it is named."""


SEE = Link(words="See your requests", url=f"{settings.public_origin}/requests")


def request_moved(*, kind: str, words: str, reply: str | None) -> Wording:
    """Tell what a request has become."""
    return Wording(
        TITLES[kind],
        tuple(each for each in (words, reply) if each),
        text=for_text(f"{settings.brand.name}: {TITLES[kind]}. {words}"),
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
