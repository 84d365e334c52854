"""What the pay page says: what may be paid, and what a payment will do. Pure."""

from finance_portal.pages.pay.views._form import (
    LATER,
    NOW,
    OTHER,
    Choices,
    MethodView,
    OptionView,
    Wanted,
    choices,
    typed,
)
from finance_portal.pages.pay.views._review import CHANGED, Preview, WayView, preview

__all__ = [
    "CHANGED",
    "LATER",
    "NOW",
    "OTHER",
    "Choices",
    "MethodView",
    "OptionView",
    "Preview",
    "Wanted",
    "WayView",
    "choices",
    "preview",
    "typed",
]
