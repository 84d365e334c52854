"""What the access log says: every look by somebody whom the contract does not bind. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from finance_portal.language import say, say_number
from finance_portal.services.access_log import Look, what_of, when_of, who_of, why_of

PAGE_SIZE = 25
TONES = {"delegate": "info", "link": "warn", "servicer": "calm"}


@dataclass(frozen=True)
class Row:
    """One look, ready to show."""

    when: str = ""
    name: str = ""
    part: str = ""
    tone: str = "calm"
    what: str = ""
    reason: str = ""
    place: str = ""


@dataclass(frozen=True)
class Page:
    """A page of looks."""

    rows: list[Row] = field(default_factory=list)
    number: int = 1
    where: str = ""
    found: str = ""
    has_previous: bool = False
    has_next: bool = False
    is_one_of_several: bool = False


def page(found: Sequence[Look], number: int) -> Page:
    """Return one page of the looks, the newest first."""
    count = max(1, -(-len(found) // PAGE_SIZE))
    number = min(max(1, number), count)
    start = (number - 1) * PAGE_SIZE
    return Page(
        rows=[_row(each) for each in found[start : start + PAGE_SIZE]],
        number=number,
        where=say("Page {number} of {count}", number=str(number), count=str(count)),
        found=say_number(len(found), "{number} look", "{number} looks"),
        has_previous=number > 1,
        has_next=number < count,
        is_one_of_several=count > 1,
    )


def _row(each: Look) -> Row:
    return Row(
        when=when_of(each),
        name=each.name,
        part=who_of(each),
        tone=TONES[each.kind],
        what=what_of(each),
        reason=why_of(each),
        place=say("from {ip}", ip=each.ip) if each.ip else "",
    )
