"""What the history says of everything that happened to a contract. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from finance_portal.domain.cents import Cents, dollars
from finance_portal.domain.payment_status import NO_MONEY_MOVED, RANK, WORDS, PaymentStatus
from finance_portal.language import say, sentence
from finance_portal.services.history import Activity
from finance_portal.ui import routes
from finance_portal.ui.wording import long_date, plural

PAGE = 20
NOTHING = "\u2013"

KINDS: dict[str, tuple[str, set[str]]] = {
    "all": (sentence("Everything"), set()),
    "payments": (sentence("Payments"), {"payment", "return", "refund"}),
    "charges": (sentence("Charges and fees"), {"charge", "waiver"}),
    "changes": (sentence("Changes to the contract"), {"change"}),
}
SORTS: dict[str, tuple[str, Callable[[Activity], Any], bool]] = {
    "newest": (sentence("Newest first"), lambda each: (each.on, each.sequence), True),
    "oldest": (sentence("Oldest first"), lambda each: (each.on, each.sequence), False),
    "largest": (sentence("Largest amount first"), lambda each: abs(each.amount or 0), True),
    "smallest": (sentence("Smallest amount first"), lambda each: abs(each.amount or 0), False),
}
TONES = {
    PaymentStatus.PROCESSING: "info",
    PaymentStatus.RETURNED: "danger",
    PaymentStatus.REFUSED: "danger",
    PaymentStatus.FAILED: "danger",
    PaymentStatus.CANCELED: "warn",
}
WAITING = {status for status in PaymentStatus if RANK[status] < RANK[PaymentStatus.SETTLED]}
UNREMARKABLE = {"posted", PaymentStatus.SETTLED}
VOID = NO_MONEY_MOVED | {PaymentStatus.RETURNED}
NOTES = {
    PaymentStatus.PROCESSING: sentence("Not in the balance yet."),
    PaymentStatus.RETURNED: sentence(
        "Your bank returned it: it counts as if it had never been made."
    ),
    PaymentStatus.REFUSED: sentence("No money moved."),
    PaymentStatus.FAILED: sentence("No money was posted."),
    PaymentStatus.CANCELED: sentence("No money moved."),
}


@dataclass(frozen=True)
class Row:
    """One line of the history, ready to show."""

    on: str = ""
    title: str = ""
    kind: str = ""  # chooses the icon
    amount: str = ""
    principal: str = ""
    interest: str = ""
    fees: str = ""
    balance: str = ""
    status: str = ""
    tone: str = "calm"
    note: str = ""
    receipt: str = ""
    working: list[str] = field(default_factory=list)
    paper: str = ""  # the address of the receipt as a PDF
    has_split: bool = False
    is_void: bool = False


@dataclass(frozen=True)
class Page:
    """At most twenty lines, and where they stand among all."""

    rows: tuple[Row, ...] = ()
    where: str = ""
    number: int = 1
    has_previous: bool = False
    has_next: bool = False
    is_one_of_several: bool = False
    is_empty: bool = True


def page(found: Sequence[Activity], *, kind: str, sort: str, number: int) -> Page:
    """Return one page of what was asked for; a number beyond the last page is the last."""
    wanted = KINDS[kind][1]
    _, by, is_descending = SORTS[sort]
    chosen = sorted(
        (each for each in found if not wanted or each.kind in wanted), key=by, reverse=is_descending
    )
    last = max(1, -(-len(chosen) // PAGE))
    number = min(max(number, 1), last)
    first = (number - 1) * PAGE
    shown = chosen[first : first + PAGE]
    return Page(
        rows=tuple(_row(each) for each in shown),
        where=_where(first, len(shown), len(chosen)),
        number=number,
        has_previous=number > 1,
        has_next=number < last,
        is_one_of_several=last > 1,
        is_empty=not shown,
    )


def paid_lately(found: Sequence[Activity], year: int) -> str:
    """Return what was paid in a year and in the one before, and how much of it was interest."""
    return " ".join(said for said in (_paid_in(found, year), _paid_in(found, year - 1)) if said)


def _paid_in(found: Sequence[Activity], year: int) -> str:
    paid = [each for each in found if each.on.year == year and each.interest is not None]
    amount = sum(each.amount or 0 for each in paid)
    interest = sum(each.interest or 0 for each in paid)
    if not paid:
        return ""
    if not interest:
        return say("Paid in {year}: {amount}.", year=year, amount=dollars(amount))
    return say(
        "Paid in {year}: {amount}, of it {interest} interest.",
        year=year,
        amount=dollars(amount),
        interest=dollars(interest),
    )


def _row(each: Activity) -> Row:
    return Row(
        on=long_date(each.on),
        title=each.title,
        kind=_kind(each),
        amount=_amount(each.amount),
        principal=_amount(each.principal),
        interest=_amount(each.interest),
        fees=_amount(each.fees or None),
        balance=_amount(each.balance_after),
        **_state(each.status),
        note=_note(each),
        receipt=routes.of_receipt(each.ref) if each.ref else "",
        working=list(each.working),
        paper=routes.of_receipt_copy(each.ref) if each.ref else "",
        has_split=each.principal is not None,
        is_void=each.status in VOID,
    )


def _state(status: str) -> dict[str, str]:
    """Return the word and the tone of a status; what is simply posted needs neither."""
    if status in UNREMARKABLE:
        return {}
    known = PaymentStatus(status)
    return {"status": say(WORDS[known]), "tone": TONES.get(known, "info")}


def _note(each: Activity) -> str:
    if each.corrected_on:
        return say(
            "Corrected {corrected_on}: an earlier payment was returned.",
            corrected_on=long_date(each.corrected_on),
        )
    if each.credit:
        return say("{credit} more than was owed, kept as credit.", credit=dollars(each.credit))
    return "" if each.status in UNREMARKABLE else say(NOTES.get(PaymentStatus(each.status), ""))


def _kind(each: Activity) -> str:
    """Return what the icon stands for: what happened, or that it is not, or never, in force."""
    if each.status in WAITING:
        return "waiting"
    return "void" if each.status in VOID else each.kind


def _amount(amount: Cents | None) -> str:
    return NOTHING if amount is None else dollars(amount)


def _where(first: int, shown: int, total: int) -> str:
    if not total:
        return say("Nothing to show")
    if shown == total:
        return plural(total, "entry")
    return say(
        "{first} to {last} of {total}",
        first=f"{first + 1:,}",
        last=f"{first + shown:,}",
        total=f"{total:,}",
    )
