"""Payment methods: made from test tokens, attached to a customer, blocked by a bank."""

from datetime import UTC, datetime

from finance_portal.sandbox import mandates, tokens
from finance_portal.sandbox.calls import Call, in_params, in_path, listed
from finance_portal.sandbox.events import emit
from finance_portal.sandbox.refusals import DECLINED, Refusal, missing_object
from finance_portal.sandbox.returns import BankReturn
from finance_portal.sandbox.store import Store, Thing

KIND = "payment_method"
DETACHED = "detached_method"


def create(call: Call) -> Thing:
    """Answer POST /v1/payment_methods, for a card by its test token (`tok_visa_debit`)."""
    token = call.params.get("card", {}).get("token", "").replace("tok_", tokens.CARD_PREFIX, 1)
    if call.params.get("type") != tokens.CARD or not tokens.is_token(token):
        raise Refusal("Only type=card with a test token as card[token] is simulated.")
    return from_token(call.store, token)


def retrieve(call: Call) -> Thing:
    """Answer GET /v1/payment_methods/{id}."""
    return in_path(call, KIND, "payment_method")


def index(call: Call) -> Thing:
    """Answer GET /v1/payment_methods."""
    in_params(call, "customer", "customer")
    return listed(call, KIND, "/v1/payment_methods", ["customer", "type"])


def of_customer(call: Call) -> Thing:
    """Answer GET /v1/customers/{id}/payment_methods."""
    in_path(call, "customer", "customer")
    url = f"/v1/customers/{call.id}/payment_methods"
    return listed(call, KIND, url, ["type"], customer=call.id)


def attach(call: Call) -> Thing:
    """Answer POST /v1/payment_methods/{id}/attach."""
    method = named(call.store, call.id)
    customer = in_params(call, "customer", "customer")
    if customer is None:
        raise Refusal("Only attaching to a customer is simulated.", param="customer")
    return attached(call.store, method, customer["id"])


def update(call: Call) -> Thing:
    """Answer POST /v1/payment_methods/{id}: the payer's name and address, and our own words."""
    method = in_path(call, KIND, "payment_method")
    if "billing_details" in call.params:
        method["billing_details"] |= call.params["billing_details"]
    if "metadata" in call.params:
        method["metadata"] |= call.params["metadata"]
    emit(call.store, "payment_method.updated", call.store.keep(method))
    return method


def detach(call: Call) -> Thing:
    """Answer POST /v1/payment_methods/{id}/detach; there is no way back."""
    method = in_path(call, KIND, "payment_method")
    if method["customer"] is None:
        raise Refusal("The payment method is not attached to a customer.")
    method["customer"] = None
    mandates.end(call.store, method)
    call.store.keep({"id": _gone(method["id"]), "object": DETACHED})
    emit(call.store, "payment_method.detached", call.store.keep(method))
    return method


def named(store: Store, name: str) -> Thing:
    """Return the method of that id, or a new one from that test token. Raises Refusal."""
    if tokens.is_token(name):
        return from_token(store, name)
    found = store.find(KIND, name)
    if found is None:
        raise missing_object("PaymentMethod", name, "payment_method")
    if store.find(DETACHED, _gone(name)):
        raise Refusal("The payment method was detached and cannot be used again.")
    return found


def attached(store: Store, method: Thing, customer: str) -> Thing:
    """Save a method for a customer. Raises Refusal where Stripe would not."""
    if method["customer"] not in (None, customer):
        raise Refusal("The payment method is attached to another customer.")
    refuse_declined(store, method)
    method["customer"] = customer
    emit(store, "payment_method.attached", store.keep(method))
    return method


def refuse_declined(store: Store, method: Thing) -> None:
    """Raise Refusal for a card that its issuer declines already when it is saved."""
    token = store.behaviour(method["id"])
    if tokens.kind_of(token) == tokens.CARD and not tokens.card(token).attaches:
        raise declined(token, method)


def declined(token: str, method: Thing, **more: object) -> Refusal:
    """Say that the card's issuer declined it; what this changed is kept."""
    return Refusal(
        "The card was declined.",
        status=DECLINED,
        kind="card_error",
        is_committed=True,
        code=tokens.card(token).code,
        decline_code=tokens.card(token).decline_code,
        payment_method=method,
        **more,
    )


def block(store: Store, method: Thing, bounce: BankReturn) -> None:
    """Stop every method of this account from being used again."""
    for known in store.all(KIND, type=tokens.BANK):
        if known[tokens.BANK]["fingerprint"] == method[tokens.BANK]["fingerprint"]:
            blocked = {"network_code": bounce.network_code, "reason": bounce.block}
            known[tokens.BANK]["status_details"] = {"blocked": blocked}
            emit(store, "payment_method.automatically_updated", store.keep(known))


def is_blocked(method: Thing) -> bool:
    """Say whether a bank has refused this account for good."""
    return bool(method.get(tokens.BANK, {}).get("status_details"))


def from_token(store: Store, token: str) -> Thing:
    """Return a new method of the test account or card behind a token, nobody's yet."""
    kind = tokens.kind_of(token)
    year = datetime.fromtimestamp(store.now, UTC).year
    method = store.new(
        "pm",
        KIND,
        allow_redisplay="unspecified",
        billing_details={"address": None, "email": None, "name": "Test", "phone": None},
        customer=None,
        metadata={},
        type=kind,
        **{kind: tokens.details(token, year)},
    )
    return store.keep(method, behaviour=token)


def _gone(method_id: str) -> str:
    return f"gone_{method_id}"
