"""How is this worked out? Every figure as lines from which anybody can compute it again.

Take a trace of the contract once, and ask it for each figure:

    traced = working.trace(terms, events, today)
    working.payoff(traced, good_through).lines
"""

from finance_portal.domain.working.ahead import last_payment
from finance_portal.domain.working.balances import (
    accrued_interest,
    fees,
    payment_line,
    payoff,
    per_diem,
    principal,
)
from finance_portal.domain.working.dues import amount_due, past_due, to_cure
from finance_portal.domain.working.forgiven import forgiven
from finance_portal.domain.working.leases import (
    buyout,
    early_buyout,
    invoice,
    maturity_buyout,
    mileage,
    remaining_payments,
)
from finance_portal.domain.working.lines import Working, day_text
from finance_portal.domain.working.payments import payment
from finance_portal.domain.working.relief import more_interest, waiting
from finance_portal.domain.working.trace import Trace, trace

__all__ = [
    "Trace",
    "Working",
    "accrued_interest",
    "amount_due",
    "buyout",
    "day_text",
    "early_buyout",
    "fees",
    "forgiven",
    "invoice",
    "last_payment",
    "maturity_buyout",
    "mileage",
    "more_interest",
    "past_due",
    "payment",
    "payment_line",
    "payoff",
    "per_diem",
    "principal",
    "remaining_payments",
    "to_cure",
    "trace",
    "waiting",
]
