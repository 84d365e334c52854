"""Setup intents: how a method is saved together with the mandate that later debits stand on."""

import secrets
from typing import Any

from finance_portal.sandbox import mandates, microdeposits, payment_methods, tokens
from finance_portal.sandbox.calls import Call, in_params, in_path, listed
from finance_portal.sandbox.events import emit
from finance_portal.sandbox.refusals import Refusal
from finance_portal.sandbox.store import Store, Thing

KIND = "setup_intent"
OPEN = {"requires_payment_method", "requires_confirmation", "requires_action"}
UNUSED = (
    *("application", "automatic_payment_methods", "cancellation_reason", "last_setup_error"),
    *("latest_attempt", "mandate", "next_action", "on_behalf_of", "single_use_mandate"),
)


def create(call: Call) -> Thing:
    """Answer POST /v1/setup_intents."""
    params, customer = call.params, in_params(call, "customer", "customer")
    intent = announced(
        call.store,
        customer=customer["id"] if customer else None,
        types=params.get("allowed_payment_method_types"),
        metadata=params.get("metadata", {}),
        description=params.get("description"),
        options=params.get("payment_method_options", {}),
    )
    if "payment_method" in params:
        choose(intent, payment_methods.named(call.store, params["payment_method"]))
    emit(call.store, "setup_intent.created", call.store.keep(intent))
    return confirm_with(call, intent) if params.get("confirm") else intent


def announced(
    store: Store,
    *,
    customer: str | None,
    types: list[str] | None,
    metadata: Thing,
    description: str | None = None,
    options: Thing | None = None,
) -> Thing:
    """Return a setup intent that waits for a method, not yet kept."""
    intent = store.new(
        "seti",
        KIND,
        **dict.fromkeys(UNUSED),
        allowed_payment_method_types=types,
        customer=customer,
        description=description,
        metadata=metadata,
        payment_method=None,
        payment_method_options=options or {},
        payment_method_types=types or [tokens.CARD, tokens.BANK],
        status="requires_payment_method",
        usage="off_session",
    )
    return intent | {"client_secret": f"{intent['id']}_secret_{secrets.token_urlsafe(18)}"}


def retrieve(call: Call) -> Thing:
    """Answer GET /v1/setup_intents/{id}."""
    return in_path(call, KIND, "intent")


def index(call: Call) -> Thing:
    """Answer GET /v1/setup_intents."""
    return listed(call, KIND, "/v1/setup_intents", ["customer", "payment_method"])


def update(call: Call) -> Thing:
    """Answer POST /v1/setup_intents/{id}."""
    intent = in_path(call, KIND, "intent")
    intent["metadata"] |= call.params.get("metadata", {})
    intent["description"] = call.params.get("description", intent["description"])
    if "payment_method" in call.params:
        choose(intent, payment_methods.named(call.store, call.params["payment_method"]))
    return call.store.keep(intent)


def confirm(call: Call) -> Thing:
    """Answer POST /v1/setup_intents/{id}/confirm."""
    return confirm_with(call, in_path(call, KIND, "intent"))


def confirm_with(call: Call, intent: Thing) -> Thing:
    """Confirm an intent with what a request brought along. Raises Refusal."""
    if "payment_method" in call.params:
        choose(intent, payment_methods.named(call.store, call.params["payment_method"]))
    acceptance = call.params.get("mandate_data", {}).get("customer_acceptance")
    return confirmed(call.store, intent, acceptance, deposits=_deposits(intent))


def confirmed(
    store: Store, intent: Thing, acceptance: Any, *, deposits: str | None = None
) -> Thing:
    """Save the method of an intent; with `deposits`, once their kind is verified. Raises Refusal.

    Test accounts need no verification unless it is asked for: as if their bank had told at once.
    """
    if intent["status"] != "requires_confirmation":
        raise unexpected_state(intent, "confirmed")
    method = store.get("payment_method", intent["payment_method"])
    if method["type"] == tokens.BANK:
        if acceptance is None:
            raise Refusal("The payer has to accept a mandate.", param="mandate_data")
        status = "pending" if deposits else "active"
        mandate = mandates.accept(store, method, acceptance, status=status)
        intent["mandate"] = mandate["id"]
        if deposits:
            microdeposits.send(store, intent, method, deposits)
            return intent
    elif acceptance is None and tokens.card(store.behaviour(method["id"])).asks_holder:
        return _ask_the_holder(store, intent)
    return _saved(store, intent, method)


def authenticated(store: Store, intent: Thing, *, approves: bool) -> Thing:
    """Go on after the card's holder was asked, who approves or does not."""
    method = store.get("payment_method", intent["payment_method"])
    intent["next_action"] = None
    if approves:
        return _saved(store, intent, method)
    code = "setup_intent_authentication_failure"
    refusal = Refusal("The holder did not approve.", code=code, payment_method=method)
    _fail(store, intent, refusal)
    return intent


def cancel(call: Call) -> Thing:
    """Answer POST /v1/setup_intents/{id}/cancel."""
    intent = in_path(call, KIND, "intent")
    if intent["status"] not in OPEN:
        raise unexpected_state(intent, "canceled")
    reason = call.params.get("cancellation_reason")
    intent |= {"status": "canceled", "cancellation_reason": reason, "next_action": None}
    emit(call.store, "setup_intent.canceled", call.store.keep(intent))
    return intent


def verify(call: Call) -> Thing:
    """Answer POST /v1/setup_intents/{id}/verify_microdeposits."""
    intent = in_path(call, KIND, "intent")
    microdeposits.verify(call.store, intent, call.params)
    return intent


def choose(intent: Thing, method: Thing) -> None:
    """Make this the method that is to be saved. Raises Refusal."""
    if method["type"] not in intent["payment_method_types"]:
        raise Refusal("A method of this type is not allowed here.", param="payment_method")
    intent |= {"payment_method": method["id"], "status": "requires_confirmation"}


def unexpected_state(intent: Thing, verb: str) -> Refusal:
    """Say that the intent has moved on, or not yet far enough."""
    return Refusal(
        f"This setup intent cannot be {verb}: its status is {intent['status']}.",
        code="setup_intent_unexpected_state",
        setup_intent=intent,
    )


def _deposits(intent: Thing) -> str | None:
    options = intent["payment_method_options"].get(tokens.BANK, {})
    return "descriptor_code" if options.get("verification_method") == "microdeposits" else None


def _saved(store: Store, intent: Thing, method: Thing) -> Thing:
    try:
        if intent["customer"]:
            payment_methods.attached(store, method, intent["customer"])
        else:
            payment_methods.refuse_declined(store, method)
    except Refusal as refusal:
        _fail(store, intent, refusal)
        refusal.error["setup_intent"] = intent
        raise
    intent["status"] = "succeeded"
    emit(store, "setup_intent.succeeded", store.keep(intent))
    return intent


def _fail(store: Store, intent: Thing, refusal: Refusal) -> None:
    intent |= {"status": "requires_payment_method", "payment_method": None}
    intent["last_setup_error"] = dict(refusal.error)
    emit(store, "setup_intent.setup_failed", store.keep(intent))


def _ask_the_holder(store: Store, intent: Thing) -> Thing:
    redirect = {"return_url": None, "url": f"{store.address}/authenticate/{intent['id']}"}
    intent["next_action"] = {"type": "redirect_to_url", "redirect_to_url": redirect}
    intent["status"] = "requires_action"
    emit(store, "setup_intent.requires_action", store.keep(intent))
    return intent
