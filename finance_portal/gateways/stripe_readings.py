"""Stripe's objects, as plain dictionaries, read into the portal's own.

An absent field is None and an unknown value passes as it is: what to do about a status that nobody
knows is for the caller to decide, who has somewhere to put it.
"""

from calendar import monthrange
from datetime import UTC, date, datetime
from typing import Any, TypeAlias

from finance_portal.domain.calendar import EASTERN
from finance_portal.gateways.processor import (
    DisputeSeen,
    HostedVisit,
    Intent,
    MandateSeen,
    Movement,
    ProcessorEvent,
    RefundSeen,
    SavedMethod,
    Setup,
)

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
        expires_on=_last_day(details),
    )


def visit_of(fields: Fields) -> HostedVisit:
    """Read a Checkout session."""
    return HostedVisit(
        id=fields["id"],
        url=fields.get("url"),
        status=fields.get("status") or "",
        customer=_id(fields.get("customer")),
        reference=fields.get("client_reference_id"),
        setup_id=_id(fields.get("setup_intent")),
        livemode=fields["livemode"],
    )


def setup_of(fields: Fields) -> Setup:
    """Read a setup intent. A method that failed is remembered by the error only."""
    error = fields.get("last_setup_error") or {}
    deposits = (fields.get("next_action") or {}).get("verify_with_microdeposits") or {}
    return Setup(
        id=fields["id"],
        status=fields["status"],
        customer=_id(fields.get("customer")),
        method_id=_id(fields.get("payment_method")) or _id(error.get("payment_method")),
        mandate_id=_id(fields.get("mandate")),
        livemode=fields["livemode"],
        verification=deposits.get("microdeposit_type"),
        arrives_on=_eastern_day(deposits.get("arrival_date")),
        hosted_url=deposits.get("hosted_verification_url"),
        failure_code=error.get("code"),
    )


def mandate_of(fields: Fields) -> MandateSeen:
    """Read a mandate."""
    method = _id(fields.get("payment_method"))
    return MandateSeen(id=fields["id"], status=fields["status"], method_id=method)


def refund_of(fields: Fields, *, livemode: bool) -> RefundSeen:
    """Read a refund; it does not say whether it is live."""
    return RefundSeen(
        id=fields["id"],
        status=fields.get("status") or "",
        amount=fields["amount"],
        intent_id=_id(fields.get("payment_intent")),
        refund_ref=(fields.get("metadata") or {}).get("refund_ref"),
        failure_code=fields.get("failure_reason"),
        livemode=livemode,
    )


def dispute_of(fields: Fields) -> DisputeSeen:
    """Read a dispute; an inquiry has withdrawn nothing."""
    card = (fields.get("payment_method_details") or {}).get("card") or {}
    return DisputeSeen(
        id=fields["id"],
        status=fields["status"],
        reason=fields["reason"],
        amount=fields["amount"],
        intent_id=_id(fields.get("payment_intent")),
        charge_id=_id(fields.get("charge")),
        network_code=fields.get("network_reason_code") or card.get("network_reason_code"),
        withdrawn=-sum(entry["amount"] for entry in fields.get("balance_transactions") or ()),
        created=fields["created"],
        livemode=fields["livemode"],
    )


def movement_of(fields: Fields) -> Movement:
    """Read a balance transaction."""
    return Movement(
        id=fields["id"],
        type=fields["type"],
        amount=fields["amount"],
        source_id=_id(fields.get("source")),
        created=fields["created"],
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


def _last_day(details: Fields) -> date | None:
    """Return the last day of the month that a card tells."""
    year, month = details.get("exp_year"), details.get("exp_month")
    return date(year, month, monthrange(year, month)[1]) if year and month else None


def _eastern_day(instant: int | None) -> date | None:
    """Return the banks' day of a unix second."""
    return datetime.fromtimestamp(instant, UTC).astimezone(EASTERN).date() if instant else None


def _debit_date(charge: Fields) -> date | None:
    account = (charge.get("payment_method_details") or {}).get("us_bank_account") or {}
    expected = account.get("expected_debit_date")
    return date.fromisoformat(expected) if expected else None


def _expanded(value: Any) -> Fields:
    """Return the object, or only its id when the processor did not spell it out."""
    return value if isinstance(value, dict) else {"id": value}


def _id(value: Any) -> str | None:
    return value.get("id") if isinstance(value, dict) else value
