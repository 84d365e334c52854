"""The parts of the pay page: the form, the review, and what stands beside them."""

from finance_portal.pages.pay.components._aside import (
    GRID,
    good_to_know,
    no_method,
    nothing_to_pay,
    placeholder,
    steps,
)
from finance_portal.pages.pay.components._form import choice_form
from finance_portal.pages.pay.components._review import review_card

__all__ = [
    "GRID",
    "choice_form",
    "good_to_know",
    "no_method",
    "nothing_to_pay",
    "placeholder",
    "review_card",
    "steps",
]
