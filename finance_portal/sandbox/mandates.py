"""Mandates: the payer's acceptance that a bank debit stands on."""

from typing import Any

from finance_portal.sandbox.calls import Call, in_path
from finance_portal.sandbox.events import emit
from finance_portal.sandbox.store import Store, Thing

KIND = "mandate"


def retrieve(call: Call) -> Thing:
    """Answer GET /v1/mandates/{id}."""
    return in_path(call, KIND, "mandate")


def accept(store: Store, method: Thing, acceptance: dict[str, Any]) -> Thing:
    """Write down that the payer accepted debits of this method, now and later."""
    how = acceptance["type"]
    mandate = store.new(
        "mandate",
        KIND,
        customer_acceptance={"accepted_at": store.now, how: {}} | acceptance,
        multi_use={},
        payment_method=method["id"],
        payment_method_details={"type": method["type"], method["type"]: {}},
        status="active",
        type="multi_use",
    )
    del mandate["created"]  # the one object of Stripe's that does not tell
    return store.keep(mandate)


def active(store: Store, method: Thing) -> Thing | None:
    """Return the mandate on which the method can be debited."""
    found = store.all(KIND, payment_method=method["id"], status="active")
    return found[0] if found else None


def end(store: Store, method: Thing) -> None:
    """Make every mandate of a method inactive, as a return by the bank does."""
    for mandate in store.all(KIND, payment_method=method["id"], status="active"):
        mandate["status"] = "inactive"
        emit(store, "mandate.updated", store.keep(mandate))
