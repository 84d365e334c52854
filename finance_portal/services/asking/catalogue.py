"""What can be asked for by a short form, by when it is answered, and who may see it."""

from collections.abc import Mapping
from datetime import date

from finance_portal.domain import deadlines
from finance_portal.language import sentence
from finance_portal.services.asking.about_contract import ABOUT_CONTRACT
from finance_portal.services.asking.about_person import ABOUT_PERSON
from finance_portal.services.asking.shapes import PROMISE, Kind, Mark

KINDS: Mapping[str, Kind] = {**ABOUT_CONTRACT, **ABOUT_PERSON}

UNAUTHORIZED = (
    Mark(
        deadlines.error_decision_deadline,
        sentence("We tell you by {day} what we found."),
        PROMISE,
    ),
    Mark(
        deadlines.error_final_deadline,
        sentence("If it takes longer, the case is closed by {day}."),
        PROMISE,
    ),
)
UNAUTHORIZED_OUTCOMES = {
    "confirmed": (
        "granted",
        sentence("You are right: it was not authorized. Autopay that was stopped has ended."),
    ),
    "authorized": (
        "declined",
        sentence(
            "What we found says that it was authorized. The account can be debited again; autopay"
            " stays paused until you resume it."
        ),
    ),
}


def clock_of(kind: str) -> tuple[Mark, ...]:
    """Return the days of a kind's clock, the one by which we answer first; () for older kinds."""
    if kind == "unauthorized":
        return UNAUTHORIZED
    return KINDS[kind].clock if kind in KINDS else ()


def answer_by(kind: str, asked_on: date) -> date:
    """Return the day by which what is asked has its answer. Raises IndexError without a clock."""
    return clock_of(kind)[0].on(asked_on)


def is_quoted(kind: str) -> bool:
    """Tell whether a request has a number that people quote: those with a form, and cases."""
    return kind in KINDS or kind == "unauthorized"


def is_private(kind: str) -> bool:
    """Tell whether only who asked may see it, whoever else is bound by the contract."""
    return kind == "unauthorized" or (kind in KINDS and KINDS[kind].is_private)
