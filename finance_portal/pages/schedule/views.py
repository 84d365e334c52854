"""What the schedule page says of both schedules. Pure."""

from dataclasses import dataclass, field
from datetime import date

from finance_portal.domain.cents import dollars
from finance_portal.domain.deadlines import interest_statement_furnish_by
from finance_portal.domain.schedule import ScheduleRow
from finance_portal.language import say, say_number, sentence
from finance_portal.services.schedules import Pair, Schedules, YearSums
from finance_portal.ui.surfaces import Fact
from finance_portal.ui.wording import long_date

NOTHING = "\N{EN DASH}"
LEASE = "lease"
MORE = sentence(
    "Interest comes to {interest}, {difference} more than was signed, because of the days on which"
    " payments were really made."
)
LESS = sentence(
    "Interest comes to {interest}, {difference} less than was signed, because of the days on which"
    " payments were really made."
)


@dataclass(frozen=True)
class Row:
    """One installment in both schedules, ready to show."""

    number: str = ""
    due: str = ""
    payment: str = NOTHING
    interest: str = NOTHING
    principal: str = NOTHING
    balance: str = NOTHING
    expected_payment: str = NOTHING
    expected_interest: str = NOTHING
    expected_principal: str = NOTHING
    expected_balance: str = NOTHING
    note: str = ""


@dataclass(frozen=True)
class Year:
    """The installments of one year."""

    title: str = ""
    count: str = ""
    is_open: bool = False
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Bar:
    """Principal and interest of a year, drawn against the largest year."""

    year: str = ""
    principal: str = ""
    interest: str = ""
    principal_share: str = "0%"
    interest_share: str = "0%"


@dataclass(frozen=True)
class View:
    """The page, ready to show."""

    is_lease: bool = False
    facts: list[Fact] = field(default_factory=list)
    summary: str = ""
    bars: list[Bar] = field(default_factory=list)
    dates: list[Fact] = field(default_factory=list)
    last_working: list[str] = field(default_factory=list)
    years: list[Year] = field(default_factory=list)
    csv: str = ""


def view(found: Schedules, csv: str) -> View:
    """Return the page; `csv` is the address of the same as a table for a spreadsheet."""
    is_lease = found.kind == LEASE
    return View(
        is_lease=is_lease,
        facts=_facts(found, is_lease=is_lease),
        summary=_summary(found, is_lease=is_lease),
        bars=[] if is_lease else _bars(found.years),
        dates=_dates(found, is_lease=is_lease),
        last_working=list(found.last_working),
        years=_years(found),
        csv=csv,
    )


def _facts(found: Schedules, *, is_lease: bool) -> list[Fact]:
    paid = Fact(say("Paid so far"), dollars(found.paid_so_far))
    if is_lease:
        return [paid, Fact(say("Left to pay"), dollars(found.principal))]
    repaid = found.amount_financed - found.principal
    return [
        paid,
        Fact(say("Principal repaid"), dollars(repaid)),
        Fact(say("Interest paid"), dollars(found.interest_paid)),
        Fact(say("Interest to come"), dollars(found.interest_to_come)),
    ]


def _summary(found: Schedules, *, is_lease: bool) -> str:
    """Return how the projection differs from what was signed."""
    if found.last_payment is None:
        return say("Nothing is left to pay.")
    ends = long_date(found.last_payment.due_on)
    payment = dollars(found.last_payment.payment)
    last = say(
        "Paid when due, the last payment is {payment} on {ends}.", payment=payment, ends=ends
    )
    return last if is_lease else f"{last} {_interest(found)}"


def _interest(found: Schedules) -> str:
    interest = found.interest_paid + found.interest_to_come
    more = interest - found.signed_interest
    if not more:
        return say("Interest comes to what was signed: {interest}.", interest=dollars(interest))
    return say(
        MORE if more > 0 else LESS, interest=dollars(interest), difference=dollars(abs(more))
    )


def _bars(years: list[YearSums]) -> list[Bar]:
    most = max((each.principal + each.interest for each in years), default=0) or 1
    return [
        Bar(
            year=str(each.year),
            principal=dollars(each.principal),
            interest=dollars(each.interest),
            principal_share=f"{100 * each.principal / most:.2f}%",
            interest_share=f"{100 * each.interest / most:.2f}%",
        )
        for each in years
    ]


def _dates(found: Schedules, *, is_lease: bool) -> list[Fact]:
    """Return the dates worth knowing, in their order."""
    last, following = found.last_payment, found.as_of.year + 1
    statement = None if is_lease else interest_statement_furnish_by(found.as_of.year)
    known: tuple[tuple[str, date | None], ...] = (
        (say("Next payment due"), found.next_due_on),
        (
            say("Half of it repaid") if not is_lease else say("Half of it paid"),
            found.half_repaid_on,
        ),
        (say("Interest statement for {year}, by", year=following - 1), statement),
        (say("Last payment, projected"), last.due_on if last else None),
        (say("Last payment, as signed"), found.signed_maturity),
    )
    dated = sorted((on, words) for words, on in known if on is not None)
    return [Fact(words, long_date(on)) for on, words in dated]


def _years(found: Schedules) -> list[Year]:
    """Return the installments year by year; the year in which the next one falls is open."""
    by_year: dict[int, list[Pair]] = {}
    for pair in found.pairs:
        by_year.setdefault(_due(pair).year, []).append(pair)
    opened = found.next_due_on.year if found.next_due_on else max(by_year)
    return [
        Year(
            title=str(year),
            count=say_number(len(pairs), "{number} installment", "{number} installments"),
            is_open=year == opened,
            rows=[_row(pair) for pair in pairs],
        )
        for year, pairs in by_year.items()
    ]


def _due(pair: Pair) -> date:
    row = pair.projected or pair.own
    if row is None:
        raise ValueError("an installment of neither schedule")
    return row.due_on


def _row(pair: Pair) -> Row:
    return Row(
        number=str(pair.number),
        due=long_date(_due(pair)),
        **_own(pair.own),
        **_expected(pair.projected),
        note=_note(pair),
    )


def _own(row: ScheduleRow | None) -> dict[str, str]:
    if row is None:
        return {}
    return {
        "payment": dollars(row.payment),
        "interest": dollars(row.interest),
        "principal": dollars(row.principal),
        "balance": dollars(row.balance),
    }


def _expected(row: ScheduleRow | None) -> dict[str, str]:
    return {f"expected_{name}": amount for name, amount in _own(row).items()}


def _note(pair: Pair) -> str:
    if pair.is_paid:
        return say("Paid")
    if pair.own is None:
        return say("Added")
    if pair.projected is not None and pair.projected.due_on != pair.own.due_on:
        return say("Signed for {due_on}", due_on=long_date(pair.own.due_on))
    return "" if pair.projected else say("Not needed")
