"""The balance over time as a picture, a sentence and a table. Geometry only: no framework.

A picture is 100 wide and 100 high and is stretched to its place, so its words are not part of it:
they are placed in percent beside it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from finance_portal.domain.cents import Cents, dollars
from finance_portal.language import say, sentence
from finance_portal.ui.wording import long_date, month_of

Point = tuple[date, Cents]

YEAR = timedelta(days=365)
LONG_PAUSE = timedelta(days=62)
GRIDLINES = 3
TOUCHING = 0.14  # share of the width at which two dates would touch on a desktop
NARROW = 0.36  # and on a phone
STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Tick:
    """A word at the edge of the picture; `at` is a percentage."""

    at: str = "0%"
    words: str = ""
    is_today: bool = False
    is_crowded: bool = False  # leave it out where there is little room


@dataclass(frozen=True)
class Mark:
    """Something that bends the line, and what it was."""

    left: str = "0%"
    top: str = "0%"
    words: str = ""


@dataclass(frozen=True)
class TableRow:
    """A row of the table that says the same as the picture."""

    on: str = ""
    balance: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Picture:
    """One span of time, ready to draw."""

    area: str = ""
    line: str = ""
    projected: str = ""
    today_left: str = "0%"
    today_top: str = "0%"
    dates: list[Tick] = field(default_factory=list)
    amounts: list[Tick] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


@dataclass(frozen=True)
class Chart:
    """Both spans, and the same in words and figures."""

    year: Picture = Picture()
    all: Picture = Picture()
    summary: str = ""
    notes: list[str] = field(default_factory=list)
    rows: list[TableRow] = field(default_factory=list)


def balance_chart(
    history: list[Point], projected: list[Point], *, today: date, usual: Cents
) -> Chart:
    """Return the chart of a balance; `usual` is the installment, to tell what is out of the usual.

    `history` and `projected` are in order of time; history's last point is today's balance.
    """
    whole = history + projected
    bends = _bends(history, usual)
    near = (max(whole[0][0], today - YEAR), min(whole[-1][0], today + YEAR))
    return Chart(
        year=_picture(history, projected, *near, bends=bends, from_zero=False),
        all=_picture(history, projected, whole[0][0], whole[-1][0], bends=bends, from_zero=True),
        summary=_summary(history, projected),
        notes=[words for _, words in bends],
        rows=_rows(history, projected, today),
    )


def compared(agreed: list[Point], other: list[Point]) -> Picture:
    """Return a balance in two ways from the same day on: `other` drawn out, `agreed` dotted."""
    start, end = agreed[0][0], max(agreed[-1][0], other[-1][0])
    low, high, step = _scale(0, max(balance for _, balance in agreed + other))
    at = _placing(start, end, low, high)
    line, dotted = [at(point) for point in other], [at(point) for point in agreed]
    (left, top), (ends, _) = line[0], line[-1]
    return Picture(
        area=f"{_path(line)}L{left:.2f} 100Z",
        line=_path(line),
        projected=_path(dotted),
        today_left=f"{left:.2f}%",
        today_top=f"{top:.2f}%",
        dates=_ends(ends / 100, other[-1][0], end),
        amounts=_amounts(at, start, range(low, high + 1, step)),
    )


def paced(allowed: list[Point], driven: list[Point], end: Point) -> Picture:
    """Return miles over time: what is allowed as the ground, driven drawn out, its pace dotted.

    `driven` ends today, and goes on to `end` at the same pace.
    """
    start, today = allowed[0][0], driven[-1][0]
    last = max(end[0], today)
    low, high, step = _scale(0, max(miles for _, miles in [*allowed, *driven, end]))
    at = _placing(start, last, low, high)
    ground = [at(point) for point in allowed]
    left, top = at(driven[-1])
    return Picture(
        area=f"{_path(ground)}L{ground[-1][0]:.2f} 100L{ground[0][0]:.2f} 100Z",
        line=_path([at(point) for point in driven]),
        projected=_path([at(driven[-1]), at(end)]),
        today_left=f"{left:.2f}%",
        today_top=f"{top:.2f}%",
        dates=_dates(start, last, today),
        amounts=[
            Tick(f"{at((start, miles))[1]:.2f}%", f"{miles // 1_000}k" if miles else "0")
            for miles in range(low, high + 1, step)
        ],
    )


def _ends(share: float, sooner: date, end: date) -> list[Tick]:
    """Return today, when the sooner way ends, and when the other does, as far as there is room."""
    today = Tick("0%", say("Today"), is_crowded=share < NARROW)
    last = Tick("100%", month_of(end), is_crowded=1 - share < NARROW)
    if min(share, 1 - share) < TOUCHING:
        return [today, Tick("100%", month_of(end))]
    return [today, Tick(f"{share:.2%}", month_of(sooner), is_today=True), last]


def _picture(
    history: list[Point],
    projected: list[Point],
    start: date,
    end: date,
    *,
    bends: list[tuple[Point, str]],
    from_zero: bool,
) -> Picture:
    past = _within(history, start, end)
    future = _within(history[-1:] + projected, start, end)
    balances = [balance for _, balance in past + future]
    low, high, step = _scale(0 if from_zero else min(balances), max(balances))
    at = _placing(start, end, low, high)
    line = [at(point) for point in past]
    left, top = line[-1]
    return Picture(
        area=f"{_path(line)}L{left:.2f} 100L{line[0][0]:.2f} 100Z",
        line=_path(line),
        projected=_path([at(point) for point in future]),
        today_left=f"{left:.2f}%",
        today_top=f"{top:.2f}%",
        dates=_dates(start, end, history[-1][0]),
        amounts=_amounts(at, start, range(low, high + 1, step)),
        marks=[
            Mark(f"{at(point)[0]:.2f}%", f"{at(point)[1]:.2f}%", words)
            for point, words in bends
            if start <= point[0] <= end
        ],
    )


def _placing(
    start: date, end: date, low: Cents, high: Cents
) -> Callable[[Point], tuple[float, float]]:
    """Return what tells where on the picture a point stands, from the left and from the top."""

    def at(point: Point) -> tuple[float, float]:
        return (
            100 * (point[0] - start).days / max((end - start).days, 1),
            100 - 100 * (point[1] - low) / (high - low),
        )

    return at


def _amounts(
    at: Callable[[Point], tuple[float, float]], start: date, values: Iterable[Cents]
) -> list[Tick]:
    return [Tick(f"{at((start, value))[1]:.2f}%", _short(value)) for value in values]


def _within(points: list[Point], start: date, end: date) -> list[Point]:
    """Return the points of a span, the line cut at its edges."""
    inside = [point for point in points if start <= point[0] <= end]
    for before, after in pairwise(points):
        if before[0] < start < after[0]:
            inside.insert(0, (start, _between(before, after, start)))
        if before[0] < end < after[0]:
            inside.append((end, _between(before, after, end)))
    return inside


def _between(before: Point, after: Point, day: date) -> Cents:
    share, whole = (day - before[0]).days, (after[0] - before[0]).days
    return before[1] + (after[1] - before[1]) * share // whole


def _scale(lowest: int, highest: int) -> tuple[int, int, int]:
    """Return the lowest and highest gridline and the step between, in cents, all round numbers."""
    spread = max(highest - lowest, 10_000)
    rough = spread / GRIDLINES
    magnitude = 10 ** (len(str(int(rough))) - 1)
    step = next(int(factor * magnitude) for factor in STEPS if factor * magnitude >= rough)
    low = lowest // step * step
    return low, low + step * max(-(-(highest - low) // step), 1), step


def _path(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points)


def _dates(start: date, end: date, today: date) -> list[Tick]:
    share = (today - start).days / max((end - start).days, 1)
    first = Tick("0%", month_of(start), is_crowded=share < NARROW)
    last = Tick("100%", month_of(end), is_crowded=1 - share < NARROW)
    if min(share, 1 - share) < TOUCHING:
        return [first, last]
    return [first, Tick(f"{share:.2%}", say("Today"), is_today=True), last]


def _short(cents: int) -> str:
    thousands = cents / 100_000
    return "$0" if not cents else f"${thousands:g}k"


def _bends(history: list[Point], usual: Cents) -> list[tuple[Point, str]]:
    """Return the points where the line bends for a reason that a reader would ask for."""
    found = []
    for before, after in pairwise(history[:-1]):
        if before[1] - after[1] > usual:
            found.append((after, _leap(before, after)))
        elif after[0] - before[0] > LONG_PAUSE:
            found.append((after, _pause(before, after)))
    return found


def _leap(before: Point, after: Point) -> str:
    words = (
        sentence("{day}: an extra payment, {paid} off the balance at once.")
        if after[1]
        else sentence("{day}: paid off, {paid} off the balance at once.")
    )
    return say(words, day=long_date(after[0]), paid=dollars(before[1] - after[1]))


def _pause(before: Point, after: Point) -> str:
    return say(
        "{since} to {until}: no payments, interest kept accruing.",
        since=long_date(before[0]),
        until=long_date(after[0]),
    )


def _summary(history: list[Point], projected: list[Point]) -> str:
    (since, first), (_, now) = history[0], history[-1]
    said = say("The balance is {now} today.", now=dollars(now))
    if now != first:
        said = say(
            "The balance fell from {first} in {since} to {now} today.",
            first=dollars(first),
            since=month_of(since),
            now=dollars(now),
        )
    if not projected:
        return said
    end, left = projected[-1]
    ahead = say(
        "Paid as agreed, it reaches {left} in {end}.", left=dollars(left), end=month_of(end)
    )
    return f"{said} {ahead}"


def _rows(history: list[Point], projected: list[Point], today: date) -> list[TableRow]:
    """Return the first point, the last of each year, today, and the end."""
    last_of_year = {point[0].year: point for point in history}
    ahead = {point[0].year: point for point in projected}
    past = dict.fromkeys([history[0], *last_of_year.values()])
    return [
        *[
            TableRow(
                say("Today") if on == today else long_date(on), dollars(balance), say("Actual")
            )
            for on, balance in past
        ],
        *[
            TableRow(long_date(on), dollars(balance), say("Projected"))
            for on, balance in ahead.values()
        ],
    ]
