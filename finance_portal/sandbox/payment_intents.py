"""Payment intents: announced, confirmed once, read as often as anybody likes."""

import secrets

from finance_portal.sandbox import charges, confirmations, payment_methods, tokens
from finance_portal.sandbox.calls import Call, in_params, in_path, listed
from finance_portal.sandbox.events import emit
from finance_portal.sandbox.refusals import Refusal
from finance_portal.sandbox.store import Store, Thing

KIND = confirmations.KIND
SMALLEST, LARGEST = 50, 99_999_999
CANCEL_WINDOW = 6 * 3600  # seconds in which a debit can still be stopped; invented
SAID = ("description", "receipt_email", "statement_descriptor", "statement_descriptor_suffix")
UNUSED = (
    *("application", "application_fee_amount", "automatic_payment_methods", "canceled_at"),
    *("cancellation_reason", "last_payment_error", "latest_charge", "next_action"),
    *("on_behalf_of", "payment_record", "processing", "review", "setup_future_usage"),
    *("shipping", "source", "transfer_data", "transfer_group"),
)


def create(call: Call) -> Thing:
    """Answer POST /v1/payment_intents."""
    _refuse_amount(call.params["amount"], call.params["currency"])
    customer = in_params(call, "customer", "customer")
    intent = _announced(call, customer)
    if "payment_method" in call.params:
        method = payment_methods.named(call.store, call.params["payment_method"])
        confirmations.choose(intent, method)
    emit(call.store, "payment_intent.created", call.store.keep(intent))
    return confirmations.confirm(call, intent) if call.params.get("confirm") else intent


def retrieve(call: Call) -> Thing:
    """Answer GET /v1/payment_intents/{id}."""
    return in_path(call, KIND, "intent")


def index(call: Call) -> Thing:
    """Answer GET /v1/payment_intents."""
    in_params(call, "customer", "customer")
    return listed(call, KIND, "/v1/payment_intents", ["customer"])


def confirm(call: Call) -> Thing:
    """Answer POST /v1/payment_intents/{id}/confirm."""
    return confirmations.confirm(call, in_path(call, KIND, "intent"))


def cancel(call: Call) -> Thing:
    """Answer POST /v1/payment_intents/{id}/cancel."""
    store, intent = call.store, in_path(call, KIND, "intent")
    if not _can_be_canceled(store, intent):
        raise confirmations.unexpected_state(intent, "canceled")
    if intent["status"] == "processing":
        charges.withdraw(store, store.get("charge", intent["latest_charge"]))
    reason = call.params.get("cancellation_reason")
    intent |= {"status": "canceled", "canceled_at": store.now, "cancellation_reason": reason}
    emit(store, "payment_intent.canceled", store.keep(intent))
    return intent


def _refuse_amount(amount: int, currency: str) -> None:
    if currency != "usd":
        raise Refusal("Only usd is simulated.", param="currency")
    if amount < SMALLEST:
        raise Refusal("At least $0.50 is needed.", code="amount_too_small", param="amount")
    if amount > LARGEST:
        raise Refusal("At most $999,999.99 is taken.", code="amount_too_large", param="amount")


def _announced(call: Call, customer: Thing | None) -> Thing:
    params = call.params
    types = params.get("allowed_payment_method_types")
    intent = call.store.new(
        "pi",
        KIND,
        **{name: params.get(name) for name in SAID},
        **dict.fromkeys(UNUSED),
        allowed_payment_method_types=types,
        amount=params["amount"],
        amount_capturable=0,
        amount_details={"tip": {}},
        amount_received=0,
        capture_method="automatic_async",
        confirmation_method="automatic",
        currency=params["currency"],
        customer=customer["id"] if customer else None,
        metadata=params.get("metadata", {}),
        payment_method=None,
        payment_method_options=params.get("payment_method_options", {}),
        payment_method_types=types or [tokens.CARD, tokens.BANK],
        status="requires_payment_method",
    )
    return intent | {"client_secret": f"{intent['id']}_secret_{secrets.token_urlsafe(18)}"}


def _can_be_canceled(store: Store, intent: Thing) -> bool:
    if intent["status"] == "processing":
        charge = store.get("charge", intent["latest_charge"])
        return store.now - int(charge["created"]) <= CANCEL_WINDOW
    return intent["status"] in confirmations.OPEN
