"""The parts of the payoff page: the dial, the sum, the letters, the prices of a lease."""

from finance_portal.pages.payoff.components._cards import (
    held,
    letters_card,
    nothing_left,
    outcomes_card,
    placeholder,
    prices_card,
)
from finance_portal.pages.payoff.components._dial import GRID, dial_card, sum_card
from finance_portal.pages.payoff.components._letter import letter_card, letter_for_others

__all__ = [
    "GRID",
    "dial_card",
    "held",
    "letter_card",
    "letter_for_others",
    "letters_card",
    "nothing_left",
    "outcomes_card",
    "placeholder",
    "prices_card",
    "sum_card",
]
