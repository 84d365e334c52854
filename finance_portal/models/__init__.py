"""Tables: columns, constraints, nothing else."""

from finance_portal.models import contracts, ledger, payments, people, security

__all__ = ["contracts", "ledger", "payments", "people", "security"]
