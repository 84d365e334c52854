"""What a form was filled with: checked, kept as one sealed text, and shown again in words."""

import json
from collections.abc import Mapping
from datetime import date, timedelta

from finance_portal.language import long_day, say, sentence
from finance_portal.models.requests import ServiceRequest
from finance_portal.services import requests
from finance_portal.services.asking.catalogue import KINDS
from finance_portal.services.asking.shapes import Question

EARLIEST = date(2000, 1, 1)
LONGEST_AHEAD = timedelta(days=3 * 366)
SOONEST_INSPECTION = timedelta(days=3)

NEEDED = sentence("Please fill this in.")
CHOOSE = sentence("Choose one of them.")
NO_DAY = sentence("Choose a day.")
TOO_LONG = sentence("This is too long for us to keep: {number} characters at most.")
PAST_ONLY = sentence("Choose today or a day before.")
FUTURE_ONLY = sentence("Choose a day that is still to come.")
ENDED = sentence("This policy is over. Show us the one that is in force.")
TOO_SOON = sentence("Choose a day at least three days ahead, so that somebody can come.")
WRONG_ORDER = sentence("It ends before it begins.")


class AskRefused(ValueError):
    """It cannot be sent like that; the message is fit for the borrower."""

    def __init__(self, field: str, message: str, **blanks: object) -> None:
        super().__init__(say(message, **blanks))
        self.field = field


def checked(
    kind: str, typed: Mapping[str, str], items: Mapping[str, str], today: date
) -> dict[str, str]:
    """Return the answers to a form's questions. Raises AskRefused for the first that is wrong.

    `items` are the things of the account that one may choose from, in words by their key.
    """
    found = {
        each.name: _checked(each, typed.get(each.name, "").strip(), items)
        for each in KINDS[kind].questions
    }
    _check_days(kind, found, today)
    return {name: answer for name, answer in found.items() if answer}


def packed(answers: Mapping[str, str]) -> str:
    """Return answers as one text, to be sealed."""
    return json.dumps(answers)


def unpacked(request: ServiceRequest) -> dict[str, str]:
    """Return the answers of a request; {} of a kind that has no form."""
    details = requests.details_of(request)
    if request.kind not in KINDS or not details.startswith("{"):
        return {}
    found: dict[str, str] = json.loads(details)
    return found


def in_words(request: ServiceRequest) -> str:
    """Return what was written, line by line, in the language that is spoken."""
    answers = unpacked(request)
    if not answers:
        return requests.details_of(request)
    asked = {each.name: each for each in KINDS[request.kind].questions}
    return "\n".join(
        say("{label}: {answer}", label=say(asked[name].label), answer=_worded(asked[name], answer))
        for name, answer in answers.items()
        if name in asked
    )


def _checked(question: Question, typed: str, items: Mapping[str, str]) -> str:
    if question.look == "choice":
        if typed not in dict(question.choices):
            raise AskRefused(question.name, CHOOSE)
        return typed
    if question.look == "item":
        if typed not in items:
            raise AskRefused(question.name, CHOOSE)
        return items[typed]
    if question.look == "day":
        return _day(question, typed)
    if question.is_needed and not typed:
        raise AskRefused(question.name, NEEDED)
    if len(typed) > question.longest:
        raise AskRefused(question.name, TOO_LONG, number=f"{question.longest:,}")
    return typed


def _day(question: Question, typed: str) -> str:
    try:
        return date.fromisoformat(typed).isoformat()
    except ValueError as unreadable:
        raise AskRefused(question.name, NO_DAY) from unreadable


def _check_days(kind: str, answers: Mapping[str, str], today: date) -> None:
    days = {
        each.name: date.fromisoformat(answers[each.name])
        for each in KINDS[kind].questions
        if each.look == "day"
    }
    for name, day in days.items():
        if not EARLIEST <= day <= today + LONGEST_AHEAD:
            raise AskRefused(name, NO_DAY)
    since, until = days.get("since"), days.get("until")
    if kind == "insurance" and since and until and until <= since:
        raise AskRefused("until", WRONG_ORDER)
    if until and until < today:
        raise AskRefused("until", ENDED if kind == "insurance" else FUTURE_ONLY)
    if kind == "total_loss" and since and since > today:
        raise AskRefused("since", PAST_ONLY)
    if kind == "inspection" and days["on"] < today + SOONEST_INSPECTION:
        raise AskRefused("on", TOO_SOON)


def _worded(question: Question, answer: str) -> str:
    if question.look == "choice":
        return say(dict(question.choices).get(answer, answer))
    if question.look == "day":
        return long_day(date.fromisoformat(answer))
    return answer
