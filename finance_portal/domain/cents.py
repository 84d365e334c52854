"""Money: whole cents, the one place that rounds, how money is written and how it is read."""

import re
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from finance_portal.language import say

Cents: TypeAlias = int
"""An amount in whole US cents. A plain int, so that sums and differences stay plain arithmetic."""

ZERO: Cents = 0
LARGEST_AMOUNT: Cents = 999_999_999

_MINUS_SIGN = "\u2212"
_GROUPED = re.compile(r"\$?\d{1,3}(,\d{3})*(\.\d{2})?", re.ASCII)
_PLAIN = re.compile(r"\$?\d+(\.\d{2})?", re.ASCII)


class Rounding(StrEnum):
    """How an exact amount becomes whole cents. Halves go away from zero unless they go to even."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    DOWN = "down"
    UP = "up"


class AmountProblem(StrEnum):
    """Why a typed amount was refused."""

    MISSING = "missing"
    NEGATIVE = "negative"
    NOT_A_NUMBER = "not_a_number"
    MISPLACED_COMMA = "misplaced_comma"
    NOT_WHOLE_CENTS = "not_whole_cents"
    ZERO = "zero"
    TOO_LARGE = "too_large"


class AmountRefused(Exception):
    """What was typed is no amount that can be paid; the message is fit for the borrower."""

    def __init__(self, problem: AmountProblem, message: str) -> None:
        super().__init__(message)
        self.problem = problem


def rounded(exact: Fraction, rounding: Rounding = Rounding.HALF_UP) -> Cents:
    """Round an exact number of cents to whole cents, once (R0.2)."""
    numerator, denominator = exact.as_integer_ratio()
    whole, rest = divmod(abs(numerator), denominator)
    if _rounds_away(whole, rest, denominator, rounding):
        whole += 1
    return whole if numerator >= 0 else -whole


def _rounds_away(whole: int, rest: int, denominator: int, rounding: Rounding) -> bool:
    match rounding:
        case Rounding.HALF_UP:
            return 2 * rest >= denominator
        case Rounding.HALF_EVEN:
            return 2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1)
        case Rounding.DOWN:
            return False
        case Rounding.UP:
            return rest > 0


def dollars(amount: Cents) -> str:
    """Write an amount for a person: "$1,234.56"; a negative one with a true minus sign."""
    whole, cents = divmod(abs(amount), 100)
    sign = _MINUS_SIGN if amount < 0 else ""
    return f"{sign}${whole:,}.{cents:02d}"


def parse_dollars(text: str) -> Cents:
    """Read a payment amount exactly as written: "$1,234.56", "1234.56" or "1234".

    Nothing is guessed: "12,34" is not twelve dollars. Raises AmountRefused.
    """
    typed = text.strip()
    if not (_GROUPED.fullmatch(typed) or _PLAIN.fullmatch(typed)):
        raise _unreadable(typed)
    whole, _, cents = typed.removeprefix("$").replace(",", "").partition(".")
    whole = whole.lstrip("0")  # int() reads no more than 4,300 digits
    if len(whole) > len(str(LARGEST_AMOUNT // 100)):
        raise AmountRefused(
            AmountProblem.TOO_LARGE,
            say("Enter {largest_amount} or less.", largest_amount=dollars(LARGEST_AMOUNT)),
        )
    amount = int(whole or "0") * 100 + int(cents or "0")
    if amount == 0:
        raise AmountRefused(AmountProblem.ZERO, say("Enter an amount above $0.00."))
    return amount


def _unreadable(typed: str) -> AmountRefused:
    if not typed:
        return AmountRefused(AmountProblem.MISSING, say("Enter an amount, like 581.52."))
    if typed[0] in f"-(\u2013{_MINUS_SIGN}" or typed.startswith("$-"):
        return AmountRefused(
            AmountProblem.NEGATIVE, say("Enter an amount above $0.00, without a minus.")
        )
    if not re.fullmatch(r"\$?[,.]*\d[\d,.]*", typed, re.ASCII):
        return AmountRefused(
            AmountProblem.NOT_A_NUMBER, say("Enter dollars and cents in digits, like 581.52.")
        )
    whole, _, _ = typed.partition(".")
    if "," in typed and not re.fullmatch(r"\$?\d{1,3}(,\d{3})*", whole, re.ASCII):
        return AmountRefused(
            AmountProblem.MISPLACED_COMMA,
            say("Put commas only between thousands, like 1,234.56, or leave them out."),
        )
    return AmountRefused(
        AmountProblem.NOT_WHOLE_CENTS,
        say("Write cents with two digits after one point, like 581.50."),
    )
