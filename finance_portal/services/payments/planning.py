"""What payments for a later day are made of: the same reviews, from the same foresight."""

from finance_portal.services.payments._foresight import Foresight, foresight_of
from finance_portal.services.payments._reviews import refuse_restricted, refuse_too_new, reviewed
from finance_portal.services.payments._words import seal_of

__all__ = [
    "Foresight",
    "foresight_of",
    "refuse_restricted",
    "refuse_too_new",
    "reviewed",
    "seal_of",
]
