"""What can be asked for, and the form of one kind, in words. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from finance_portal.language import long_day, say, sentence
from finance_portal.services.asking.catalogue import KINDS
from finance_portal.services.asking.shapes import PAPERS, Question
from finance_portal.ui import routes

ELSEWHERE = (
    (sentence("Help when paying is hard"), routes.HARDSHIP),
    (sentence("Another due date"), routes.CHANGE_DUE_DATE),
    (sentence("Move payments to the end"), routes.EXTENSION),
    (sentence("Report what you did not authorize"), routes.REPORT),
)


@dataclass(frozen=True)
class Link:
    """A way to something else that can be asked for."""

    words: str = ""
    href: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Option:
    """One of the things that a field lets one choose."""

    value: str = ""
    words: str = ""


@dataclass(frozen=True)
class Field:
    """One field of a form."""

    name: str = ""
    label: str = ""
    look: str = "line"
    hint: str = ""
    longest: int = 120
    options: list[Option] = field(default_factory=list)


@dataclass(frozen=True)
class FormView:
    """The form of one kind."""

    kind: str = ""
    title: str = ""
    lead: str = ""
    papers: str = ""
    fields: list[Field] = field(default_factory=list)
    clock: list[str] = field(default_factory=list)


def directory(kinds: Iterable[str], account: str) -> list[Link]:
    """Return the kinds that have a form, each with what it is good for."""
    return [
        Link(
            say(KINDS[kind].title),
            f"{routes.of_account(routes.ASK, account)}&{routes.KIND}={kind}",
            say(KINDS[kind].lead),
        )
        for kind in kinds
    ]


def elsewhere(account: str) -> list[Link]:
    """Return what has a page of its own."""
    return [Link(say(words), routes.of_account(route, account)) for words, route in ELSEWHERE]


def form(kind: str, items: Mapping[str, str], today: date) -> FormView:
    """Return the form of a kind."""
    found = KINDS[kind]
    return FormView(
        kind=kind,
        title=say(found.title),
        lead=say(found.lead),
        papers=say(PAPERS),
        fields=[_field(each, items) for each in found.questions],
        clock=[say(each.words, day=long_day(each.on(today))) for each in found.clock],
    )


def _field(question: Question, items: Mapping[str, str]) -> Field:
    label = say(question.label)
    options = items.items() if question.look == "item" else question.choices
    return Field(
        name=question.name,
        label=label if question.is_needed else say("{label} (you may leave it empty)", label=label),
        look=question.look,
        hint=say(question.hint) if question.hint else "",
        longest=question.longest,
        options=[
            Option(value, words if question.look == "item" else say(words))
            for value, words in options
        ],
    )
