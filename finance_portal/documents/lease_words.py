"""What is signed at the end of a lease: the extension, and the odometer statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from finance_portal.domain.cents import Cents, dollars
from finance_portal.settings import settings

EXTENSION_VERSION = "lease-extension-1"
ODOMETER_VERSION = "odometer-1"

STATEMENTS = {
    "actual": "To the best of my knowledge the reading is the actual mileage of the vehicle.",
    "exceeds": "The reading is the mileage in excess of what the odometer can show.",
    "not_actual": "The reading is not the actual mileage and should not be relied upon.",
}
"""The three of 49 CFR 580.7, one of which is certified."""


@dataclass(frozen=True, kw_only=True)
class Extension:
    """What the words of an extension depend on. Amounts are cents."""

    vehicle: str
    contract: str
    months: int
    was_through: date
    runs_through: date
    dues: Sequence[date]
    monthly: Cents
    miles_allowed: int
    excess_rate: Cents
    months_in_all: int


def extension_words(agreed: Extension) -> tuple[str, ...]:
    """Return the agreement to keep a leased vehicle longer, paragraph by paragraph (R14.10)."""
    name = settings.brand.legal_entity
    months = "one month" if agreed.months == 1 else f"{agreed.months} months"
    days = " and ".join(map(long, agreed.dues))
    return (
        (
            f"I keep the {agreed.vehicle}, contract {agreed.contract}, for {months} more. The"
            f" lease, which would end on {long(agreed.was_through)}, ends on"
            f" {long(agreed.runs_through)}."
        ),
        f"I go on paying {dollars(agreed.monthly)} a month, as before: due on {days}.",
        (
            f"The miles allowed stay {agreed.miles_allowed:,}. Every mile above them costs"
            f" {dollars(agreed.excess_rate)} at the end."
        ),
        (
            "Everything else of the lease stays as it is: insurance, care, and what I owe when the"
            " vehicle comes back."
        ),
        (
            f"I may return the vehicle sooner; the payments that were due until then are owed."
            f" With this, the lease is extended by {agreed.months_in_all} of at most 6 months. For"
            f" longer, {name} gives me new disclosures to look at first."
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Odometer:
    """What an odometer statement says (49 USC 32705, 49 CFR 580.7)."""

    vehicle: str
    vin: str
    contract: str
    miles: int
    statement: str  # a key of STATEMENTS
    on: date


def odometer_words(said: Odometer) -> tuple[str, ...]:
    """Return the statement of a lessee, paragraph by paragraph."""
    lessor = settings.brand
    return (
        (
            "Federal law, and state law where it applies, require that a person who leases a"
            " vehicle discloses the mileage to the lessor when the lessor transfers the vehicle."
            " Not to do so, or to do so falsely, may lead to fines or imprisonment."
        ),
        (
            f"I state that on {long(said.on)} the odometer of the {said.vehicle}, vehicle"
            f" identification number {said.vin}, leased under contract {said.contract}, read"
            f" {said.miles:,} miles, without tenths."
        ),
        STATEMENTS[said.statement],
        f"Lessor: {lessor.legal_entity}, {lessor.address}.",
    )


def long(day: date) -> str:
    """Return "March 21, 2027"."""
    return format_date(day, "MMMM d, y", locale="en_US")
