"""What the letters after a payoff say: paid in full, lien released, open again (1.11, R18.3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date

from finance_portal.domain.cents import Cents, dollars
from finance_portal.settings import settings

TEMPLATE = "letter-1"
PAID_IN_FULL = "Paid in full"
LIEN_RELEASE = "Release of lien"
OPEN_AGAIN = "Your contract is open again"
TRANSFER = "Transfer of title"
GAP = (
    "If you bought GAP coverage, a service contract or credit insurance with the vehicle, paying"
    " early may entitle you to a part of what you paid for it. Ask the seller or the provider named"
    " in that contract."
)


@dataclass(frozen=True, kw_only=True)
class PaidOff:
    """The contract that the letters are about. Amounts in cents; a state's code, or ""."""

    borrowers: Sequence[str]
    number_masked: str
    vehicle: str
    vin: str
    title_state: str
    closed_on: date
    clears_on: date
    amount: Cents  # of the payment that closed it
    overage: Cents
    is_lease: bool = False  # whose vehicle was bought


def paid_in_full(loan: PaidOff) -> Mapping[str, Any]:
    """Return the content of the letter that says that nothing is owed any more."""
    paid = f"Your contract was paid in full on {_day(loan.closed_on)}."
    if loan.is_lease:
        paid = f"You bought the vehicle, and paid in full on {_day(loan.closed_on)}."
    final = f"The money was final on {_day(loan.clears_on)}."
    figures = [["Received", dollars(loan.amount)]]
    if loan.overage:
        figures += [
            ["Owed on that day", dollars(loan.amount - loan.overage)],
            ["Paid too much, and returned to you", dollars(loan.overage)],
        ]
    return {
        "to": list(loan.borrowers),
        "facts": _facts(loan),
        "words": [f"{paid} {final} Nothing is owed under this contract any more."],
        "figures_title": "The payment that closed it",
        "figures": [*figures, ["Left to pay", dollars(0), "total"]],
        "after": [
            "Please keep this letter with the papers of your vehicle.",
            GAP,
        ],
        "signed": _signed(),
    }


def lien_release(loan: PaidOff, released_on: date) -> Mapping[str, Any]:
    """Return the content of the letter that gives up our interest in the vehicle."""
    held = f"{settings.brand.legal_entity} held a lien on the vehicle named above."
    paid = f"The debt that it secured was paid in full on {_day(loan.closed_on)}."
    released, fact = f"The lien is released as of {_day(released_on)}.", "Lien released on"
    if loan.is_lease:
        held = f"{settings.brand.legal_entity} leased out the vehicle named above as its owner."
        paid = f"The lessee bought it, and paid the price in full on {_day(loan.closed_on)}."
        released = f"The title is transferred to the lessee as of {_day(released_on)}."
        fact = "Title transferred on"
    free = "We claim no interest in the vehicle any more, and its title may be issued without us."
    return {
        "to": [
            f"The motor vehicle department of {loan.title_state or 'the state of the title'}",
            *loan.borrowers,
        ],
        "facts": [*_facts(loan), [fact, _day(released_on)]],
        "words": [f"{held} {paid}", f"{released} {free}"],
        "signed": _signed(),
    }


def open_again(
    borrowers: Sequence[str], number_masked: str, vehicle: str, *, closed_on: date, on: date
) -> Mapping[str, Any]:
    """Return the content of the letter that takes the place of the one that says paid in full."""
    was = f"On {_day(closed_on)} this contract was closed by a payment."
    came_back = f"On {_day(on)} we were told that the bank has taken that payment back."
    return {
        "to": list(borrowers),
        "facts": [["Contract", number_masked], ["Vehicle", vehicle]],
        "words": [
            f"{was} {came_back} The contract is open again, as if it had never been closed.",
            "Our letters that say paid in full and lien released do not hold any more.",
        ],
        "after": [
            "A person of our title services looks at this and gets in touch with you.",
            "Please do not use the release of the lien until then.",
        ],
        "signed": _signed(),
    }


def _facts(loan: PaidOff) -> list[list[str]]:
    return [
        ["Contract", loan.number_masked],
        ["Vehicle", loan.vehicle],
        ["Vehicle identification number", loan.vin],
        *([["State of the title", loan.title_state]] if loan.title_state else []),
        ["Paid in full on", _day(loan.closed_on)],
    ]


def _signed() -> list[str]:
    return [settings.brand.legal_entity, "Title services", settings.brand.support_phone]


def _day(on: date) -> str:
    return format_date(on, "MMMM d, y", locale="en_US")
