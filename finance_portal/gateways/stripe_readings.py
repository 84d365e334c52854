"""Stripe's objects, as plain dictionaries, read into the portal's own.

An absent field is None and an unknown value passes as it is: what to do about a status that nobody
knows is for the caller to decide, who has somewhere to put it.
"""

from datetime import date
from typing import Any, TypeAlias

from finance_portal.gateways.processor import Intent, ProcessorEvent, SavedMethod

Fields: TypeAlias = dict[str, Any]


def intent_of(fields: Fields) -> Intent:
    """Read a payment intent; its latest charge tells more when it was expanded."""
    charge = _expanded(fields.get("latest_charge"))
    outcome = charge.get("outcome") or {}
    error = fields.get("last_payment_error") or {}
    return Intent(
        id=fields["id"],
        status=fields["status"],
        amount=fields["amount"],
        amount_received=fields.get("amount_received") or 0,
        created=fields["created"],
        customer=_id(fields.get("customer")),
        method_id=_id(fields.get("payment_method")) or _id(error.get("payment_method")),
        payment_id=(fields.get("metadata") or {}).get("payment_id"),
        livemode=fields["livemode"],
        charge_id=charge.get("id"),
        failure_code=charge.get("failure_code") or error.get("code"),
        decline_code=error.get("decline_code"),
        network_code=outcome.get("network_decline_code") or error.get("network_decline_code"),
        disputed=bool(charge.get("disputed")),
        expected_debit_on=_debit_date(charge),
    )


def method_of(fields: Fields) -> SavedMethod:
    """Read a payment method: only what a borrower recognises it by, and whether it can be used."""
    details = fields.get(fields["type"]) or {}
    why_not = _why_not(fields, details)
    return SavedMethod(
        id=fields["id"],
        customer=_id(fields.get("customer")),
        kind=fields["type"],
        bank_or_brand=details.get("bank_name") or details.get("brand") or "",
        last4=details.get("last4") or "",
        fingerprint=details.get("fingerprint"),
        funding=details.get("funding"),
        account_type=details.get("account_type"),
        livemode=fields["livemode"],
        usable=why_not is None,
        why_not=why_not,
    )


def event_of(fields: Fields) -> ProcessorEvent:
    """Read an event: which object it is about, and which intent that belongs to."""
    about = fields["data"]["object"]
    is_intent = about.get("object") == "payment_intent"
    return ProcessorEvent(
        id=fields["id"],
        type=fields["type"],
        object_id=about.get("id") or "",
        intent_id=about["id"] if is_intent else _id(about.get("payment_intent")),
        livemode=fields["livemode"],
        created=fields["created"],
    )


def _why_not(fields: Fields, details: Fields) -> str | None:
    blocked = (details.get("status_details") or {}).get("blocked")
    if blocked:
        return blocked.get("reason") or "bank_account_unusable"
    return None if fields.get("customer") else "detached"


def _debit_date(charge: Fields) -> date | None:
    account = (charge.get("payment_method_details") or {}).get("us_bank_account") or {}
    expected = account.get("expected_debit_date")
    return date.fromisoformat(expected) if expected else None


def _expanded(value: Any) -> Fields:
    """Return the object, or only its id when the processor did not spell it out."""
    return value if isinstance(value, dict) else {"id": value}


def _id(value: Any) -> str | None:
    return value.get("id") if isinstance(value, dict) else value
