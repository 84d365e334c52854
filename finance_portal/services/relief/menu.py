"""What there is to choose from when paying is hard, ordered by what it costs (1.23)."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from finance_portal.db import Database
from finance_portal.domain import working
from finance_portal.domain.cents import ZERO, Cents, dollars
from finance_portal.domain.delinquency import grace_ends_on
from finance_portal.domain.late_charge import late_charge
from finance_portal.domain.position import Position
from finance_portal.domain.relief import ReliefRefused
from finance_portal.language import day_of_year, say, sentence
from finance_portal.services import flags
from finance_portal.services.contracts import File, contract_of, file_of
from finance_portal.services.relief.effects import Kind, Option, options

WAIT_DAYS = 14
"""For how long the menu works out what a promise to pay costs."""

BY_PERSON = {
    "reduced_payment": (
        sentence("Lower payments for some months"),
        sentence(
            "You pay less for a while, and the rest later. A person works it out with "
            "you and writes to you what it costs before anything changes."
        ),
    ),
    "modification": (
        sentence("Other terms for the contract"),
        sentence(
            "A longer time or another payment, on new papers that everybody signs. A "
            "person works it out and shows you the cost first."
        ),
    ),
    "surrender": (
        sentence("Give the vehicle back"),
        sentence(
            "The last resort. The vehicle is sold, and what the sale does not cover "
            "stays owed. Please talk with us about the others first."
        ),
    ),
}
"""What only a person decides: title and words, the last one the last resort."""


@dataclass(frozen=True, kw_only=True)
class Help:
    """One way out. `cost` is in cents; None where a person works it out, or it is not possible."""

    key: str
    title: str
    words: str
    cost: Cents | None = None
    cost_words: str = ""
    why_not: str = ""
    working: tuple[str, ...] = ()  # how a figure of it was worked out

    @property
    def by_person(self) -> bool:
        """Tell whether a person decides on it."""
        return self.key in BY_PERSON


@dataclass(frozen=True, kw_only=True)
class Menu:
    """What a borrower can choose from, and where the contract stands. Amounts are cents."""

    helps: tuple[Help, ...]
    next_due_on: date | None
    amount_due: Cents  # of the next installment, past due and fees with it
    is_closed: bool
    refused: str = ""  # nothing can be arranged on the screen, and whom to ask instead


def menu(db: Database, *, borrower_id: int, contract_ref: str, today: date) -> Menu:
    """Return every way out, the cheapest first. Raises ContractNotFound."""
    with db.read() as session:
        file = file_of(session, contract_of(session, borrower_id, contract_ref))
        position = file.position(today)
        held = flags.restrictions(session, file.contract.id or 0, today)
        upcoming = position.next_installment
        is_possible = not (held.read_only or position.is_closed)
        return Menu(
            helps=_helps(session, file, position, today) if is_possible else (),
            next_due_on=upcoming.due_on if upcoming else None,
            amount_due=_due(position),
            is_closed=position.is_closed,
            refused=f"{held.words} {held.contact}" if held.read_only else "",
        )


def _helps(session: Session, file: File, position: Position, today: date) -> tuple[Help, ...]:
    own = [
        _due_date(session, file, today),
        _promise(file, position),
        _extension(session, file, today),
    ]
    with_a_person = [_with_a_person(key, file, position) for key in BY_PERSON]
    return (*sorted(own, key=_rank), *with_a_person)


def _rank(each: Help) -> tuple[bool, Cents]:
    return each.cost is None, each.cost or ZERO


def _due_date(session: Session, file: File, today: date) -> Help:
    found, why_not = _options(session, file, Kind.DUE_DATE, today)
    return Help(
        key="due_date",
        title=say("Another due date"),
        words=say("All your payments move up to 15 days later. Possible once."),
        cost=_least(found),
        cost_words=_range(found),
        why_not=why_not,
    )


def _extension(session: Session, file: File, today: date) -> Help:
    found, why_not = _options(session, file, Kind.EXTENSION, today)
    return Help(
        key="extension",
        title=say("Move payments to the end"),
        words=say("Skip the next one or two payments. The contract ends that many months later."),
        cost=_least(found),
        cost_words=_range(found),
        why_not=why_not,
    )


def _options(
    session: Session, file: File, kind: Kind, today: date
) -> tuple[tuple[Option, ...], str]:
    """Return what can be chosen, or else why the nearest day, or one month, cannot."""
    try:
        found = options(session, file, kind, today)
    except ReliefRefused as refusal:
        return (), str(refusal)
    possible = tuple(each for each in found if each.effect)
    return possible, "" if possible else found[0].why_not


def _promise(file: File, position: Position) -> Help:
    upcoming, terms = position.next_installment, file.terms.billing
    charge = ZERO
    if upcoming and not upcoming.late_charge_assessed:
        charge = late_charge(
            terms.late_charge, upcoming.amount, upcoming.remaining, file.contract.state_code
        )
    grace = grace_ends_on(terms, upcoming.due_on) if upcoming else position.on
    shown = working.waiting(position, WAIT_DAYS, charge)
    costs = say(
        "Up to {amount} if you pay {number} days late.",
        amount=dollars(shown.result),
        number=WAIT_DAYS,
    )
    if charge:
        costs = say("{costs} No late charge through {day}.", costs=costs, day=day_of_year(grace))
    return Help(
        key="promise",
        title=say("Tell us when you will pay"),
        words=say(
            "You name a day and an amount. The due date stays, interest and late charges go on."
        ),
        cost=shown.result,
        cost_words=costs,
        working=shown.lines,
    )


def _least(found: tuple[Option, ...]) -> Cents | None:
    costs = [each.effect.preview.total_interest_added for each in found if each.effect]
    return min(costs, default=None)


def _range(found: tuple[Option, ...]) -> str:
    costs = sorted(each.effect.preview.total_interest_added for each in found if each.effect)
    if not costs:
        return ""
    if costs[0] == costs[-1]:
        return say("{amount} more interest over the contract.", amount=dollars(costs[0]))
    return say(
        "{least} to {most} more interest over the contract.",
        least=dollars(costs[0]),
        most=dollars(costs[-1]),
    )


def _with_a_person(key: str, file: File, position: Position) -> Help:
    title, words = map(say, BY_PERSON[key])
    if key != "surrender" or file.terms.lease:
        told = say("A person tells you the cost before you decide.")
        return Help(key=key, title=title, words=words, cost_words=told)
    owed = working.payoff(working.trace(file.terms.billing, file.events, position.on))
    return Help(
        key=key,
        title=title,
        words=words,
        cost_words=say("Today {amount} is owed in all.", amount=dollars(owed.result)),
        working=owed.lines,
    )


def _due(position: Position) -> Cents:
    upcoming = position.next_installment
    if upcoming is None:
        return ZERO
    return position.to_cure or upcoming.remaining
