"""Reads the printed lines of a working and computes the amount again, from these lines alone.

Knows nothing of the portal: its own fractions, its own reading of dates, numbers and formulas.
Every line must be understood and must be right; the last line must follow from those before it.
"""

import re
from datetime import datetime
from fractions import Fraction
from math import floor

_TOKEN = re.compile(r"\$?\d[\d,]*(?:\.\d+)?%?|[+\u2212\u00d7/()]")
_AMOUNT = re.compile(r"(\u2212)?\$([\d,]+\.\d\d)")
_DAY = r"[A-Z][a-z]{2} \d{1,2}, \d{4}"
_SPAN = re.compile(rf"({_DAY}) to ({_DAY})")
_PAYMENT = re.compile(rf"{_DAY}, payment of (\$[\d,]+\.\d\d): ([a-z].*)")
_SHARE = re.compile(r"([a-z ]+) (\u2212?\$[\d,]+\.\d\d)")
_TAKEN = re.compile(r"To ([a-z ]+), of (\$[\d,.]+) owed")
_CHANGED = "The principal changed on "

_HALF = Fraction(1, 2)
_ROUNDINGS = {
    "Rounded half up to whole cents": lambda cents: floor(cents + _HALF),
    "Rounded to whole cents, halves to even": round,
    "Rounded down to whole cents": floor,
    "Rounded up to whole cents": lambda cents: -floor(-cents),
}


class Wrong(AssertionError):
    """A line that does not follow from those before it, or that nobody can understand."""


def recompute(lines):
    """Return the cents that the lines come to. Raises Wrong."""
    if not lines:
        raise Wrong("a working without a line")
    if lines[0].startswith("Payment of "):
        return split(lines)["principal after it"]
    return _Sum().read(lines)


def split(lines):
    """Return the parts of a payment in cents, from the lines of its working. Raises Wrong."""
    return _Split().read(lines)


def amount(text):
    """Read "$1,234.56" as cents; a true minus may stand before it. Raises Wrong."""
    found = _AMOUNT.fullmatch(text)
    if not found:
        raise Wrong(f"no amount: {text}")
    cents = int(found[2].replace(",", "").replace(".", ""))
    return -cents if found[1] else cents


def _require(is_right, line):
    if not is_right:
        raise Wrong(line)


def _day(text):
    return datetime.strptime(text, "%b %d, %Y").date()  # noqa: DTZ007 - a day has no zone


def _number(token):
    value = Fraction(token.strip("$%").replace(",", ""))
    return value / 100 if token.endswith("%") else value


def _evaluate(formula):
    """Return the exact value of a formula; its words are left out."""
    value, rest = _added(_TOKEN.findall(formula))
    _require(not rest, formula)
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
    _require(tokens, "a formula that ends too soon")
    if tokens[0] != "(":
        return _number(tokens[0]), tokens[1:]
    value, rest = _added(tokens[1:])
    _require(rest and rest[0] == ")", "a bracket that is not closed")
    return value, rest[1:]


def _is_written(exact, text):
    """Tell whether a printed number is this one: cut after its last digit where it says so."""
    digits = text.removesuffix("...").strip("$%").replace(",", "")
    places = 10 ** len(digits.partition(".")[2])
    if text.endswith("..."):
        return floor(exact * places) == Fraction(digits) * places != exact * places
    return exact == Fraction(digits)


class _Interest:
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
        value = _evaluate(formula)
        _require(_is_written(value, written), line)
        if span := _SPAN.fullmatch(label):
            self._follow(_day(span[1]), _day(span[2]), formula, line)
        self.exact = (self.exact or 0) + value

    def _follow(self, start, end, formula, line):
        days = sum(int(each.replace(",", "")) for each in re.findall(r"([\d,]+) days?", formula))
        _require(days == (end - start).days > 0, line)
        _require(self.until in {None, start}, line)
        self.until, self.principal = end, amount(formula.split(" ")[0])

    def change(self, line):
        """Take the line that says that another principal bears interest from now on."""
        on = line.removeprefix(_CHANGED).partition(" and bears")[0]
        _require(_day(on) == self.until, line)
        self.is_changed = True

    def was_on(self, principal):
        """Tell whether this is the principal of the last days, or it is said to have changed."""
        return (self.principal == principal) != self.is_changed

    def rounded(self, label, cents, line):
        """Take the line that says how it is rounded, and return the cents."""
        _require(self.exact is not None, line)
        _require(_ROUNDINGS[label](self.exact * 100) == cents, line)
        self.exact = None
        return cents


class _Sum:
    """Amounts that are added up, line by line."""

    def __init__(self):
        self.total = 0
        self.interest = _Interest()
        self.known = {}  # numbers of miles and days that were printed before
        self.lease = None
        self.principal = None

    def read(self, lines):
        *before, last = lines
        for line in before:
            self._line(line)
        label, _, shown = last.rpartition(": ")
        if "four decimals" in label:
            return self._to_four_decimals(shown, last)
        _require(self.interest.exact is None, last)
        _require(amount(shown) == self.total, last)
        if None not in {self.principal, self.interest.principal}:
            _require(self.interest.was_on(self.principal), last)
        return self.total

    def _to_four_decimals(self, shown, line):
        _require(self.total == 0, line)
        exact = self.interest.exact * 10_000
        _require(_number(shown) * 10_000 == floor(exact + _HALF), line)
        return floor(self.interest.exact * 100 + _HALF)

    def _line(self, line):
        if line.endswith(".") and not line.endswith("..."):
            self._sentence(line)
        elif found := _PAYMENT.fullmatch(line):
            self._payment(found, line)
        elif " = " in line:
            self._formula(line)
        else:
            self._plain(line)

    def _payment(self, found, line):
        shares = [(name.strip(), amount(text)) for name, text in _SHARE.findall(found[2])]
        _require(sum(cents for _, cents in shares) == amount(found[1]), line)
        self.total -= dict(shares).get("principal", 0)

    def _formula(self, line):
        formula, _, written = line.rpartition(" = ")
        label, _, formula = formula.rpartition(": ")
        if span := _SPAN.fullmatch(formula):
            days = (_day(span[2]) - _day(span[1])).days
            _require(written.split(" ")[0].replace(",", "") == str(max(1, days)), line)
            self.known.setdefault("days", []).append(max(1, days))
        elif re.search(r"\.\d{4}", written) and written.startswith("$"):
            self.interest.add(line)
        elif written.startswith("$"):
            _require(_evaluate(formula) * 100 == amount(written), line)
            self._of_known_miles(formula, line)
            self.total += amount(written)
        else:
            self._miles(label, formula, written, line)

    def _of_known_miles(self, formula, line):
        if "mile" in formula:
            _require(_evaluate(formula.split(" ")[0]) == self.known["Over"], line)

    def _miles(self, label, formula, written, line):
        value = _evaluate(formula)
        _require(_is_written(value, written.split(" ")[0]), line)
        numbers = [_number(token) for token in _TOKEN.findall(formula) if token[0].isdigit()]
        if label == "At that pace by the end":
            elapsed, whole = self.known["days"]
            _require(numbers == [self.known["Driven so far"], whole, elapsed], line)
        if label == "Over":
            miles = [self.known["Rounded to whole miles"], self.known["Allowed"]]
            _require(numbers == miles, line)
        self.known[label] = value

    def _plain(self, line):
        label, _, shown = line.rpartition(": ")
        if label == "Together":
            _require(_is_written(self.interest.exact, shown), line)
        elif label == "Rounded to whole miles":
            miles = floor(self.known["At that pace by the end"] + _HALF)
            _require(_evaluate(shown) == miles, line)
            self.known[label] = miles
        elif label == "Within what is allowed":
            _require(self.known["Rounded to whole miles"] <= self.known["Allowed"], line)
        elif label in _ROUNDINGS:
            self.total += self.interest.rounded(label, amount(shown), line)
        elif label.startswith("Worth now at that rate"):
            self.total += self._worth(label, amount(shown), line)
        else:
            self.principal = amount(shown) if label == "Principal" else self.principal
            self.total += amount(shown)

    def _sentence(self, line):
        if line.startswith("At signing "):
            self.lease = _Lease(line)
        elif line.startswith("That holds at "):
            written = line.removeprefix("That holds at ").split("%")[0]
            _require(_is_written(self.lease.rate * 100, written), line)
        elif line.startswith(_CHANGED):
            self.interest.change(line)
        else:
            is_note = ", takes all that is left by " in line or line.startswith("If every payment ")
            _require(is_note, line)

    def _worth(self, label, cents, line):
        left = int(label.removeprefix("Worth now at that rate, ").split(" ")[0])
        _require(floor(self.lease.worth(left, self.lease.rate) * 100 + _HALF) == cents, line)
        return cents


class _Lease:
    """A lease's balance by constant yield, solved once more from what is printed."""

    def __init__(self, line):
        self.term = int(line.removeprefix("At signing ").split(" ")[0])
        payment, residual, cost = re.findall(r"\$[\d,]+\.\d\d", line)
        self.payment, self.residual = _number(payment), _number(residual)
        self.rate = self._solved(_number(cost))

    def worth(self, left, rate):
        discount = 1 / (1 + rate)
        payments = self.payment * sum(discount**month for month in range(left))
        return payments + self.residual * discount**left

    def _solved(self, cost):
        low, high, steps = 0, 10**20, 10**20
        while high - low > 1:
            middle = (low + high) // 2
            if self.worth(self.term, Fraction(middle, steps)) > cost:
                low = middle
            else:
                high = middle
        return Fraction(low, steps)


class _Split:
    """A payment, divided line by line among what was owed."""

    def __init__(self):
        self.interest = _Interest()
        self.owed_interest = self.taken_interest = 0
        self.parts = {}
        self.pool = self.set_aside = 0
        self.is_chosen = False
        self.due = None
        self.later = []  # what can only be checked once the principal before it is known

    def read(self, lines):
        first, *between, last = lines
        self.pool = amount(first.rpartition(": ")[2])
        for line in between:
            self._line(line)
        before, after = self._principal(last)
        for check, line in self.later:
            _require(check(before), line)
        self._refuse_unexplained(before, last)
        return self.parts | {"principal after it": after}

    def _principal(self, line):
        formula, _, written = line.removeprefix("Principal after it: ").rpartition(" = ")
        before, _, paid = formula.partition(" \u2212 ")
        _require(amount(paid) == self.parts.get("principal", 0), line)
        _require(amount(before) - amount(paid) == amount(written), line)
        if self.interest.principal is not None:
            _require(self.interest.was_on(amount(before)), line)
        return amount(before), amount(written)

    def _refuse_unexplained(self, before, line):
        kept, credit = self.parts.get("kept", 0), self.parts.get("credit", 0)
        _require(self.pool + self.set_aside == kept + credit, line)
        _require(not credit or self.parts.get("principal", 0) == before, line)

    def _line(self, line):
        if line.startswith(_CHANGED):
            self.interest.change(line)
            return
        if " = " in line:
            self.interest.add(line)
            return
        label, _, shown = line.rpartition(": ")
        if label == "Together":
            _require(_is_written(self.interest.exact, shown), line)
        elif found := _TAKEN.fullmatch(label):
            self._take(found[1], amount(found[2]), amount(shown), line)
        elif label in _ROUNDINGS:
            self.owed_interest += self.interest.rounded(label, amount(shown), line)
        else:
            self._named(label, amount(shown), line)

    def _named(self, label, cents, line):
        match label:
            case "Interest that stayed unpaid":
                self.owed_interest += cents
            case "Chosen" | "To divide in the order of the contract":
                self._begin(cents, line, is_chosen=label == "Chosen")
            case "Kept before, used now":
                self.pool += cents
                self.parts["kept before"] = cents
            case "Open of the installments due by then, or of the next":
                self.due = cents
            case "To principal, beyond what is due":
                self._curtail(cents, line)
            case "Kept for the next payment":
                self.parts["kept"] = cents
            case "More than was owed":
                self.parts["credit"] = cents
            case _:
                raise Wrong(line)

    def _begin(self, cents, line, *, is_chosen):
        """A part of the payment is divided by itself: first a named part, then what is left."""
        left = self.pool + self.set_aside
        _require(0 < cents <= left, line)
        self.pool, self.set_aside = cents, left - cents
        self.is_chosen, self.due = is_chosen, None
        self.owed_interest, self.taken_interest = self.owed_interest - self.taken_interest, 0

    def _take(self, name, owed, taken, line):
        _require(taken == min(self.pool, owed), line)
        if name == "interest":
            _require(owed == self.owed_interest, line)
            self.taken_interest = taken
        if name == "principal":
            self._check_principal(owed, line)
        self._add(name, taken)

    def _check_principal(self, owed, line):
        so_far, due = self.parts.get("principal", 0), self.due
        interest = self.owed_interest
        if self.is_chosen or due is None:
            self.later.append((lambda before: owed == before - so_far, line))
        else:
            self.later.append(
                (lambda before: owed == min(before - so_far, max(0, due - interest)), line)
            )

    def _curtail(self, cents, line):
        so_far, pool = self.parts.get("principal", 0), self.pool
        self.later.append((lambda before: cents == min(pool, before - so_far), line))
        self._add("principal", cents)

    def _add(self, name, cents):
        self.parts[name] = self.parts.get(name, 0) + cents
        self.pool -= cents
