"""The shapes of what the lease end page shows: texts that are ready."""

from dataclasses import dataclass, field

from finance_portal.ui.chart import Picture
from finance_portal.ui.surfaces import Fact, Line


@dataclass(frozen=True)
class Way:
    """One way out of a lease, with what it costs."""

    name: str = ""
    title: str = ""
    when: str = ""
    lines: list[Line] = field(default_factory=list)
    note: str = ""
    is_planned: bool = False
    is_payable: bool = False  # on the pay page, now
    working: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Amount:
    """One of the three figures that must never be confused (R14.6)."""

    label: str = ""
    value: str = ""
    note: str = ""
    working: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class PriceRow:
    """What buys the vehicle through a day, before tax."""

    through: str = ""
    left: str = ""
    price: str = ""


@dataclass(frozen=True)
class Stage:
    """A milestone on the way to the end."""

    when: str = ""
    title: str = ""
    words: str = ""
    state: str = "coming"  # or "now", "over"


@dataclass(frozen=True)
class MilesView:
    """Miles: what was driven, where it leads, and what it costs now and later."""

    is_known: bool = False
    facts: list[Fact] = field(default_factory=list)
    note: str = ""
    tone: str = "good"
    picture: Picture = field(default_factory=Picture)
    rows: list[Fact] = field(default_factory=list)  # the same as the picture, in words
    last: str = ""  # what may not be gone below
    sells: bool = False
    offer: str = ""
    offer_lines: list[Line] = field(default_factory=list)
    suggested: str = ""
    working: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class InvoiceView:
    """The final invoice."""

    title: str = ""
    lines: list[Line] = field(default_factory=list)
    working: list[str] = field(default_factory=list)
    note: str = ""
    pdf: str = ""
    can_dispute: bool = False
    disputed: str = ""


@dataclass(frozen=True)
class View:
    """A lease toward its end."""

    ends: str = ""
    distance: str = ""
    status: str = ""
    facts: list[Fact] = field(default_factory=list)
    warning: str = ""
    warning_title: str = ""
    can_choose: bool = False
    choose_from: str = ""
    is_back: bool = False
    bought: str = ""  # that it was, in words
    ways: list[Way] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    prices: list[PriceRow] = field(default_factory=list)
    miles: MilesView = field(default_factory=MilesView)
    timeline: list[Stage] = field(default_factory=list)
    months: list[str] = field(default_factory=list)
    extended: str = ""
    extension_waits: str = ""
    must_ask: bool = False
    turn_in: str = ""
    first_day: str = ""
    last_day: str = ""
    odometer_pdf: str = ""
    invoice: InvoiceView = field(default_factory=InvoiceView)


@dataclass(frozen=True)
class ProposalView:
    """What would be signed to keep the vehicle longer."""

    words: list[str] = field(default_factory=list)
    dues: list[str] = field(default_factory=list)
    total: str = ""
    runs_through: str = ""
    waits: str = ""
    note: str = ""
    confirm: str = ""  # where the step-up is
