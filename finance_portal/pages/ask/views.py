"""What can be asked for, and the form of one kind, in words. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from finance_portal.language import long_day, say, sentence
from finance_portal.services.asking.catalogue import KINDS
from finance_portal.services.asking.shapes import PAPERS, Question
from finance_portal.ui import routes

Field: TypeAlias = Question
QUESTIONS: Mapping[str, tuple[Field, ...]] = {kind: each.questions for kind, each in KINDS.items()}
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
    """One thing of the account that can be chosen."""

    value: str = ""
    words: str = ""


@dataclass(frozen=True)
class FormView:
    """The form of one kind."""

    kind: str = ""
    title: str = ""
    lead: str = ""
    papers: str = ""
    options: list[Option] = field(default_factory=list)  # things of the account to choose from
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
        options=[Option(key, words) for key, words in items.items()],
        clock=[say(each.words, day=long_day(each.on(today))) for each in found.clock],
    )
