"""What borrowers are told about their statements: that they are there, and never what they say."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import quote

from finance_portal.language import (
    long_day,
    say,
    sentence,
)
from finance_portal.notices.wording import (
    Link,
    Wording,
    named,
    notice,
)
from finance_portal.settings import settings

ALL_DOCUMENTS = f"{settings.public_origin}/sign-in?next=/documents"
DOCUMENTS = f"{settings.public_origin}/sign-in?next=/documents%3Faccount%3D"


@notice
def statement_ready(*, stated_on: date, vehicle: str, ref: str) -> Wording:
    """Tell that a monthly statement is there."""
    return _there(
        say("Your statement of {day} is ready", day=_day(stated_on)),
        say(
            "The statement of {day} for your {vehicle} is among your documents.",
            day=_day(stated_on),
            vehicle=named(vehicle),
        ),
        ref,
    )


@notice
def statement_corrected(*, stated_on: date, vehicle: str, ref: str) -> Wording:
    """Tell that a statement was corrected; it says by itself what changed."""
    return _there(
        say("We corrected your statement of {day}", day=_day(stated_on)),
        say(
            "Something was booked or agreed later that changes the statement of {day} for "
            "your {vehicle}. A corrected one, which says what changed, is among your "
            "documents.",
            day=_day(stated_on),
            vehicle=named(vehicle),
        ),
        ref,
    )


@notice
def interest_statement_ready(*, year: int, vehicle: str, ref: str, is_corrected: bool) -> Wording:
    """Tell that the interest statement of a year is there, or was corrected."""
    subject = say("Your interest statement for {year} is ready", year=year)
    words = say(
        "The interest statement for {year} for your {vehicle} is among your documents. Keep it with"
        " your tax papers.",
        year=year,
        vehicle=named(vehicle),
    )
    if is_corrected:
        subject = say("Your corrected interest statement for {year} is ready", year=year)
        words = say(
            "The corrected interest statement for {year} for your {vehicle} is among your"
            " documents. Keep it with your tax papers.",
            year=year,
            vehicle=named(vehicle),
        )
    return _there(subject, words, ref)


@notice
def paper_ready(*, title: str, vehicle: str, ref: str) -> Wording:
    """Tell of a letter, by its title."""
    words = say("A letter for your {vehicle} is among your documents.", vehicle=named(vehicle))
    return _there(title, words, ref)


@notice
def papers_ready(papers: Sequence[tuple[str, str]]) -> Wording:
    """Tell of several papers at once, each by its title and its vehicle."""
    return Wording(
        say("{number} new documents are ready", number=len(papers)),
        (
            say("These are among your documents now:"),
            *(
                say("{title}, for your {vehicle}", title=title, vehicle=named(vehicle))
                for title, vehicle in papers
            ),
            say("You can read, print and keep them there."),
        ),
        link=Link(words=sentence("Sign in to read them"), url=ALL_DOCUMENTS),
    )


def _there(subject: str, words: str, ref: str) -> Wording:
    link = Link(words=sentence("Sign in to read it"), url=f"{DOCUMENTS}{quote(ref)}")
    return Wording(subject, (words, say("You can read, print and keep it there.")), link=link)


def _day(day: date) -> str:
    return long_day(day)
