"""What is signed at the end of a lease: the extension, and the odometer statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from finance_portal.domain.cents import Cents, dollars
from finance_portal.language import ENGLISH, listed, long_day, say, say_number, sentence, speaking
from finance_portal.settings import settings

EXTENSION_VERSION = "lease-extension-1"
ODOMETER_VERSION = "odometer-1"

STATEMENTS = {
    "actual": sentence(
        "To the best of my knowledge the reading is the actual mileage of the vehicle."
    ),
    "exceeds": sentence("The reading is the mileage in excess of what the odometer can show."),
    "not_actual": sentence("The reading is not the actual mileage and should not be relied upon."),
}
"""The three of 49 CFR 580.7, one of which is certified. The paper has it in English."""


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
    return (
        say_number(
            agreed.months,
            "I keep the {vehicle}, contract {contract}, for one month more. The lease, which would"
            " end on {was}, ends on {day}.",
            "I keep the {vehicle}, contract {contract}, for {number} months more. The lease, which"
            " would end on {was}, ends on {day}.",
            vehicle=agreed.vehicle,
            contract=agreed.contract,
            was=long(agreed.was_through),
            day=long(agreed.runs_through),
        ),
        say(
            "I go on paying {amount} a month, as before: due on {days}.",
            amount=dollars(agreed.monthly),
            days=listed(map(long, agreed.dues)),
        ),
        say(
            "The miles allowed stay {miles}. Every mile above them costs {rate} at the end.",
            miles=f"{agreed.miles_allowed:,}",
            rate=dollars(agreed.excess_rate),
        ),
        say(
            "Everything else of the lease stays as it is: insurance, care, and what I owe when the"
            " vehicle comes back."
        ),
        say(
            "I may return the vehicle sooner; the payments that were due until then are owed. With"
            " this, the lease is extended by {months} of at most 6 months. For longer, {lender}"
            " gives me new disclosures to look at first.",
            months=agreed.months_in_all,
            lender=settings.brand.legal_entity,
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
    """Return the statement of a lessee, paragraph by paragraph: English, as the rule words it."""
    with speaking(ENGLISH):
        on = long(said.on)
    lessor = settings.brand
    return (
        (
            "Federal law, and state law where it applies, require that a person who leases a"
            " vehicle discloses the mileage to the lessor when the lessor transfers the vehicle."
            " Not to do so, or to do so falsely, may lead to fines or imprisonment."
        ),
        (
            f"I state that on {on} the odometer of the {said.vehicle}, vehicle"
            f" identification number {said.vin}, leased under contract {said.contract}, read"
            f" {said.miles:,} miles, without tenths."
        ),
        STATEMENTS[said.statement],
        f"Lessor: {lessor.legal_entity}, {lessor.address}.",
    )


def long(day: date) -> str:
    """Return "March 21, 2027"."""
    return long_day(day)
