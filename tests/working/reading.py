"""Reads numbers, days and formulas as they are printed, and sums interest: fractions only."""

import re
from datetime import datetime
from fractions import Fraction
from math import floor

TOKEN = re.compile(r"\$?\d[\d,]*(?:\.\d+)?%?|[+\u2212\u00d7/()]")
_AMOUNT = re.compile(r"(\u2212)?\$([\d,]+\.\d\d)")
_RESULT = re.compile(r".*?: \u2212?\$[\d,]+\.\d\d")
DAY = r"[A-Z][a-z]{2} \d{1,2}, \d{4}"
SPAN = re.compile(rf"({DAY}) to ({DAY})")
CHANGED = "The principal changed on "

HALF = Fraction(1, 2)
ROUNDINGS = {
    "Rounded half up to whole cents": lambda cents: floor(cents + HALF),
    "Rounded to whole cents, halves to even": round,
    "Rounded down to whole cents": floor,
    "Rounded up to whole cents": lambda cents: -floor(-cents),
}


class Wrong(AssertionError):
    """A line that does not follow from those before it, or that nobody can understand."""


def printed(text):
    """Return the lines of a working as they are printed in a letter, a bullet before each."""
    listed = text.split("How it is worked out", 1)[1].split("\u2022")[1:]
    *lines, last = [" ".join(each.split()) for each in listed]
    if not (found := _RESULT.match(last)):
        raise Wrong(last)
    return [*lines, found[0]]


def amount(text):
    """Read "$1,234.56" as cents; a true minus may stand before it. Raises Wrong."""
    found = _AMOUNT.fullmatch(text)
    if not found:
        raise Wrong(f"no amount: {text}")
    cents = int(found[2].replace(",", "").replace(".", ""))
    return -cents if found[1] else cents


def require(is_right, line):
    if not is_right:
        raise Wrong(line)


def day(text):
    return datetime.strptime(text, "%b %d, %Y").date()  # noqa: DTZ007 - a day has no zone


def number(token):
    value = Fraction(token.strip("$%").replace(",", ""))
    return value / 100 if token.endswith("%") else value


def evaluate(formula):
    """Return the exact value of a formula; its words are left out."""
    value, rest = _added(TOKEN.findall(formula))
    require(not rest, formula)
    return value


def _added(tokens):
    value, tokens = _multiplied(tokens)
    while tokens and tokens[0] in "+\u2212":
        sign = 1 if tokens[0] == "+" else -1
        more, tokens = _multiplied(tokens[1:])
        value += sign * more
    return value, tokens


def _multiplied(tokens):
    value, tokens = _single(tokens)
    while tokens and tokens[0] in "\u00d7/":
        by, following = _single(tokens[1:])
        value, tokens = (value * by if tokens[0] == "\u00d7" else value / by), following
    return value, tokens


def _single(tokens):
    require(tokens, "a formula that ends too soon")
    if tokens[0] != "(":
        return number(tokens[0]), tokens[1:]
    value, rest = _added(tokens[1:])
    require(rest and rest[0] == ")", "a bracket that is not closed")
    return value, rest[1:]


def is_written(exact, text):
    """Tell whether a printed number is this one: cut after its last digit where it says so."""
    digits = text.removesuffix("...").strip("$%").replace(",", "")
    places = 10 ** len(digits.partition(".")[2])
    if text.endswith("..."):
        return floor(exact * places) == Fraction(digits) * places != exact * places
    return exact == Fraction(digits)


class Interest:
    """Exact interest, span by span, until it is rounded."""

    def __init__(self):
        self.exact = None
        self.until = None
        self.principal = None
        self.is_changed = False  # on the last day, and no interest was taken then

    def add(self, line):
        """Take a formula that ends with an exact number of dollars."""
        label, _, formula = line.partition(": ")
        formula, _, written = formula.rpartition(" = ")
        value = evaluate(formula)
        require(is_written(value, written), line)
        if span := SPAN.fullmatch(label):
            self._follow(day(span[1]), day(span[2]), formula, line)
        self.exact = (self.exact or 0) + value

    def _follow(self, start, end, formula, line):
        days = sum(int(each.replace(",", "")) for each in re.findall(r"([\d,]+) days?", formula))
        require(days == (end - start).days > 0, line)
        require(self.until in {None, start}, line)
        self.until, self.principal = end, amount(formula.split(" ")[0])

    def change(self, line):
        """Take the line that says that another principal bears interest from now on."""
        on = line.removeprefix(CHANGED).partition(" and bears")[0]
        require(day(on) == self.until, line)
        self.is_changed = True

    def was_on(self, principal):
        """Tell whether this is the principal of the last days, or it is said to have changed."""
        return (self.principal == principal) != self.is_changed

    def rounded(self, label, cents, line):
        """Take the line that says how it is rounded, and return the cents."""
        require(self.exact is not None, line)
        require(ROUNDINGS[label](self.exact * 100) == cents, line)
        self.exact = None
        return cents
