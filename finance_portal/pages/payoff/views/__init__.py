"""What the payoff page says: each day's figures, what moves them, the letters. Pure."""

from dataclasses import dataclass, field
from datetime import date

from finance_portal.documents.payoff_letter import permission
from finance_portal.domain.cents import Cents, dollars
from finance_portal.domain.interest import per_diem_text
from finance_portal.domain.payoff import DEFAULT_DAYS, LONGEST_DAYS, PayoffQuote
from finance_portal.language import say, sentence, short_day_of_year
from finance_portal.pages.payoff.views._papers import LetterView, Price, letter, prices_of
from finance_portal.services.flags import Restrictions
from finance_portal.services.payoff.dial import Dial
from finance_portal.ui.surfaces import Fact, Line
from finance_portal.ui.wording import distance, listed, long_date, weekday_date

__all__ = ["CHOSEN", "Day", "LetterView", "Price", "View", "view"]

CHOSEN = DEFAULT_DAYS  # the day that the dial stands on at first

NOT_QUOTED = sentence("No amount is quoted here for now")


@dataclass(frozen=True)
class Day:
    """One day of the dial."""

    on: str = ""  # as a date field and an address write it
    words: str = ""  # "Thu, Dec 3, 2026"
    short: str = ""  # "Dec 3, 2026"
    far: str = ""  # "in 10 days"
    interest: str = ""
    total: str = ""
    pay: str = ""  # what the button says
    has_letter: bool = True  # a letter can be good through it
    working: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class View:
    """The page, ready to show. `shape` is "dial", "lease", "closed" or "held"."""

    shape: str = ""
    days: list[Day] = field(default_factory=list)
    first_day: str = ""
    last_day: str = ""
    least: str = ""  # the two ends of the slider
    most: str = ""
    outside: str = ""  # a day beyond them was typed
    before: list[Line] = field(default_factory=list)  # what the sum begins with
    after: list[Line] = field(default_factory=list)  # and what follows the interest
    facts: list[Fact] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    outcomes: list[Fact] = field(default_factory=list)
    letter_until: str = ""
    permission: str = ""  # what is signed for a letter to somebody else
    letters: list[LetterView] = field(default_factory=list)
    prices: list[Price] = field(default_factory=list)
    title: str = ""  # while there is nothing to show
    contact: str = ""


def view(found: Dial, counts_from: date | None = None) -> View:
    """Return the page of a contract. A payment made now counts from a day: today, by default."""
    if found.restrictions.no_payoff:
        return _held(found.restrictions)
    letters = [letter(each) for each in found.given]
    if found.is_closed:
        return View(shape="closed", letters=letters)
    if found.buyouts:
        return View(shape="lease", prices=prices_of(found.buyouts), letters=letters)
    return _dial(found, letters, counts_from or found.days[0].good_through)


def _held(held: Restrictions) -> View:
    # why stands over the page
    return View(shape="held", title=say(NOT_QUOTED), contact=held.contact)


def _dial(found: Dial, letters: list[LetterView], counts_from: date) -> View:
    first, last = found.days[0], found.days[-1]
    before, after = _around_interest(first)
    return View(
        shape="dial",
        days=[
            _day(each, found, lines, counts_from)
            for each, lines in zip(found.days, found.workings, strict=True)
        ],
        first_day=first.good_through.isoformat(),
        last_day=last.good_through.isoformat(),
        least=long_date(first.good_through),
        most=long_date(last.good_through),
        outside=say(
            "Choose a day from {first} to {last}.",
            first=long_date(first.good_through),
            last=long_date(last.good_through),
        ),
        before=before,
        after=after,
        facts=[
            Fact(say("Interest each day"), f"${per_diem_text(first.per_diem)}"),
            Fact(say("Worked out on"), long_date(first.quoted_on)),
        ],
        notes=[*_counts_later(found, counts_from), *_notes(found)],
        outcomes=_outcomes(found),
        letter_until=say(
            "A letter is good for {longest_days} days at most: through "
            "{letter_until}. Choose an earlier day for one.",
            longest_days=LONGEST_DAYS,
            letter_until=long_date(found.letter_until),
        ),
        permission=permission(),
        letters=letters,
    )


def _day(each: PayoffQuote, found: Dial, lines: tuple[str, ...], counts_from: date) -> Day:
    on = each.good_through
    is_today = on == found.days[0].good_through
    return Day(
        on=on.isoformat(),
        words=weekday_date(on),
        short=long_date(on),
        far=distance(found.today, on),
        interest=dollars(each.interest),
        total=dollars(each.total),
        pay=_pay_now(found, counts_from)
        if is_today
        else say("Pay it on {day}", day=short_day_of_year(on)),
        has_letter=on <= found.letter_until,
        working=list(lines),
    )


def _pay_now(found: Dial, counts_from: date) -> str:
    """Return what the button says: what is paid now costs what is owed when it counts (R2.5)."""
    amount = dollars(_total_on(found, counts_from))
    if counts_from > found.days[0].good_through:
        return say("Pay {amount} now", amount=amount)
    return say("Pay {amount} today", amount=amount)


def _counts_later(found: Dial, counts_from: date) -> list[str]:
    """Return why paying now costs more than the amount of today; nothing where it does not."""
    if counts_from <= found.days[0].good_through:
        return []
    total = dollars(_total_on(found, counts_from))
    return [
        (
            say(
                "A payment made now counts from {counts_from}, when banks work again: "
                "it is {total} then.",
                counts_from=weekday_date(counts_from),
                total=total,
            )
        )
    ]


def _total_on(found: Dial, day: date) -> Cents:
    return max((each for each in found.days if each.good_through <= day), key=_through).total


def _through(each: PayoffQuote) -> date:
    return each.good_through


def _around_interest(figures: PayoffQuote) -> tuple[list[Line], list[Line]]:
    """Return the lines of the sum that no day changes, before and after the interest."""
    fees = (
        (say("Late charges"), figures.late_charges),
        (say("Returned-payment fees"), figures.returned_fees),
        (say("Other fees"), figures.other_fees),
    )
    after = [Line(label, dollars(amount)) for label, amount in fees if amount]
    if figures.unapplied:
        after.append(Line(say("Held for you, taken off"), dollars(-figures.unapplied)))
    return [Line(say("Principal"), dollars(figures.principal))], after


def _notes(found: Dial) -> list[str]:
    said = []
    if found.pending:
        said.append(
            say(
                "{pending} is on its way and is not taken off here yet. Once it has "
                "posted, less is owed. If you pay it off now, we take it off.",
                pending=dollars(found.pending),
            )
        )
    if found.coming:
        planned = [
            say("{amount} on {day}", amount=dollars(each.amount), day=long_date(each.on))
            for each in found.coming
        ]
        said.append(
            say(
                "Set to be paid by itself: {planned}. The figures here are without it; "
                "what it pays before, you no longer pay on your day. Once the contract "
                "is paid off, nothing more is taken.",
                planned=listed(planned),
            )
        )
    return [*said, *_due(found)]


def _due(found: Dial) -> list[str]:
    due_on = found.next_due_on
    if due_on is None or due_on > found.days[-1].good_through:
        return []
    if due_on < found.today:
        return [
            (
                say(
                    "What fell due {due_on} is in the amount. Until the contract is paid "
                    "off, it stays past due.",
                    due_on=long_date(due_on),
                )
            )
        ]
    return [
        (
            say(
                "A payment is due {due_on}. If you choose a later day to pay it off, "
                "please make that payment as usual: it lowers the amount.",
                due_on=long_date(due_on),
            )
        )
    ]


def _outcomes(found: Dial) -> list[Fact]:
    per_diem = per_diem_text(found.days[0].per_diem)
    return [
        Fact(
            say("Paid earlier"),
            say(
                "Each day costs ${per_diem} less. Here you pay only what is owed on "
                "your day; what a check brings too much is refunded.",
                per_diem=per_diem,
            ),
        ),
        Fact(
            say("Paid later or too little"),
            say(
                "It counts as a payment, and the contract stays open for the rest, to "
                "the cent. You see it here."
            ),
        ),
        Fact(
            say("If something posts"),
            say(
                "A payment, a fee or a correction changes the figures. A charge that "
                "is added after your letter, or after you set the day, is waived if it "
                "is paid on time."
            ),
        ),
        Fact(say("Autopay"), say("It ends by itself when the contract is paid off.")),
    ]
