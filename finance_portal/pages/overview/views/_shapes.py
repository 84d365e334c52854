"""The parts of the overview: strings, numbers to draw with, and nothing else."""

from dataclasses import dataclass, field

from finance_portal.ui.chart import Chart
from finance_portal.ui.money import Part
from finance_portal.ui.surfaces import Fact, Line

NO_CHART = Chart()


@dataclass(frozen=True)
class Hero:
    """The one number that matters, and what stands around it."""

    vehicle: str = ""
    vin: str = ""
    label: str = ""
    amount: str = ""  # an amount of money, or empty when `count` says it
    count: str = ""
    count_of: str = ""
    status: str = ""
    tone: str = "calm"
    working: list[str] = field(default_factory=list)
    percent: int = 0
    progress: str = ""
    whole: str = ""
    facts: list[Fact] = field(default_factory=list)


@dataclass(frozen=True)
class ComingView:
    """What will be paid without another click, and where it can be changed."""

    words: str = ""
    href: str = ""
    is_autopay: bool = False


@dataclass(frozen=True)
class NewsView:
    """Something new or under way, and where it stands."""

    kind: str = ""
    words: str = ""
    note: str = ""
    link: str = ""
    href: str = ""


@dataclass(frozen=True)
class Due:
    """What is to be paid next, and the way there."""

    title: str = ""
    amount: str = ""
    when: str = ""
    chip: str = ""
    tone: str = "calm"
    lines: list[Line] = field(default_factory=list)
    coming: list[ComingView] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    is_covered: bool = False  # by what is on its way: nobody should pay it twice
    action: str = ""
    href: str = ""
    other_href: str = ""
    working: list[str] = field(default_factory=list)
    promised: str = ""  # what its borrower said they will pay, and by when
    help_words: str = ""  # the way to those who can help
    help_href: str = ""


@dataclass(frozen=True)
class Figure:
    """An amount, the question that it answers, and a plain sentence."""

    question: str = ""
    amount: str = ""
    note: str = ""
    working: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Applied:
    """The last payment and where it went."""

    amount: str = ""
    on: str = ""
    parts: list[Part] = field(default_factory=list)
    after: str = ""
    working: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class MilesView:
    """Distance driven against distance allowed."""

    percent: int = 0
    driven: str = ""
    allowed: str = ""
    facts: list[Fact] = field(default_factory=list)
    note: str = ""
    working: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Opened:
    """A figure, and the lines that it was worked out in."""

    title: str = ""
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Overview:
    """One contract, ready to show."""

    hero: Hero = Hero()
    due: Due = Due()
    pending: list[str] = field(default_factory=list)
    news: list[NewsView] = field(default_factory=list)
    balloon: str = ""
    is_lease: bool = False
    is_open: bool = False  # a loan that can be paid off
    has_figures: bool = False  # none where no price is quoted
    figures: list[Figure] = field(default_factory=list)
    payoff: list[Line] = field(default_factory=list)
    payoff_notes: list[str] = field(default_factory=list)
    payoff_workings: list[Opened] = field(default_factory=list)
    applied: Applied = Applied()
    has_payment: bool = False
    chart: Chart = NO_CHART
    has_chart: bool = False
    miles: MilesView = MilesView()
    has_miles: bool = False
