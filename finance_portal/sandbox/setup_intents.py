"""Setup intents: how a method is saved together with the mandate that later debits stand on.

Only for methods that need no further proof: the test tokens. Hosted pages are not simulated yet.
"""

import secrets

from finance_portal.sandbox import mandates, payment_methods, tokens
from finance_portal.sandbox.calls import Call, in_params, in_path
from finance_portal.sandbox.events import emit
from finance_portal.sandbox.refusals import Refusal
from finance_portal.sandbox.store import Store, Thing

KIND = "setup_intent"
UNUSED = (
    *("application", "automatic_payment_methods", "cancellation_reason", "last_setup_error"),
    *("latest_attempt", "mandate", "next_action", "on_behalf_of", "single_use_mandate"),
)


def create(call: Call) -> Thing:
    """Answer POST /v1/setup_intents."""
    customer = in_params(call, "customer", "customer")
    types = call.params.get("allowed_payment_method_types")
    intent = call.store.new(
        "seti",
        KIND,
        **dict.fromkeys(UNUSED),
        allowed_payment_method_types=types,
        customer=customer["id"] if customer else None,
        description=call.params.get("description"),
        metadata=call.params.get("metadata", {}),
        payment_method=None,
        payment_method_options={},
        payment_method_types=types or [tokens.CARD, tokens.BANK],
        status="requires_payment_method",
        usage="off_session",
    )
    intent["client_secret"] = f"{intent['id']}_secret_{secrets.token_urlsafe(18)}"
    _choose(call, intent)
    emit(call.store, "setup_intent.created", call.store.keep(intent))
    return intent


def retrieve(call: Call) -> Thing:
    """Answer GET /v1/setup_intents/{id}."""
    return in_path(call, KIND, "intent")


def confirm(call: Call) -> Thing:
    """Answer POST /v1/setup_intents/{id}/confirm."""
    store, intent = call.store, in_path(call, KIND, "intent")
    _choose(call, intent)
    if intent["status"] != "requires_confirmation":
        code = "setup_intent_unexpected_state"
        raise Refusal("This setup intent cannot be confirmed.", code=code, setup_intent=intent)
    method = store.get("payment_method", intent["payment_method"])
    if intent["customer"]:
        _attach(store, intent, method)
    if method["type"] == tokens.BANK:
        intent["mandate"] = _mandate(call, method)["id"]
    intent["status"] = "succeeded"
    emit(store, "setup_intent.succeeded", store.keep(intent))
    return intent


def _attach(store: Store, intent: Thing, method: Thing) -> None:
    try:
        payment_methods.attached(store, method, intent["customer"])
    except Refusal as refusal:
        intent |= {"status": "requires_payment_method", "payment_method": None}
        intent["last_setup_error"] = dict(refusal.error)
        emit(store, "setup_intent.setup_failed", store.keep(intent))
        refusal.error["setup_intent"] = intent
        raise


def _choose(call: Call, intent: Thing) -> None:
    if "payment_method" not in call.params:
        return
    method = payment_methods.named(call.store, call.params["payment_method"])
    if method["type"] not in intent["payment_method_types"]:
        raise Refusal("A method of this type is not allowed here.", param="payment_method")
    intent |= {"payment_method": method["id"], "status": "requires_confirmation"}


def _mandate(call: Call, method: Thing) -> Thing:
    if "mandate_data" not in call.params:
        raise Refusal("The payer has to accept a mandate.", param="mandate_data")
    return mandates.accept(call.store, method, call.params["mandate_data"]["customer_acceptance"])
