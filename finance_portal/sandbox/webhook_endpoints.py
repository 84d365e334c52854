"""Webhook endpoints: who is told what happens."""

import secrets

import stripe

from finance_portal.sandbox.calls import Call, in_path, listed
from finance_portal.sandbox.store import Store, Thing

KIND = "webhook_endpoint"


def create(call: Call) -> Thing:
    """Answer POST /v1/webhook_endpoints; the only answer that holds the secret."""
    secret = f"whsec_sbx{secrets.token_hex(24)}"
    params = call.params
    endpoint = _new(call.store, params["url"], params["enabled_events"]) | {
        "description": params.get("description"),
        "metadata": params.get("metadata", {}),
    }
    return call.store.keep(endpoint, behaviour=secret) | {"secret": secret}


def retrieve(call: Call) -> Thing:
    """Answer GET /v1/webhook_endpoints/{id}."""
    return in_path(call, KIND)


def index(call: Call) -> Thing:
    """Answer GET /v1/webhook_endpoints."""
    return listed(call, KIND, "/v1/webhook_endpoints")


def update(call: Call) -> Thing:
    """Answer POST /v1/webhook_endpoints/{id}."""
    endpoint, params = in_path(call, KIND), call.params
    said = ("description", "enabled_events", "metadata", "url")
    endpoint |= {name: params[name] for name in said if name in params}
    if "disabled" in params:
        endpoint["status"] = "disabled" if params["disabled"] else "enabled"
    return call.store.keep(endpoint)


def delete(call: Call) -> Thing:
    """Answer DELETE /v1/webhook_endpoints/{id}."""
    endpoint = in_path(call, KIND)
    call.store.forget(endpoint["id"])
    call.store.run("DELETE FROM delivery WHERE endpoint = ?", endpoint["id"])
    return {"id": endpoint["id"], "object": KIND, "deleted": True}


def register(store: Store, url: str, secret: str) -> Thing:
    """Tell this address everything, signed with this secret; news owed to it before stay owed."""
    known = store.all(KIND, url=url)
    endpoint = known[0] if known else _new(store, url, ["*"])
    return store.keep(endpoint, behaviour=secret)


def _new(store: Store, url: str, enabled_events: list[str]) -> Thing:
    return store.new(
        "we",
        KIND,
        api_version=stripe.api_version,
        application=None,
        description=None,
        enabled_events=enabled_events,
        metadata={},
        status="enabled",
        url=url,
    )
