"""Autopay: on which days a contract is debited by itself, and how much each time (1.15).

The forecast runs the same two functions that the nightly job runs, on the same engine, so that
what is promised for the next twelve months is what then happens.
"""

from finance_portal.domain.autopay.days import Day, debit_days, next_day, next_debit_on
from finance_portal.domain.autopay.drafts import Draft, amount_on, draft_on, permitted
from finance_portal.domain.autopay.forecasts import Debit, forecast
from finance_portal.domain.autopay.plan import (
    AmountRule,
    Frequency,
    Plan,
    PlanRefused,
    check_plan,
    least_fixed,
    longest_after_due,
)

__all__ = [
    "AmountRule",
    "Day",
    "Debit",
    "Draft",
    "Frequency",
    "Plan",
    "PlanRefused",
    "amount_on",
    "check_plan",
    "debit_days",
    "draft_on",
    "forecast",
    "least_fixed",
    "longest_after_due",
    "next_day",
    "next_debit_on",
    "permitted",
]
