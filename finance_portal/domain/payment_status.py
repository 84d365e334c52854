"""The life of a payment, as a table. A status only ever rises in rank."""

from enum import StrEnum

from finance_portal.language import sentence


class PaymentStatus(StrEnum):
    """How far a payment has come on its way through the processor."""

    CREATED = "created"
    INTENT = "intent"
    SUBMITTING = "submitting"
    PROCESSING = "processing"
    REFUSED = "refused"
    FAILED = "failed"
    CANCELED = "canceled"
    SETTLED = "settled"
    RETURNED = "returned"
    REINSTATED = "reinstated"


# fmt: off
RANK = {
    PaymentStatus.CREATED:    0,
    PaymentStatus.INTENT:     1,
    PaymentStatus.SUBMITTING: 2,
    PaymentStatus.PROCESSING: 3,
    PaymentStatus.REFUSED:    4,
    PaymentStatus.FAILED:     4,
    PaymentStatus.CANCELED:   4,
    PaymentStatus.SETTLED:    4,
    PaymentStatus.RETURNED:   5,
    PaymentStatus.REINSTATED: 6,
}

WORDS = {
    PaymentStatus.CREATED:    sentence("Being sent"),
    PaymentStatus.INTENT:     sentence("Being sent"),
    PaymentStatus.SUBMITTING: sentence("Being sent"),
    PaymentStatus.PROCESSING: sentence("Processing"),
    PaymentStatus.REFUSED:    sentence("Not accepted"),
    PaymentStatus.FAILED:     sentence("Failed"),
    PaymentStatus.CANCELED:   sentence("Canceled"),
    PaymentStatus.SETTLED:    sentence("Posted"),
    PaymentStatus.RETURNED:   sentence("Returned"),
    PaymentStatus.REINSTATED: sentence("Posted"),
}
# fmt: on

UNDER_WAY = (PaymentStatus.CREATED, PaymentStatus.INTENT, PaymentStatus.SUBMITTING)
"""Begun here and not at the bank yet: meanwhile no other payment of the contract begins."""

CAME_BACK = frozenset({PaymentStatus.FAILED, PaymentStatus.RETURNED})
"""The bank did not pay, or took its money back."""

NO_MONEY_MOVED = frozenset({PaymentStatus.REFUSED, PaymentStatus.FAILED, PaymentStatus.CANCELED})


def may_become(current: PaymentStatus, following: PaymentStatus) -> bool:
    """Tell whether news may change a status: upward only, and only settled money is returned.

    Only what was returned is reinstated.
    """
    if following is PaymentStatus.RETURNED:
        return current is PaymentStatus.SETTLED
    if following is PaymentStatus.REINSTATED:
        return current is PaymentStatus.RETURNED
    return RANK[following] > RANK[current]


def is_final(status: PaymentStatus) -> bool:
    """Tell whether no news can change a status any more. Settled money can still be returned."""
    return not any(may_become(status, following) for following in PaymentStatus)
