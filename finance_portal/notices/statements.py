"""What borrowers are told about their statements: that they are there, and never what they say."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import quote

from babel.dates import format_date

from finance_portal.notices.wording import Link, Wording, named
from finance_portal.settings import settings

ALL_DOCUMENTS = f"{settings.public_origin}/sign-in?next=/documents"
DOCUMENTS = f"{settings.public_origin}/sign-in?next=/documents%3Faccount%3D"


def statement_ready(*, stated_on: date, vehicle: str, ref: str) -> Wording:
    """Tell that a monthly statement is there."""
    return _there(
        f"Your statement of {_day(stated_on)} is ready",
        f"The statement of {_day(stated_on)} for your {named(vehicle)} is among your documents.",
        ref,
    )


def statement_corrected(*, stated_on: date, vehicle: str, ref: str) -> Wording:
    """Tell that a statement was corrected; it says by itself what changed."""
    return _there(
        f"We corrected your statement of {_day(stated_on)}",
        f"Something was booked or agreed later that changes the statement of {_day(stated_on)} for"
        f" your {named(vehicle)}. A corrected one, which says what changed, is among your"
        " documents.",
        ref,
    )


def interest_statement_ready(*, year: int, vehicle: str, ref: str, is_corrected: bool) -> Wording:
    """Tell that the interest statement of a year is there, or was corrected."""
    what = "corrected interest statement" if is_corrected else "interest statement"
    return _there(
        f"Your {what} for {year} is ready",
        f"The {what} for {year} for your {named(vehicle)} is among your documents. Keep it with"
        " your tax papers.",
        ref,
    )


def paper_ready(*, title: str, vehicle: str, ref: str) -> Wording:
    """Tell of a letter, by its title."""
    words = f"A letter for your {named(vehicle)} is among your documents."
    return _there(title, words, ref)


def papers_ready(papers: Sequence[tuple[str, str]]) -> Wording:
    """Tell of several papers at once, each by its title and its vehicle."""
    return Wording(
        f"{len(papers)} new documents are ready",
        (
            "These are among your documents now:",
            *(f"{title}, for your {named(vehicle)}" for title, vehicle in papers),
            "You can read, print and keep them there.",
        ),
        link=Link(words="Sign in to read them", url=ALL_DOCUMENTS),
    )


def _there(subject: str, words: str, ref: str) -> Wording:
    link = Link(words="Sign in to read it", url=f"{DOCUMENTS}{quote(ref)}")
    return Wording(subject, (words, "You can read, print and keep it there."), link=link)


def _day(day: date) -> str:
    return format_date(day, "MMMM d, y", locale="en_US")
