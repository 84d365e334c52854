"""Mandates: the payer's acceptance that a bank debit stands on."""

from typing import Any

from finance_portal.sandbox.calls import Call, in_path
from finance_portal.sandbox.events import emit
from finance_portal.sandbox.store import Store, Thing

KIND = "mandate"


def retrieve(call: Call) -> Thing:
    """Answer GET /v1/mandates/{id}."""
    return in_path(call, KIND, "mandate")


def accept(
    store: Store, method: Thing, acceptance: dict[str, Any], *, status: str = "active"
) -> Thing:
    """Write down that the payer accepted debits of this method, now and later.

    It is `pending` while the account has not been verified.
    """
    how = acceptance["type"]
    mandate = store.new(
        "mandate",
        KIND,
        customer_acceptance={"accepted_at": store.now, how: {}} | acceptance,
        multi_use={},
        payment_method=method["id"],
        payment_method_details={"type": method["type"], method["type"]: {}},
        status=status,
        type="multi_use",
    )
    return store.keep(mandate)


def active(store: Store, method: Thing) -> Thing | None:
    """Return the mandate on which the method can be debited."""
    found = store.all(KIND, payment_method=method["id"], status="active")
    return found[0] if found else None


def activate(store: Store, mandate_id: str) -> None:
    """Let debits stand on a mandate whose account is verified now."""
    _update(store, store.get(KIND, mandate_id), "active")


def end(store: Store, method: Thing) -> None:
    """Make every mandate of a method inactive, as a return by the bank does."""
    for mandate in store.all(KIND, payment_method=method["id"]):
        if mandate["status"] != "inactive":
            _update(store, mandate, "inactive")


def _update(store: Store, mandate: Thing, status: str) -> None:
    mandate["status"] = status
    emit(store, "mandate.updated", store.keep(mandate))
