"""What the balloon page says. Pure: what a service returned becomes text."""

from dataclasses import dataclass, field

from finance_portal.domain.cents import dollars
from finance_portal.services.balloon import BalloonEnd
from finance_portal.ui.surfaces import Fact, Line
from finance_portal.ui.wording import distance, long_date, plural, weekday_date

AUTOPAY = {
    "off": "Autopay is off. Nothing is debited: you pay the balloon yourself.",
    "without": "Autopay ends before the balloon. It is not debited unless you sign for it.",
    "with": "You signed that autopay debits the balloon, too.",
}


@dataclass(frozen=True)
class Way:
    """One thing that can be done about the balloon."""

    name: str = ""
    title: str = ""
    words: str = ""
    is_planned: bool = False


@dataclass(frozen=True)
class View:
    """The balloon, ready to show."""

    amount: str = ""
    due: str = ""
    facts: list[Fact] = field(default_factory=list)
    weekend: str = ""
    autopay: str = ""
    autopay_covers: bool = False
    lines: list[Line] = field(default_factory=list)
    working: list[str] = field(default_factory=list)
    payoff: list[Line] = field(default_factory=list)
    payoff_working: list[str] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    answer: str = ""
    letters: list[str] = field(default_factory=list)
    warning: str = ""
    can_choose: bool = False


def view(seen: BalloonEnd) -> View:
    """Return the page."""
    limits = seen.limits
    return View(
        amount=dollars(seen.expected),
        due=weekday_date(seen.due_on),
        facts=[
            Fact("Due", distance(seen.today, seen.due_on)),
            Fact("Payments before it", str(seen.installments_before)),
            Fact("Each", dollars(seen.installment)),
        ],
        weekend=_weekend(seen),
        autopay=AUTOPAY[seen.autopay],
        autopay_covers=seen.autopay == "with",
        lines=_lines(seen),
        working=list(seen.working),
        payoff=[] if limits.no_payoff else [_payoff(seen)],
        payoff_working=[] if limits.no_payoff else list(seen.payoff_working),
        ways=_ways(seen),
        answer=f"We answer by {long_date(seen.answer_by)}." if seen.answer_by else "",
        letters=[f"{long_date(each.on)}: {each.name} days before" for each in seen.timeline],
        warning=f"{limits.words} {limits.contact}".strip() if limits else "",
        can_choose=not limits.read_only,
    )


def _weekend(seen: BalloonEnd) -> str:
    if seen.pay_by == seen.due_on:
        return ""
    return (
        f"{seen.due_on:%A}, {long_date(seen.due_on)} is no banking day. Paid by"
        f" {weekday_date(seen.pay_by)}, it is in time: no late charge, and interest runs to the day"
        " on which the payment counts."
    )


def _lines(seen: BalloonEnd) -> list[Line]:
    before = plural(seen.installments_before, "payment")
    signed = Line("Balloon in your contract", dollars(seen.signed))
    expected = Line(
        "Expected on that day",
        dollars(seen.expected),
        is_total=True,
        note=f"If the {before} before it come in when due. Earlier or later payments change it.",
    )
    return [signed, expected]


def _payoff(seen: BalloonEnd) -> Line:
    return Line(
        "Pays off the whole loan instead",
        dollars(seen.payoff),
        note=f"Good through {long_date(seen.payoff_through)}. Then nothing more falls due.",
    )


def _ways(seen: BalloonEnd) -> list[Way]:
    found = [
        ("pay", "Pay it", "By hand on the day, or by autopay if you sign for that."),
        (
            "refinance",
            "Refinance it",
            "Ask us: a person takes your application on and calls you. Nothing is promised by it.",
        ),
        (
            "sell",
            "Sell or trade the vehicle",
            "Ask for the payoff of the day; what the buyer pays beyond it is yours.",
        ),
    ]
    if seen.return_fee is not None:
        words = f"Your contract allows it for a fee of {dollars(seen.return_fee)}. Wear and miles"
        found.append(("return", "Return the vehicle", f"{words} count as your contract says."))
    return [Way(*each, is_planned=seen.plan == each[0]) for each in found]
