"""The lender's own account with the processor."""

from finance_portal.sandbox.calls import Call
from finance_portal.sandbox.store import Thing


def retrieve(_call: Call) -> Thing:
    """Answer GET /v1/account."""
    return {
        "id": "acct_sbx0000000000000000",
        "object": "account",
        "charges_enabled": True,
        "country": "US",
        "default_currency": "usd",
        "details_submitted": True,
        "payouts_enabled": True,
        "type": "standard",
    }
