"""What a kind of request is made of: its questions, the days of its clock, its outcomes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from finance_portal.domain.calendar import add_banking_days
from finance_portal.language import sentence

PROMISE = sentence("our promise")
YES_NO = (
    ("yes", sentence("Yes")),
    ("no", sentence("No")),
    ("unsure", sentence("I do not know")),
)
PAPERS = sentence(
    "No paper is needed to ask. If we need one, we say which, and you can send it by mail with the"
    " number of your request."
)


@dataclass(frozen=True, kw_only=True)
class Question:
    """One field of a form. `choices` are (value, sentence)."""

    name: str
    label: str
    look: Literal["line", "text", "day", "choice", "item"] = "line"
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    is_needed: bool = True
    longest: int = 120


@dataclass(frozen=True)
class Mark:
    """A day of the clock: which, what happens by then (a blank {day}), and by which rule."""

    on: Callable[[date], date]
    words: str
    rule: str


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Something that can be asked for. `one_for` says of what one may be open at a time."""

    title: str
    lead: str
    questions: tuple[Question, ...]
    clock: tuple[Mark, ...]
    outcomes: Mapping[str, tuple[str, str]]  # a word of the desk: status, sentence
    only: Literal["", "loan", "lease"] = ""
    one_for: Literal["contract", "person", "item", "form"] = "contract"

    @property
    def is_private(self) -> bool:
        """Tell whether nobody else who is bound by the contract may see it."""
        return self.one_for != "contract"


def five_banking_days(asked_on: date) -> date:
    """Return the day by which a person answers what no rule gives a clock (1.23)."""
    return add_banking_days(asked_on, 5)


ANSWER = Mark(five_banking_days, sentence("A person answers by {day}."), PROMISE)
DECLINED = ("declined", sentence("We could not say yes to this."))
