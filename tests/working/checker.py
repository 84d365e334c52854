"""Reads the printed lines of a working and computes the amount again, from these lines alone.

Knows nothing of the portal: its own fractions, its own reading of dates, numbers and formulas.
Every line must be understood and must be right; the last line must follow from those before it.
"""

import re
from fractions import Fraction
from math import floor

from tests.working.reading import (
    CHANGED,
    DAY,
    HALF,
    ROUNDINGS,
    SPAN,
    TOKEN,
    Interest,
    Wrong,
    amount,
    day,
    evaluate,
    is_written,
    number,
    require,
)

__all__ = ["Wrong", "amount", "recompute", "split"]

_PAYMENT = re.compile(rf"{DAY}, payment of (\$[\d,]+\.\d\d): ([a-z].*)")
_SHARE = re.compile(r"([a-z ]+) (\u2212?\$[\d,]+\.\d\d)")
_TAKEN = re.compile(r"To ([a-z ]+), of (\$[\d,.]+) owed")


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


class _Sum:
    """Amounts that are added up, line by line."""

    def __init__(self):
        self.total = 0
        self.interest = Interest()
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
        require(self.interest.exact is None, last)
        require(amount(shown) == self.total, last)
        if None not in {self.principal, self.interest.principal}:
            require(self.interest.was_on(self.principal), last)
        return self.total

    def _to_four_decimals(self, shown, line):
        require(self.total == 0, line)
        exact = self.interest.exact * 10_000
        require(number(shown) * 10_000 == floor(exact + HALF), line)
        return floor(self.interest.exact * 100 + HALF)

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
        require(sum(cents for _, cents in shares) == amount(found[1]), line)
        self.total -= dict(shares).get("principal", 0)

    def _formula(self, line):
        formula, _, written = line.rpartition(" = ")
        label, _, formula = formula.rpartition(": ")
        if span := SPAN.fullmatch(formula):
            days = (day(span[2]) - day(span[1])).days
            require(written.split(" ")[0].replace(",", "") == str(max(1, days)), line)
            self.known.setdefault("days", []).append(max(1, days))
        elif re.search(r"\.\d{4}", written) and written.startswith("$"):
            self.interest.add(line)
        elif written.startswith("$"):
            require(evaluate(formula) * 100 == amount(written), line)
            self._of_known_miles(formula, line)
            self.total += amount(written)
        else:
            self._miles(label, formula, written, line)

    def _of_known_miles(self, formula, line):
        if "mile" in formula:
            require(evaluate(formula.split(" ")[0]) == self.known["Over"], line)

    def _miles(self, label, formula, written, line):
        value = evaluate(formula)
        require(is_written(value, written.split(" ")[0]), line)
        numbers = [number(token) for token in TOKEN.findall(formula) if token[0].isdigit()]
        if label == "At that pace by the end":
            elapsed, whole = self.known["days"]
            require(numbers == [self.known["Driven so far"], whole, elapsed], line)
        if label == "Over":
            require(numbers == [self._driven(), self.known["Allowed"]], line)
        self.known[label] = value

    def _driven(self):
        """Return the miles at the end: as projected, or as driven."""
        return self.known.get("Rounded to whole miles", self.known.get("Driven"))

    def _plain(self, line):
        label, _, shown = line.rpartition(": ")
        if label == "Together":
            require(is_written(self.interest.exact, shown), line)
        elif label == "Rounded to whole miles":
            miles = floor(self.known["At that pace by the end"] + HALF)
            require(evaluate(shown) == miles, line)
            self.known[label] = miles
        elif label == "Within what is allowed":
            require(self._driven() <= self.known["Allowed"], line)
        elif label in ROUNDINGS:
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
            require(is_written(self.lease.rate * 100, written), line)
        elif line.startswith(CHANGED):
            self.interest.change(line)
        else:
            is_note = ", takes all that is left by " in line or line.startswith("If every payment ")
            require(is_note, line)

    def _worth(self, label, cents, line):
        left = int(label.removeprefix("Worth now at that rate, ").split(" ")[0])
        require(floor(self.lease.worth(left, self.lease.rate) * 100 + HALF) == cents, line)
        return cents


class _Lease:
    """A lease's balance by constant yield, solved once more from what is printed."""

    def __init__(self, line):
        self.term = int(line.removeprefix("At signing ").split(" ")[0])
        payment, residual, cost = re.findall(r"\$[\d,]+\.\d\d", line)
        self.payment, self.residual = number(payment), number(residual)
        self.rate = self._solved(number(cost))

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
        self.interest = Interest()
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
            require(check(before), line)
        self._refuse_unexplained(before, last)
        return self.parts | {"principal after it": after}

    def _principal(self, line):
        formula, _, written = line.removeprefix("Principal after it: ").rpartition(" = ")
        before, _, paid = formula.partition(" \u2212 ")
        require(amount(paid) == self.parts.get("principal", 0), line)
        require(amount(before) - amount(paid) == amount(written), line)
        if self.interest.principal is not None:
            require(self.interest.was_on(amount(before)), line)
        return amount(before), amount(written)

    def _refuse_unexplained(self, before, line):
        kept, credit = self.parts.get("kept", 0), self.parts.get("credit", 0)
        require(self.pool + self.set_aside == kept + credit, line)
        require(not credit or self.parts.get("principal", 0) == before, line)

    def _line(self, line):
        if line.startswith(CHANGED):
            self.interest.change(line)
            return
        if " = " in line:
            self.interest.add(line)
            return
        label, _, shown = line.rpartition(": ")
        if label == "Together":
            require(is_written(self.interest.exact, shown), line)
        elif found := _TAKEN.fullmatch(label):
            self._take(found[1], amount(found[2]), amount(shown), line)
        elif label in ROUNDINGS:
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
        require(0 < cents <= left, line)
        self.pool, self.set_aside = cents, left - cents
        self.is_chosen, self.due = is_chosen, None
        self.owed_interest, self.taken_interest = self.owed_interest - self.taken_interest, 0

    def _take(self, name, owed, taken, line):
        require(taken == min(self.pool, owed), line)
        if name == "interest":
            require(owed == self.owed_interest, line)
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
