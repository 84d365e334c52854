"""What documents are called. The list says it in its reader's language, whatever the paper's is."""

from datetime import date

from finance_portal.domain.calendar import ONE_DAY
from finance_portal.language import LANGUAGES, in_language, long_day, say, say_again
from finance_portal.models.documents import Document, DocumentKind
from finance_portal.settings import settings


def title_of(row: Document) -> str:
    """Return the title of a document in the language that is spoken; the paper keeps its own."""
    if row.template is None or row.period_to is None:
        return _of_receipt(row) if row.kind == DocumentKind.RECEIPT else say_again(row.title)
    if row.kind == DocumentKind.STATEMENT:
        title = of_statement(row.period_to + ONE_DAY)
    elif row.kind == DocumentKind.INTEREST_STATEMENT and (name := _name_of_form(row.title)):
        title = of_year(name, row.period_to.year)
    else:
        return say_again(row.title)
    return corrected(title) if row.corrects_id else title


def of_statement(stated_on: date) -> str:
    """Return what the statement of a day is called."""
    return say("Statement of {day}", day=long_day(stated_on))


def of_year(name: str, year: int) -> str:
    """Return what the interest statement of a year is called; `name` is one of the settings'."""
    return say("{title} for {year}", title=say(name), year=year)


def corrected(title: str) -> str:
    """Return what the paper is called that takes the place of another."""
    return say("Corrected {title}", title=f"{title[0].lower()}{title[1:]}")


def _of_receipt(row: Document) -> str:
    words, _, ref = row.title.rpartition(" ")
    return f"{say_again(words)} {ref}"


def _name_of_form(title: str) -> str:
    """Return which name an interest statement was issued under; "" for one of other settings."""
    for name in (settings.interest_form.title, settings.interest_form.summary):
        if any(in_language(each, name).casefold() in title.casefold() for each in LANGUAGES):
            return name
    return ""
