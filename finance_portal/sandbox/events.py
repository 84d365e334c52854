"""News of what happened: kept for 30 days at Stripe, for ever here, and owed to every endpoint."""

import stripe

from finance_portal.sandbox.calls import Call, in_path, listed
from finance_portal.sandbox.store import Store, Thing

KIND = "event"


def emit(store: Store, name: str, thing: Thing) -> None:
    """Write down that something happened to an object, as it is now."""
    owed = [endpoint["id"] for endpoint in store.all("webhook_endpoint") if _wants(endpoint, name)]
    event = store.new(
        "evt",
        KIND,
        type=name,
        data={"object": thing},
        api_version=stripe.api_version,
        pending_webhooks=len(owed),
        request=None,
    )
    store.keep(event)
    for endpoint in owed:
        sql = "INSERT INTO delivery (event, endpoint, due) VALUES (?, ?, ?)"
        store.run(sql, event["id"], endpoint, store.now)


def retrieve(call: Call) -> Thing:
    """Answer GET /v1/events/{id}."""
    return in_path(call, KIND)


def index(call: Call) -> Thing:
    """Answer GET /v1/events."""
    return listed(call, KIND, "/v1/events", ["type"])


def _wants(endpoint: Thing, name: str) -> bool:
    is_wanted = not {"*", name}.isdisjoint(endpoint["enabled_events"])
    return is_wanted and endpoint["status"] == "enabled"
