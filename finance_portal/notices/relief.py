"""What borrowers are told when a change of their contract is agreed."""

from collections.abc import Sequence

from finance_portal.language import (
    listed,
    say,
)
from finance_portal.notices.requests import SEE, TITLES
from finance_portal.notices.wording import (
    Wording,
    for_text,
    named,
    notice,
)
from finance_portal.settings import settings


@notice
def agreement_made(*, kind: str, words: Sequence[str], names: Sequence[str]) -> Wording:
    """Send everybody who has signed a copy of what was signed."""
    signed = listed(map(named, names))
    return Wording(
        say("{title}: everybody has signed", title=say(TITLES[kind])),
        (
            say("It is in force now. This is what was signed:"),
            *words,
            say(
                "Signed by {signed}. The agreement with the whole new schedule is among "
                "your documents, as a PDF.",
                signed=signed,
            ),
            say(
                "If this was not you, call us at once: {phone}.", phone=settings.brand.support_phone
            ),
        ),
        text=for_text(
            say(
                "{brand}: {title} is agreed. Not you? Call us.",
                brand=settings.brand.name,
                title=say(TITLES[kind]),
            )
        ),
        link=SEE,
    )
