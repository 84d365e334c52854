"""Payment intents: announced, confirmed once, read as often as anybody likes."""

import re
import secrets

from finance_portal.sandbox import charges, confirmations, knobs, payment_methods, tokens
from finance_portal.sandbox.calls import USUAL_PAGE, Call, in_params, in_path, listed
from finance_portal.sandbox.events import emit
from finance_portal.sandbox.refusals import Refusal
from finance_portal.sandbox.store import Store, Thing

KIND = confirmations.KIND
SMALLEST, LARGEST = 50, 99_999_999
CLAUSE = re.compile(r"(status|customer|metadata)(?:\['([^']+)'\])?:\s?'([^']*)'")
SAID = (
    "description",
    "receipt_email",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "shipping",
)
UNUSED = (
    *("application", "application_fee_amount", "automatic_payment_methods", "canceled_at"),
    *("cancellation_reason", "last_payment_error", "latest_charge", "next_action"),
    *("on_behalf_of", "payment_record", "processing", "review", "setup_future_usage"),
    *("source", "transfer_data", "transfer_group"),
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


def search(call: Call) -> Thing:
    """Answer GET /v1/payment_intents/search, for clauses of equality that are all to be met."""
    clauses = CLAUSE.findall(call.params["query"])
    if CLAUSE.sub("", call.params["query"]).replace("AND", "").strip() or not clauses:
        raise Refusal("Only field:'value' joined by AND is simulated.", param="query")
    wanted = {f"metadata.{key}" if key else field: value for field, key, value in clauses}
    found = call.store.page(KIND, wanted, limit=call.params.get("limit", USUAL_PAGE))
    url = "/v1/payment_intents/search"
    return {"object": "search_result", "data": found, "has_more": False, "url": url}


def update(call: Call) -> Thing:
    """Answer POST /v1/payment_intents/{id}, while nothing has been confirmed."""
    store, intent = call.store, in_path(call, KIND, "intent")
    if intent["status"] not in confirmations.OPEN:
        raise confirmations.unexpected_state(intent, "updated")
    if "amount" in call.params:
        _refuse_amount(call.params["amount"], intent["currency"])
        intent["amount"] = call.params["amount"]
    intent["metadata"] |= call.params.get("metadata", {})
    intent |= {name: call.params[name] for name in SAID if name in call.params}
    if "payment_method" in call.params:
        method = payment_methods.named(store, call.params["payment_method"])
        confirmations.choose(intent, method)
    return store.keep(intent)


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
        return store.now - int(charge["created"]) <= knobs.get(store, "cancel_window")
    return intent["status"] in confirmations.OPEN
