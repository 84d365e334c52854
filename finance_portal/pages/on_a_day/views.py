"""What a contract looked like on another day, ready to show. Pure."""

from dataclasses import dataclass, field

from finance_portal.domain.cents import dollars
from finance_portal.language import say, sentence
from finance_portal.services.on_a_day import Figures, Later, OnADay
from finance_portal.ui.standing import STANDING
from finance_portal.ui.wording import long_date

LEASE = "lease"
UNCHANGED = sentence("Nothing that was entered later changes this day.")
CORRECTED = sentence(
    "Something was entered later that counts from this day or before. Both are shown."
)


@dataclass(frozen=True)
class Row:
    """A figure, as it is known now and as it was known on the day."""

    label: str = ""
    now: str = ""
    then: str = ""
    is_corrected: bool = False


@dataclass(frozen=True)
class View:
    """The page, ready to show."""

    on: str = ""  # for the field
    title: str = ""
    first_day: str = ""
    last_day: str = ""
    said: str = ""
    is_corrected: bool = False
    rows: list[Row] = field(default_factory=list)
    later: list[str] = field(default_factory=list)
    principal_title: str = ""
    principal_working: list[str] = field(default_factory=list)
    payoff_working: list[str] = field(default_factory=list)
    past_due_working: list[str] = field(default_factory=list)


def view(found: OnADay) -> View:
    """Return everything the page shows."""
    is_lease = found.kind == LEASE
    return View(
        on=found.on.isoformat(),
        title=say("At the end of {on}", on=long_date(found.on)),
        first_day=found.first_day.isoformat(),
        last_day=found.last_day.isoformat(),
        said=say(CORRECTED) if found.is_corrected else say(UNCHANGED),
        is_corrected=found.is_corrected,
        rows=_rows(found, is_lease=is_lease),
        later=[_later(each) for each in found.later],
        principal_title=say("Left to pay") if is_lease else say("Principal balance"),
        principal_working=list(found.principal_working),
        payoff_working=list(found.payoff_working),
        past_due_working=list(found.past_due_working),
    )


def _rows(found: OnADay, *, is_lease: bool) -> list[Row]:
    now, then = _said(found.now, is_lease=is_lease), _said(found.then, is_lease=is_lease)
    return [
        Row(label, now[label], then[label], is_corrected=now[label] != then[label]) for label in now
    ]


def _said(figures: Figures, *, is_lease: bool) -> dict[str, str]:
    """Return each figure by its name."""
    return {
        say("Standing"): say(STANDING[figures.standing][0]),
        say("Left to pay") if is_lease else say("Principal balance"): dollars(figures.principal),
        **({} if is_lease else _interest(figures)),
        say("Charges and fees"): dollars(figures.fees),
        say("Past due"): dollars(figures.past_due),
        say("Next payment"): _following(figures),
    }


def _interest(figures: Figures) -> dict[str, str]:
    return {
        say("Interest to that day"): dollars(figures.interest),
        say("Payoff on that day"): dollars(figures.payoff),
    }


def _following(figures: Figures) -> str:
    if figures.next_due_on is None:
        return say("None")
    return say(
        "{amount}, due {day}",
        amount=dollars(figures.next_due_amount),
        day=long_date(figures.next_due_on),
    )


def _later(each: Later) -> str:
    what = each.title
    if each.amount is not None:
        what = say("{title} of {amount}", title=each.title, amount=dollars(each.amount))
    return say(
        "{what}: entered {entered_on}, counts from {counts_from}.",
        what=what,
        entered_on=long_date(each.entered_on),
        counts_from=long_date(each.counts_from),
    )
