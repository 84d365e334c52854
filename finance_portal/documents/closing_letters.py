"""What the letters after a payoff say: paid in full, lien released, open again (1.11, R18.3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from finance_portal.domain.cents import Cents, dollars
from finance_portal.language import ENGLISH, long_day, say, sentence, speaking
from finance_portal.settings import settings

TEMPLATE = "letter-1"
PAID_IN_FULL = sentence("Paid in full")
LIEN_RELEASE = "Release of lien"
OPEN_AGAIN = sentence("Your contract is open again")
TRANSFER = "Transfer of title"
GAP = sentence(
    "If you bought GAP coverage, a service contract or credit insurance with the "
    "vehicle, paying early may entitle you to a part of what you paid for it. Ask the "
    "seller or the provider named in that contract."
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
    paid = say("Your contract was paid in full on {day}.", day=_day(loan.closed_on))
    if loan.is_lease:
        paid = say("You bought the vehicle, and paid in full on {day}.", day=_day(loan.closed_on))
    final = say("The money was final on {day}.", day=_day(loan.clears_on))
    nothing = say("Nothing is owed under this contract any more.")
    figures = [[say("Received"), dollars(loan.amount)]]
    if loan.overage:
        figures += [
            [say("Owed on that day"), dollars(loan.amount - loan.overage)],
            [say("Paid too much, and returned to you"), dollars(loan.overage)],
        ]
    return {
        "to": list(loan.borrowers),
        "facts": _facts(loan),
        "words": [f"{paid} {final} {nothing}"],
        "figures_title": say("The payment that closed it"),
        "figures": [*figures, [say("Left to pay"), dollars(0), "total"]],
        "after": [
            say("Please keep this letter with the papers of your vehicle."),
            say(GAP),
        ],
        "signed": _signed(),
    }


def lien_release(loan: PaidOff, released_on: date) -> Mapping[str, Any]:
    """Return the letter that gives up our interest in the vehicle: English, a state reads it."""
    with speaking(ENGLISH):
        return _release(loan, released_on)


def _release(loan: PaidOff, released_on: date) -> Mapping[str, Any]:
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
    was = say("On {day} this contract was closed by a payment.", day=_day(closed_on))
    came_back = say(
        "On {day} we were told that the bank has taken that payment back.", day=_day(on)
    )
    is_open = say("The contract is open again, as if it had never been closed.")
    return {
        "to": list(borrowers),
        "facts": [[say("Contract"), number_masked], [say("Vehicle"), vehicle]],
        "words": [
            f"{was} {came_back} {is_open}",
            say("Our letters that say paid in full and lien released do not hold any more."),
        ],
        "after": [
            say("A person of our title services looks at this and gets in touch with you."),
            say("Please do not use the release of the lien until then."),
        ],
        "signed": _signed(),
    }


def _facts(loan: PaidOff) -> list[list[str]]:
    return [
        [say("Contract"), loan.number_masked],
        [say("Vehicle"), loan.vehicle],
        [say("Vehicle identification number"), loan.vin],
        *([[say("State of the title"), loan.title_state]] if loan.title_state else []),
        [say("Paid in full on"), _day(loan.closed_on)],
    ]


def _signed() -> list[str]:
    return [settings.brand.legal_entity, say("Title services"), settings.brand.support_phone]


def _day(on: date) -> str:
    return long_day(on)
