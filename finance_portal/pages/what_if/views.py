"""What the what-if page says: the ways to pay more, and what each comes to. Pure."""

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from finance_portal.domain.calendar import ONE_DAY
from finance_portal.domain.cents import ZERO, Cents, dollars
from finance_portal.domain.projection import Extra, Projection
from finance_portal.language import say, say_number
from finance_portal.services.what_if import WhatIf
from finance_portal.ui.chart import Picture, Point, compared
from finance_portal.ui.wording import long_date, month_of

MONTHLY, ONCE, ROUND_UP, TWO_WEEKS = "monthly", "once", "round_up", "two_weeks"
WAYS = (MONTHLY, ONCE, ROUND_UP, TWO_WEEKS)
ROUND_TO = ("10", "25", "50", "100")  # dollars
USUAL_ROUND = "50"

STEP = {MONTHLY: 5, ONCE: 50}  # dollars
FIRST = {MONTHLY: 50, ONCE: 1_000}  # dollars, before anything is chosen
MOST_ONCE: Cents = 10_000_00  # a finger moves no further in steps of $50
DOLLAR: Cents = 100
MONTHS = 12


@dataclass(frozen=True)
class Slider:
    """From nothing to the most that makes sense, in whole dollars."""

    name: str = ""  # another slider, another name
    label: str = ""
    value: str = "0"
    step: str = "1"
    most: str = "1"
    least_words: str = "$0"
    most_words: str = ""


@dataclass(frozen=True)
class Row:
    """One figure, as agreed and with the extra money."""

    label: str = ""
    agreed: str = ""
    extra: str = ""


@dataclass(frozen=True)
class View:
    """The comparison, ready to show."""

    way: str = MONTHLY
    slider: Slider = field(default_factory=Slider)
    chosen: str = ""  # "$50 more each month"
    means: str = ""
    saved: str = ""
    sooner: str = ""
    summary: str = ""
    picture: Picture = field(default_factory=Picture)
    rows: list[Row] = field(default_factory=list)
    years: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def slider(way: str, largest: Cents, wanted: int | None = None) -> Slider:
    """Return the slider of a way, up to an amount; a wanted number of dollars is kept within."""
    if way not in STEP:
        return Slider()
    step = STEP[way]
    largest = min(largest, MOST_ONCE) if way == ONCE else largest
    most = max(largest // DOLLAR // step * step, step)
    value = min(max(FIRST[way] if wanted is None else wanted // step * step, 0), most)
    return Slider(
        name=f"extra-{way}",
        label=say("One extra payment today") if way == ONCE else say("Extra with every payment"),
        value=str(value),
        step=str(step),
        most=str(most),
        most_words=f"${most:,}",
    )


def extra_of(way: str, number: int, installment: Cents) -> Extra:
    """Return what a way asks for; `number` is the slider's, or what is rounded up to."""
    match way:
        case "once":
            return Extra(once=number * DOLLAR)
        case "round_up":
            whole = number * DOLLAR
            return Extra(monthly=whole - installment % whole)
        case "two_weeks":
            return Extra(every_two_weeks=True)
    return Extra(monthly=number * DOLLAR)


def view(way: str, shown: Slider, extra: Extra, seen: WhatIf) -> View:
    """Return the comparison in words, figures and a picture."""
    agreed, other = _points(seen, seen.agreed), _points(seen, seen.extra)
    sooner = _sooner(seen.agreed.closes_on, seen.extra.closes_on)
    saved = dollars(seen.interest_saved)
    return View(
        way=way,
        slider=shown,
        chosen=_chosen(way, extra),
        means=_means(way, extra, seen),
        saved=saved,
        sooner=sooner,
        summary=say(
            "{way} saves {saved} of interest. {sooner}",
            way=_chosen(way, extra),
            saved=saved,
            sooner=sooner,
        ),
        picture=compared(agreed, other),
        rows=_rows(seen),
        years=_years(agreed, other, seen.as_of),
        notes=_notes(way, seen),
    )


def _points(seen: WhatIf, projection: Projection) -> list[Point]:
    """Return the balance from today on, one point a day; what falls at once falls on its day."""
    points = list(dict([(seen.as_of, seen.principal), *projection.balances]).items())
    drawn = points[:1]
    for before, after in pairwise(points):
        if before[1] - after[1] > 2 * seen.installment and after[0] - ONE_DAY > before[0]:
            drawn.append((after[0] - ONE_DAY, before[1]))
        drawn.append(after)
    return drawn


def _chosen(way: str, extra: Extra) -> str:
    match way:
        case "once":
            return say("One extra payment of {amount} today", amount=dollars(extra.once))
        case "two_weeks":
            return say("Half a payment every two weeks")
    return say("{monthly} more with every payment", monthly=dollars(extra.monthly))


def _means(way: str, extra: Extra, seen: WhatIf) -> str:
    installment = dollars(seen.installment)
    match way:
        case "once":
            return say("All of it goes to your principal; your due dates stay as they are.")
        case "two_weeks":
            return say(
                "{half} every 14 days instead of {installment} a month: 26 halves are 13 payments"
                " a year.",
                half=dollars((seen.installment + 1) // 2),
                installment=installment,
            )
    return say(
        "{amount} instead of {installment} each time.",
        amount=dollars(seen.installment + extra.monthly),
        installment=installment,
    )


def _sooner(agreed: date | None, other: date | None) -> str:
    if agreed is None or other is None:
        return ""
    months = (agreed.year - other.year) * MONTHS + agreed.month - other.month
    if months > 0:
        return say_number(
            months,
            "Paid off {number} month sooner, in {other}.",
            "Paid off {number} months sooner, in {other}.",
            other=month_of(other),
        )
    days = (agreed - other).days
    if days > 0:
        return say_number(
            days,
            "Paid off {number} day sooner, on {other}.",
            "Paid off {number} days sooner, on {other}.",
            other=long_date(other),
        )
    return say("Paid off in {other}, as agreed.", other=month_of(other))


def _rows(seen: WhatIf) -> list[Row]:
    agreed, extra = seen.agreed, seen.extra
    return [
        Row(say("Paid off"), _day(agreed.closes_on), _day(extra.closes_on)),
        Row(say("Last payment"), dollars(_last(agreed)), dollars(_last(extra))),
        Row(say("Interest to come"), dollars(agreed.interest), dollars(extra.interest)),
        Row(say("All you still pay"), dollars(agreed.total), dollars(extra.total)),
    ]


def _last(projection: Projection) -> Cents:
    return projection.payments[-1].amount if projection.payments else ZERO


def _day(day: date | None) -> str:
    return long_date(day) if day else ""


def _years(agreed: list[Point], other: list[Point], today: date) -> list[Row]:
    """Return both balances at the end of each year, until the later one is paid off."""
    last = agreed[-1][0].year
    days = [date(year, 12, 31) for year in range(today.year, last + 1)]
    return [
        Row(
            say("End of {year}", year=day.year), dollars(_on(agreed, day)), dollars(_on(other, day))
        )
        for day in days
    ]


def _on(points: list[Point], day: date) -> Cents:
    return next((balance for on, balance in reversed(points) if on <= day), ZERO)


def _notes(way: str, seen: WhatIf) -> list[str]:
    said = []
    if seen.to_cure:
        said.append(
            say(
                "{to_cure} is past due or in fees. Both ways begin with paying that today.",
                to_cure=dollars(seen.to_cure),
            )
        )
    if seen.kind == "balloon":
        said.append(
            say("Your last payment stays due when it is due. It shrinks by what you pay extra.")
        )
    if way == ONCE and seen.extra.closes_on == seen.as_of:
        said.append(say("This closes the contract. Choose payoff to pay the exact amount."))
    said.append(
        say(
            "Worked out like your real payments, if each is made on its due date. "
            "A day later costs a day's interest more."
        )
    )
    return said
