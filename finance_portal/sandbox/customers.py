"""Customers: whom methods are saved for."""

from finance_portal.sandbox.calls import Call, in_path
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
