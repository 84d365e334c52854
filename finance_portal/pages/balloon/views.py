"""What the balloon page says. Pure: what a service returned becomes text."""

from dataclasses import dataclass, field

from finance_portal.domain.cents import dollars
from finance_portal.language import name_of_week_day, say, say_number, sentence
from finance_portal.services.balloon import BalloonEnd
from finance_portal.ui.surfaces import Fact, Line
from finance_portal.ui.wording import distance, long_date, weekday_date

AUTOPAY = {
    "off": sentence("Autopay is off. Nothing is debited: you pay the balloon yourself."),
    "without": sentence(
        "Autopay ends before the balloon. It is not debited unless you sign for it."
    ),
    "with": sentence("You signed that autopay debits the balloon, too."),
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
            Fact(say("Due"), distance(seen.today, seen.due_on)),
            Fact(say("Payments before it"), str(seen.installments_before)),
            Fact(say("Each"), dollars(seen.installment)),
        ],
        weekend=_weekend(seen),
        autopay=say(AUTOPAY[seen.autopay]),
        autopay_covers=seen.autopay == "with",
        lines=_lines(seen),
        working=list(seen.working),
        payoff=[] if limits.no_payoff else [_payoff(seen)],
        payoff_working=[] if limits.no_payoff else list(seen.payoff_working),
        ways=_ways(seen),
        answer=say("We answer by {answer_by}.", answer_by=long_date(seen.answer_by))
        if seen.answer_by
        else "",
        letters=[
            say("{day}: {days} days before", day=long_date(each.on), days=each.name)
            for each in seen.timeline
        ],
        warning=f"{limits.words} {limits.contact}".strip() if limits else "",
        can_choose=not limits.read_only,
    )


def _weekend(seen: BalloonEnd) -> str:
    if seen.pay_by == seen.due_on:
        return ""
    return say(
        "{weekday}, {day} is no banking day. Paid by {pay_by}, it is in "
        "time: no late charge, and interest runs to the day on which the "
        "payment counts.",
        weekday=name_of_week_day(seen.due_on),
        day=long_date(seen.due_on),
        pay_by=weekday_date(seen.pay_by),
    )


def _lines(seen: BalloonEnd) -> list[Line]:
    signed = Line(say("Balloon in your contract"), dollars(seen.signed))
    expected = Line(
        say("Expected on that day"),
        dollars(seen.expected),
        is_total=True,
        note=say_number(
            seen.installments_before,
            "If the {number} payment before it comes in when due. Earlier or later payments change "
            "it.",
            "If the {number} payments before it come in when due. Earlier or later payments change "
            "it.",
        ),
    )
    return [signed, expected]


def _payoff(seen: BalloonEnd) -> Line:
    return Line(
        say("Pays off the whole loan instead"),
        dollars(seen.payoff),
        note=say(
            "Good through {payoff_through}. Then nothing more falls due.",
            payoff_through=long_date(seen.payoff_through),
        ),
    )


def _ways(seen: BalloonEnd) -> list[Way]:
    found = [
        ("pay", say("Pay it"), say("By hand on the day, or by autopay if you sign for that.")),
        (
            "refinance",
            say("Refinance it"),
            say(
                "Ask us: a person takes your application on and calls you. Nothing is "
                "promised by it."
            ),
        ),
        (
            "sell",
            say("Sell or trade the vehicle"),
            say("Ask for the payoff of the day; what the buyer pays beyond it is yours."),
        ),
    ]
    if seen.return_fee is not None:
        found.append(
            (
                "return",
                say("Return the vehicle"),
                say(
                    "Your contract allows it for a fee of {return_fee}. Wear and miles count as "
                    "your contract says.",
                    return_fee=dollars(seen.return_fee),
                ),
            )
        )
    return [Way(*each, is_planned=seen.plan == each[0]) for each in found]
