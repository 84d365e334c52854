"""Checkout sessions in the mode that only saves a method: a visit to the hosted page."""

from finance_portal.sandbox import jobs, setup_intents
from finance_portal.sandbox.calls import Call, in_params, in_path, listed
from finance_portal.sandbox.events import emit
from finance_portal.sandbox.refusals import Refusal, missing_parameter
from finance_portal.sandbox.store import Store, Thing

KIND = "checkout.session"
EXPIRE = "expire_session"
LASTS = 24 * 3600  # seconds
UNUSED = (
    *("after_expiration", "allow_promotion_codes", "amount_subtotal", "amount_total"),
    *("billing_address_collection", "client_secret", "consent", "consent_collection"),
    *("customer_creation", "customer_details", "customer_email", "invoice", "invoice_creation"),
    *("locale", "payment_intent", "payment_link", "payment_method_configuration_details"),
    *("recovered_from", "shipping_address_collection", "shipping_cost", "submit_type"),
    *("subscription", "total_details"),
)


def create(call: Call) -> Thing:
    """Answer POST /v1/checkout/sessions."""
    store, params = call.store, call.params
    if params.get("mode") != "setup":
        raise Refusal("Only mode=setup is simulated.", param="mode")
    for name in ("currency", "success_url"):
        if name not in params:
            raise missing_parameter(name)
    customer = in_params(call, "customer", "customer")
    types = params.get("allowed_payment_method_types")
    data = params.get("setup_intent_data", {})
    intent = setup_intents.announced(
        store,
        customer=customer["id"] if customer else None,
        types=types,
        metadata=data.get("metadata", {}),
        description=data.get("description"),
    )
    emit(store, "setup_intent.created", store.keep(intent))
    session = store.keep(_opened(call, intent))
    jobs.schedule(store, session["expires_at"], EXPIRE, session["id"])
    return session


def retrieve(call: Call) -> Thing:
    """Answer GET /v1/checkout/sessions/{id}."""
    return in_path(call, KIND, "session")


def index(call: Call) -> Thing:
    """Answer GET /v1/checkout/sessions."""
    return listed(call, KIND, "/v1/checkout/sessions", ["customer", "status"])


def expire(call: Call) -> Thing:
    """Answer POST /v1/checkout/sessions/{id}/expire."""
    session = in_path(call, KIND, "session")
    if session["status"] != "open":
        raise Refusal(f"A session that is {session['status']} cannot expire.")
    return _ended(call.store, session, "expired")


def complete(store: Store, session: Thing) -> Thing:
    """End a visit on which a method was chosen; whether it can be used, its setup tells."""
    return _ended(store, session, "complete")


def run_out(store: Store, session_id: str) -> None:
    """End a visit from which nobody came back."""
    session = store.get(KIND, session_id)
    if session["status"] == "open":
        _ended(store, session, "expired")


def way_back(session: Thing) -> str:
    """Return where the browser goes after a completed visit."""
    return str(session["success_url"]).replace("{CHECKOUT_SESSION_ID}", session["id"])


HANDLERS: jobs.Handlers = {EXPIRE: run_out}


def _ended(store: Store, session: Thing, status: str) -> Thing:
    session |= {"status": status, "url": None}
    name = "completed" if status == "complete" else status
    emit(store, f"checkout.session.{name}", store.keep(session))
    return session


def _opened(call: Call, intent: Thing) -> Thing:
    params = call.params
    session = call.store.new(
        "cs",
        KIND,
        **dict.fromkeys(UNUSED),
        allowed_payment_method_types=intent["allowed_payment_method_types"],
        automatic_tax={"enabled": False, "liability": None, "provider": None, "status": None},
        cancel_url=params.get("cancel_url"),
        client_reference_id=params.get("client_reference_id"),
        currency=params["currency"],
        custom_fields=[],
        custom_text={},
        customer=intent["customer"],
        expires_at=params.get("expires_at", call.store.now + LASTS),
        metadata=params.get("metadata", {}),
        mode="setup",
        payment_method_options={},
        payment_method_types=intent["payment_method_types"],
        payment_status="no_payment_required",
        setup_intent=intent["id"],
        shipping_options=[],
        status="open",
        success_url=params["success_url"],
        ui_mode="hosted_page",
    )
    return session | {"url": f"{call.store.address}/checkout/{session['id']}"}
