"""Whether the time that an answer takes tells a stranger who has an account here (P7, R1)."""

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import httpx

from finance_portal.ui import routes

PAIRS = 300
WARM_UP = 5
EQUAL = (0.45, 0.55)  # a coin's 0.5, give or take what chance does with 300 pairs


@dataclass(frozen=True)
class Question:
    """A form sent by a stranger: about somebody who is there, and about nobody."""

    about: str
    path: str
    known: dict[str, str]
    unknown: dict[str, str]


IDENTITY = {"account_number": "5300184401", "tax_id_last4": "4301", "vin": "5UX53GP03S9A00117"}
QUESTIONS = (
    Question(
        "sign-in",
        routes.SIGN_IN_FORM,
        {"user_name": "elena", "password": "not the password"},
        {"user_name": "nobody", "password": "not the password"},
    ),
    Question(
        "registration",
        routes.REGISTER_FORM,
        {**IDENTITY, "channel": "email"},
        {**IDENTITY, "account_number": "5300999999", "channel": "email"},
    ),
    Question(
        "recovery",
        routes.RECOVER_FORM,
        {"name": "elena", "channel": "email"},
        {"name": "nobody", "channel": "email"},
    ),
)


def measure_timing(origin: str, pairs: int = PAIRS) -> None:
    """Ask each question about both, turn by turn, and tell them apart by time alone."""
    for question in QUESTIONS:
        known, unknown = answers(origin, question, pairs)
        apart = separation(known, unknown)
        verdict = "equal" if EQUAL[0] <= apart <= EQUAL[1] else "NOT EQUAL"
        middle = f"{1000 * median(known):.1f} and {1000 * median(unknown):.1f} ms"
        print(f"Timing, {question.about:<13} AUC {apart:.2f} in {pairs} pairs, {verdict}: {middle}")


def answers(origin: str, question: Question, pairs: int) -> tuple[list[float], list[float]]:
    """Return the seconds that each answer took, of the known and of the unknown."""
    taken: tuple[list[float], list[float]] = ([], [])
    dice = random.Random(question.about)  # noqa: S311  only for the order
    headers = {"Origin": origin, "Accept": "application/json"}
    with httpx.Client(base_url=origin, headers=headers, timeout=60, trust_env=False) as stranger:
        for turn in range(-WARM_UP, pairs):
            for which in dice.sample((0, 1), 2):
                started = time.perf_counter()
                stranger.post(question.path, data=(question.known, question.unknown)[which])
                if turn >= 0:
                    taken[which].append(time.perf_counter() - started)
                stranger.cookies.clear()
    return taken


def separation(first: Sequence[float], second: Sequence[float]) -> float:
    """Return the AUC: how often one of the first is larger than one of the second, ties half."""
    wins = sum((a > b) + (a == b) / 2 for a in first for b in second)
    return wins / (len(first) * len(second))
