"""The parts of the autopay page."""

from finance_portal.pages.autopay.components._cards import (
    GRID,
    closed,
    forecast_card,
    good_to_know,
    off_card,
    placeholder,
    review_card,
    running_card,
)
from finance_portal.pages.autopay.components._form import choice_form

__all__ = [
    "GRID",
    "choice_form",
    "closed",
    "forecast_card",
    "good_to_know",
    "off_card",
    "placeholder",
    "review_card",
    "running_card",
]
