"""What borrowers are told when a change of their contract is agreed."""

from collections.abc import Sequence

from finance_portal.notices.requests import SEE, TITLES
from finance_portal.notices.wording import Wording, for_text, named
from finance_portal.settings import settings


def agreement_made(*, kind: str, words: Sequence[str], names: Sequence[str]) -> Wording:
    """Send everybody who has signed a copy of what was signed."""
    signed = " and ".join(map(named, names))
    return Wording(
        f"{TITLES[kind]}: everybody has signed",
        (
            "It is in force now. This is what was signed:",
            *words,
            (
                f"Signed by {signed}. The agreement with the whole new schedule is among your"
                " documents, as a PDF."
            ),
            f"If this was not you, call us at once: {settings.brand.support_phone}.",
        ),
        text=for_text(f"{settings.brand.name}: {TITLES[kind]} is agreed. Not you? Call us."),
        link=SEE,
    )
