"""Tables: columns, constraints, nothing else."""

from finance_portal.models import (
    contracts,
    factors,
    ledger,
    messages,
    payments,
    people,
    security,
)

__all__ = ["contracts", "factors", "ledger", "messages", "payments", "people", "security"]
