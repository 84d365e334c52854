"""What helps when paying is hard, in words and dollars, and how the forms are read. Pure."""

from dataclasses import dataclass, field
from datetime import date

from finance_portal.domain.cents import AmountRefused, Cents, dollars, parse_dollars
from finance_portal.language import say, sentence
from finance_portal.services.relief.hardship import LENGTHS, SITUATIONS, WISHES, Situation
from finance_portal.services.relief.menu import Help, Menu
from finance_portal.ui import routes
from finance_portal.ui.forms import FormRefused, read_choice, read_text
from finance_portal.ui.wording import weekday_date

CHOICES = {
    "situation": tuple(SITUATIONS.items()),
    "months": tuple((str(months), words) for months, words in LENGTHS.items()),
    "wish": tuple(WISHES.items()),
}
LINKS = {"due_date": routes.CHANGE_DUE_DATE, "extension": routes.EXTENSION}


@dataclass(frozen=True)
class HelpView:
    """One way out."""

    key: str = ""
    title: str = ""
    words: str = ""
    cost: str = ""
    why_not: str = ""
    href: str = ""
    is_promise: bool = False
    working: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class MenuView:
    """Every way out, the cheapest first."""

    due: str = ""
    refused: str = ""
    helps: list[HelpView] = field(default_factory=list)
    amount: str = ""  # what is due, as it may be typed
    earliest: str = ""
    is_possible: bool = False


def menu(found: Menu, *, account: str, today: date) -> MenuView:
    """Return the ways out of a contract."""
    refused = (
        say("This contract is paid off: nothing is due.") if found.is_closed else found.refused
    )
    return MenuView(
        due=_due(found, today),
        refused=refused,
        helps=[_help(each, account) for each in found.helps],
        amount=dollars(found.amount_due).removeprefix("$") if found.amount_due else "",
        earliest=today.isoformat(),
        is_possible=not refused,
    )


def read_situation(form: dict[str, str]) -> tuple[str, int]:
    """Return the situation and how many months it may last. Raises FormRefused."""
    situation = read_choice(form, "situation", set(SITUATIONS), say("Choose what comes closest."))
    lengths = {str(each) for each in LENGTHS}
    return situation, int(read_choice(form, "months", lengths, say("Choose how long it may last.")))


def read_wish(form: dict[str, str], situation: str, months: int) -> Situation:
    """Return what is asked for. Raises FormRefused."""
    wish = read_choice(
        form, "wish", set(WISHES), say("Choose what would help, or that you are unsure.")
    )
    return Situation(
        situation=situation, months=months, wish=wish, details=read_text(form, "details")
    )


def read_promise(form: dict[str, str]) -> tuple[Cents, date]:
    """Return how much will be paid, and by when. Raises FormRefused."""
    try:
        amount = parse_dollars(read_text(form, "amount"))
    except AmountRefused as refusal:
        raise FormRefused("amount", str(refusal)) from refusal
    return amount, read_day(form, "on")


def read_day(form: dict[str, str], name: str) -> date:
    """Return the day in a field. Raises FormRefused."""
    try:
        return date.fromisoformat(read_text(form, name))
    except ValueError as unreadable:
        raise FormRefused(name, say("Choose a day.")) from unreadable


def _due(found: Menu, today: date) -> str:
    if found.next_due_on is None or not found.amount_due:
        return ""
    words = (
        sentence("{amount} was due {day}.")
        if found.next_due_on < today
        else sentence("{amount} is due {day}.")
    )
    return say(words, amount=dollars(found.amount_due), day=weekday_date(found.next_due_on))


def _help(each: Help, account: str) -> HelpView:
    route = LINKS.get(each.key, "")
    return HelpView(
        key=each.key,
        title=each.title,
        words=each.words,
        cost=each.cost_words,
        why_not=each.why_not,
        href=routes.of_account(route, account) if route and not each.why_not else "",
        is_promise=each.key == "promise",
        working=list(each.working),
    )
