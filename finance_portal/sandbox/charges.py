"""Charges: each attempt to move the money of a payment intent, and how it ends."""

from finance_portal.sandbox import balance_transactions, tokens
from finance_portal.sandbox.calls import Call, in_params, in_path, listed
from finance_portal.sandbox.events import emit
from finance_portal.sandbox.returns import BankReturn
from finance_portal.sandbox.store import Store, Thing

KIND = "charge"
COPIED = (
    *("amount", "currency", "customer", "description", "metadata", "receipt_email"),
    *("statement_descriptor", "statement_descriptor_suffix", "shipping"),
)
UNUSED = (
    *("application", "application_fee", "application_fee_amount", "failure_balance_transaction"),
    *("on_behalf_of", "receipt_number", "receipt_url", "review", "source"),
    *("source_transfer", "transfer", "transfer_data", "transfer_group"),
)


def retrieve(call: Call) -> Thing:
    """Answer GET /v1/charges/{id}."""
    return in_path(call, KIND, "charge")


def index(call: Call) -> Thing:
    """Answer GET /v1/charges."""
    in_params(call, "payment_intent", "payment_intent")
    return listed(call, KIND, "/v1/charges", ["customer", "payment_intent"])


def open_charge(store: Store, intent: Thing, method: Thing, details: Thing) -> Thing:
    """Return a charge that is pending, not yet kept."""
    return store.new(
        "ch",
        KIND,
        **{name: intent[name] for name in COPIED},
        **dict.fromkeys(UNUSED),
        amount_captured=intent["amount"],
        amount_refunded=0,
        balance_transaction=None,
        billing_details=method["billing_details"],
        captured=True,
        disputed=False,
        failure_code=None,
        failure_message=None,
        fraud_details={},
        outcome=_outcome("authorized", "Payment complete.", "approved_by_network"),
        paid=False,
        payment_intent=intent["id"],
        payment_method=method["id"],
        payment_method_details={"type": method["type"], method["type"]: details},
        refunded=False,
        status="pending",
    )


def succeed(store: Store, charge: Thing) -> None:
    """Count the money as received."""
    entry = balance_transactions.credit(store, charge)
    charge |= {"status": "succeeded", "paid": True, "balance_transaction": entry["id"]}
    emit(store, "charge.succeeded", store.keep(charge))


def bounce(store: Store, charge: Thing, reason: BankReturn) -> None:
    """Say that the bank sent the debit back."""
    _fail(charge, reason.failure_code, reason.message)
    charge["outcome"]["network_decline_code"] = reason.network_code
    emit(store, "charge.failed", store.keep(charge))


def decline(store: Store, charge: Thing, card: tokens.Card) -> None:
    """Say that the issuer of the card declined."""
    _fail(charge, card.code, "The card was declined.")
    charge["outcome"]["reason"] = card.decline_code
    emit(store, "charge.failed", store.keep(charge))


def withdraw(store: Store, charge: Thing) -> None:
    """End a pending charge because its intent was canceled before the bank was asked."""
    _fail(charge, None, "The payment was canceled.")
    emit(store, "charge.failed", store.keep(charge))


def _fail(charge: Thing, code: str | None, message: str) -> None:
    charge |= {"status": "failed", "failure_code": code, "failure_message": message}
    charge["amount_captured"], charge["captured"] = 0, False
    charge["outcome"] = _outcome("issuer_declined", message, "declined_by_network")


def _outcome(kind: str, message: str, network_status: str) -> Thing:
    return {
        "advice_code": None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": network_status,
        "reason": None,
        "risk_level": "not_assessed",
        "seller_message": message,
        "type": kind,
    }
