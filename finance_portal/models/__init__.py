"""Tables: columns, constraints, nothing else."""

from finance_portal.models import (
    autopay,
    contracts,
    factors,
    guest,
    ledger,
    messages,
    nightly,
    payments,
    people,
    scheduled,
    security,
    standing,
)

__all__ = [
    "autopay",
    "contracts",
    "factors",
    "guest",
    "ledger",
    "messages",
    "nightly",
    "payments",
    "people",
    "scheduled",
    "security",
    "standing",
]
