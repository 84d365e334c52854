"""What the page says of who has access: people, links to quotes, what one was given. Pure."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from finance_portal.domain.calendar import add_months
from finance_portal.domain.cents import dollars
from finance_portal.domain.rights import GIVEN, MOST_MONTHS
from finance_portal.language import long_day, say, sentence
from finance_portal.services.delegates.listing import Given, Mine, SharedQuote, Sharing
from finance_portal.services.delegates.quotes import MOST_DAYS
from finance_portal.ui import routes

USUAL_MONTHS = 3
RIGHTS = {
    "family": sentence("May see the figures and pay"),
    "accountant": sentence("May see the figures and documents"),
    "helper": sentence("May see the figures and documents, and pay"),
    "look": sentence("May see the figures"),
}
STATUS = {
    "invited": (sentence("Invited"), "warn"),
    "running": (sentence("Has access"), "good"),
    "unused": (sentence("Invitation not used"), "calm"),
    "over": (sentence("Ended"), "calm"),
    "ended": (sentence("Ended"), "calm"),
}
WHY = {
    "revoked": sentence("You ended it on {day}."),
    "given_up": sentence("They gave it up on {day}."),
    "replaced": sentence("A newer invitation took its place on {day}."),
    "frozen": sentence("It ended on {day}, with the sign-in that was frozen."),
}


@dataclass(frozen=True)
class Person:
    """Somebody who has access, or is invited."""

    ref: str = ""
    name: str = ""
    email: str = ""
    preset: str = ""
    rights: str = ""
    until: str = ""
    through_on: str = ""
    status: str = ""
    tone: str = "calm"
    since: str = ""
    is_asked: bool = False  # whether to end it
    is_changing: bool = False


@dataclass(frozen=True)
class QuoteRow:
    """A link to one quote."""

    ref: str = ""
    title: str = ""
    detail: str = ""
    status: str = ""
    is_open: bool = False


@dataclass(frozen=True)
class Shared:
    """A contract that one was given access to, or is offered."""

    ref: str = ""
    title: str = ""
    detail: str = ""
    rights: str = ""
    href: str = ""
    is_offered: bool = False


@dataclass(frozen=True)
class View:
    """The page, ready to show."""

    people: list[Person] = field(default_factory=list)
    earlier: list[Person] = field(default_factory=list)
    quotes: list[QuoteRow] = field(default_factory=list)
    mine: list[Shared] = field(default_factory=list)
    first_day: str = ""
    last_day: str = ""
    usual_day: str = ""
    days: list[str] = field(default_factory=list)  # of a quote


def view(found: Sharing, today: date, *, asked: str = "", changing: str = "") -> View:
    """Return the page; `asked` and `changing` are the refs of what is being dealt with."""
    people = [_person(each, asked, changing) for each in found.given]
    is_open = [each.status in {"invited", "running"} for each in found.given]
    return View(
        people=[each for each, held in zip(people, is_open, strict=True) if held],
        earlier=[each for each, held in zip(people, is_open, strict=True) if not held],
        quotes=[_quote(each) for each in found.quotes],
        mine=[_mine(each) for each in found.mine],
        first_day=(today + timedelta(days=1)).isoformat(),
        last_day=add_months(today, MOST_MONTHS, today.day).isoformat(),
        usual_day=add_months(today, USUAL_MONTHS, today.day).isoformat(),
        days=[str(days) for days in range(1, MOST_DAYS + 1)],
    )


def is_preset(typed: str) -> bool:
    """Tell whether this is one of the sets of rights that can be given."""
    return typed in GIVEN


def _person(each: Given, asked: str, changing: str) -> Person:
    status, tone = STATUS[each.status]
    return Person(
        ref=each.ref,
        name=each.name,
        email=each.email,
        preset=each.preset,
        rights=say(RIGHTS[each.preset]),
        until=say("Through {day}", day=long_day(each.through_on)),
        through_on=each.through_on.isoformat(),
        status=say(status),
        tone=tone,
        since=_since(each),
        is_asked=each.ref == asked,
        is_changing=each.ref == changing,
    )


def _since(each: Given) -> str:
    if each.ended_at and each.ended_for in WHY:
        return say(WHY[each.ended_for], day=long_day(each.ended_at.date()))
    if each.status == "over":
        return say("It ended by itself after {day}.", day=long_day(each.through_on))
    given = {"name": each.given_by, "day": long_day(each.invited_at.date())}
    if each.accepted_at:
        day = long_day(each.accepted_at.date())
        return say("Invited by {name}, accepted on {day}.", name=each.given_by, day=day)
    if each.status == "unused":
        return say("Invited by {name} on {day}. The link ran out after 72 hours.", **given)
    return say("Invited by {name} on {day}. The link works for 72 hours.", **given)


def _quote(each: SharedQuote) -> QuoteRow:
    day = long_day(each.through_on)
    return QuoteRow(
        ref=each.ref,
        title=each.recipient,
        detail=say("{amount}, through {day}", amount=dollars(each.total), day=day),
        status=say("Open") if each.is_open else say("Ended"),
        is_open=each.is_open,
    )


def _mine(each: Mine) -> Shared:
    return Shared(
        ref=each.ref,
        title=say("The contract of {name}", name=each.giver),
        detail=f"{each.vehicle} {each.number_masked}",
        rights=say(
            "{rights}, through {day}.",
            rights=say(RIGHTS[each.preset]),
            day=long_day(each.through_on),
        ),
        href=routes.of_account(routes.OVERVIEW, each.contract_ref),
        is_offered=each.is_offered,
    )
