"""What a payoff letter says: figures, until when, how it is paid, what changes it (R10.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from finance_portal.domain.cents import dollars
from finance_portal.domain.interest import per_diem_text
from finance_portal.domain.payoff import PayoffQuote
from finance_portal.settings import settings

TITLE = "Payoff letter"
TEMPLATE = "letter-1"
VERSION = "payoff-letter-1"
"""Of the permission below, to be raised whenever it changes."""

PERMISSION = (
    f"I allow {settings.brand.legal_entity} to make out this payoff letter to the dealer or insurer"
    " that I name here, with the payoff amount, its parts, the vehicle and the last digits of the"
    " contract. It allows nothing else, and no other letter."
)
"""What is signed before a letter is made out to somebody else."""


@dataclass(frozen=True, kw_only=True)
class Authorization:
    """Who allowed the letter to be made out to somebody else, and when."""

    name: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What the letter is about, beside its figures."""

    borrower: str
    contract: str  # masked
    vehicle: str
    vin: str
    ref: str
    audience: str
    recipient: str
    authorization: Authorization | None


def content(letter: Letter, figures: PayoffQuote, working: Sequence[str]) -> dict[str, Any]:
    """Return the letter as its template takes it: texts as they are shown, and nothing else.

    `working` are the lines from which whoever reads it can work out the amount again.
    """
    said: dict[str, Any] = {
        "to": _to(letter),
        "facts": [
            ["Contract", letter.contract],
            ["Borrower", letter.borrower],
            ["Quoted on", day(figures.quoted_on)],
            ["Vehicle", letter.vehicle],
            ["VIN", letter.vin],
            ["Quote", letter.ref],
        ],
        "words": [
            (
                f"{dollars(figures.total)} pays this contract off in full if we have it by the end "
                f"of {day(figures.good_through)}."
            )
        ],
        "figures_title": f"What it is made of through {day(figures.good_through)}",
        "figures": rows(figures),
        "working_title": "How it is worked out",
        "working": list(working),
        "after": [*_how(letter, figures), *_changes(figures)],
    }
    if letter.authorization:
        said["signed"] = _signed(letter.authorization)
    return said


def rows(figures: PayoffQuote) -> list[list[str]]:
    """Return the lines of the sum, those of nothing left out, as the page shows them too."""
    lines = [
        ["Principal", dollars(figures.principal)],
        [f"Interest through {day(figures.good_through)}", dollars(figures.interest)],
    ]
    fees = (
        ("Late charges", figures.late_charges),
        ("Returned-payment fees", figures.returned_fees),
        ("Other fees", figures.other_fees),
    )
    lines += [[label, dollars(amount)] for label, amount in fees if amount]
    if figures.unapplied:
        lines.append(["Held for you, taken off", dollars(-figures.unapplied)])
    return [*lines, ["Payoff amount", dollars(figures.total), "total"]]


def day(on: date) -> str:
    """Return "December 3, 2026"."""
    return format_date(on, "MMMM d, y", locale="en_US")


def _to(letter: Letter) -> list[str]:
    if letter.audience == "borrower":
        return [letter.borrower]
    return [letter.recipient, f"On behalf of {letter.borrower}"]


def _how(letter: Letter, figures: PayoffQuote) -> list[str]:
    brand = settings.brand
    address = brand.payoff_address or brand.address
    paid_online = (
        ["Paid on our website, the contract costs only what is owed on the day it is paid."]
        if letter.audience == "borrower"
        else []
    )
    return [
        (
            f"Each day of interest is ${per_diem_text(figures.per_diem)}. What reaches us earlier "
            "is too much by that for each day, and we refund it."
        ),
        *paid_online,
        (
            f"By check: to {brand.legal_entity}, {address}, with the quote's number {letter.ref} "
            "on it. A personal check takes 10 days to clear, a cashier's check none."
        ),
        (
            f"By wire: call {brand.support_phone} for our instructions. We never send or change "
            "them by mail, so if somebody does, it is not us."
        ),
    ]


def _changes(figures: PayoffQuote) -> list[str]:
    pending = (
        [
            (
                f"{dollars(figures.pending)} is on its way to us and is not taken off above. Once "
                "it has posted, less is owed."
            )
        ]
        if figures.pending
        else []
    )
    return [
        *pending,
        (
            f"After {day(figures.good_through)}, or with less than the amount, money counts as a "
            "payment and the contract stays open for the rest."
        ),
        (
            "A charge that is added after today is waived if this amount is paid in time. If a "
            "payment comes back from a bank, this letter no longer holds: ask for a new one."
        ),
    ]


def _signed(signed: Authorization) -> list[str]:
    at = signed.at.astimezone(ZoneInfo(settings.time_zone))
    when = format_datetime(at, "MMMM d, y 'at' h:mm a zzz", locale="en_US")
    return [
        PERMISSION,
        f"Signed electronically by {signed.name} on {when.replace(chr(0x202F), ' ')}.",
        f"Text {VERSION}.",
    ]
