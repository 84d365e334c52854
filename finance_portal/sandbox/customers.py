"""Customers: whom methods are saved for."""

from finance_portal.sandbox.calls import Call, in_path, listed
from finance_portal.sandbox.events import emit
from finance_portal.sandbox.store import Thing

KIND = "customer"


def create(call: Call) -> Thing:
    """Answer POST /v1/customers."""
    said = {name: call.params.get(name) for name in ("description", "email", "name", "phone")}
    customer = call.store.new(
        "cus",
        KIND,
        balance=0,
        currency=None,
        default_source=None,
        metadata=call.params.get("metadata", {}),
        tax_exempt="none",
        test_clock=None,
        **said,
    )
    emit(call.store, "customer.created", call.store.keep(customer))
    return customer


def retrieve(call: Call) -> Thing:
    """Answer GET /v1/customers/{id}."""
    return in_path(call, KIND)


def index(call: Call) -> Thing:
    """Answer GET /v1/customers."""
    return listed(call, KIND, "/v1/customers", ["email"])


def update(call: Call) -> Thing:
    """Answer POST /v1/customers/{id}."""
    customer = in_path(call, KIND)
    customer["metadata"] |= call.params.get("metadata", {})
    said = ("description", "email", "name", "phone")
    customer |= {name: call.params[name] for name in said if name in call.params}
    emit(call.store, "customer.updated", call.store.keep(customer))
    return customer


def delete(call: Call) -> Thing:
    """Answer DELETE /v1/customers/{id}; what was saved for it is nobody's any more."""
    customer = in_path(call, KIND)
    for method in call.store.all("payment_method", customer=customer["id"]):
        call.store.keep(method | {"customer": None})
    call.store.forget(customer["id"])
    emit(call.store, "customer.deleted", customer)
    return {"id": customer["id"], "object": KIND, "deleted": True}
