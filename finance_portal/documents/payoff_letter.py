"""What a payoff letter says: figures, until when, how it is paid, what changes it (R10.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from finance_portal.domain.cents import dollars
from finance_portal.domain.interest import per_diem_text
from finance_portal.domain.payoff import PayoffQuote
from finance_portal.language import (
    hour,
    long_day,
    say,
    sentence,
    zone_of,
)
from finance_portal.settings import settings

TITLE = sentence("Payoff letter")
TEMPLATE = "letter-1"
VERSION = "payoff-letter-1"
"""Of the permission below, to be raised whenever it changes."""


def permission() -> str:
    """Return what is signed before a letter is made out to somebody else."""
    return say(
        "I allow {lender} to make out this payoff letter to the dealer or insurer"
        " that I name here, with the payoff amount, its parts, the vehicle and the last digits of"
        " the contract. It allows nothing else, and no other letter.",
        lender=settings.brand.legal_entity,
    )


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
            [say("Contract"), letter.contract],
            [say("Borrower"), letter.borrower],
            [say("Quoted on"), day(figures.quoted_on)],
            [say("Vehicle"), letter.vehicle],
            [say("VIN"), letter.vin],
            [say("Quote"), letter.ref],
        ],
        "words": [
            say(
                "{total} pays this contract off in full if we have it by the end of "
                "{good_through}.",
                total=dollars(figures.total),
                good_through=day(figures.good_through),
            )
        ],
        "figures_title": say(
            "What it is made of through {good_through}", good_through=day(figures.good_through)
        ),
        "figures": rows(figures),
        "working_title": say("How it is worked out"),
        "working": list(working),
        "after": [*_how(letter, figures), *_changes(figures)],
    }
    if letter.authorization:
        said["signed"] = _signed(letter.authorization)
    return said


def rows(figures: PayoffQuote) -> list[list[str]]:
    """Return the lines of the sum, those of nothing left out, as the page shows them too."""
    lines = [
        [say("Principal"), dollars(figures.principal)],
        [
            say("Interest through {good_through}", good_through=day(figures.good_through)),
            dollars(figures.interest),
        ],
    ]
    fees = (
        (say("Late charges"), figures.late_charges),
        (say("Returned-payment fees"), figures.returned_fees),
        (say("Other fees"), figures.other_fees),
    )
    lines += [[label, dollars(amount)] for label, amount in fees if amount]
    if figures.unapplied:
        lines.append([say("Held for you, taken off"), dollars(-figures.unapplied)])
    return [*lines, [say("Payoff amount"), dollars(figures.total), "total"]]


def day(on: date) -> str:
    """Return "December 3, 2026"."""
    return long_day(on)


def _to(letter: Letter) -> list[str]:
    if letter.audience == "borrower":
        return [letter.borrower]
    return [letter.recipient, say("On behalf of {borrower}", borrower=letter.borrower)]


def _how(letter: Letter, figures: PayoffQuote) -> list[str]:
    brand = settings.brand
    address = brand.payoff_address or brand.address
    paid_online = (
        [say("Paid on our website, the contract costs only what is owed on the day it is paid.")]
        if letter.audience == "borrower"
        else []
    )
    return [
        say(
            "Each day of interest is ${per_diem}. What reaches us earlier is too much by "
            "that for each day, and we refund it.",
            per_diem=per_diem_text(figures.per_diem),
        ),
        *paid_online,
        say(
            "By check: to {lender}, {address}, with the quote's number {ref} on it. A "
            "personal check takes 10 days to clear, a cashier's check none.",
            lender=brand.legal_entity,
            address=address,
            ref=letter.ref,
        ),
        say(
            "By wire: call {phone} for our instructions. We never send or change them by "
            "mail, so if somebody does, it is not us.",
            phone=brand.support_phone,
        ),
    ]


def _changes(figures: PayoffQuote) -> list[str]:
    pending = (
        [
            say(
                "{pending} is on its way to us and is not taken off above. Once it has "
                "posted, less is owed.",
                pending=dollars(figures.pending),
            )
        ]
        if figures.pending
        else []
    )
    return [
        *pending,
        say(
            "After {good_through}, or with less than the amount, money counts as a "
            "payment and the contract stays open for the rest.",
            good_through=day(figures.good_through),
        ),
        say(
            "A charge that is added after today is waived if this amount is paid in "
            "time. If a payment comes back from a bank, this letter no longer holds: ask "
            "for a new one."
        ),
    ]


def _signed(signed: Authorization) -> list[str]:
    zone = ZoneInfo(settings.time_zone)
    when = say(
        "{day} at {hour} {zone}",
        day=day(signed.at.astimezone(zone).date()),
        hour=hour(signed.at, zone),
        zone=zone_of(signed.at, zone),
    )
    return [
        permission(),
        say("Signed electronically by {name} on {when}.", name=signed.name, when=when),
        say("Text {version}.", version=VERSION),
    ]
