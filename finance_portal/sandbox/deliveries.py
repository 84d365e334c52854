"""News on their way to the endpoints: signed, and sent again later when nobody took them."""

import json
from collections.abc import Collection
from dataclasses import dataclass

import stripe

from finance_portal.sandbox import knobs
from finance_portal.sandbox.store import Store

FIRST_PAUSE, LONGEST_PAUSE = 60, 4 * 3600  # seconds on the sandbox's clock
TRIES = 15
BATCH = 100
DUE = """
SELECT delivery.number, event.id, event.body, endpoint.behaviour AS secret,
       json_extract(endpoint.body, '$.url') AS url
  FROM delivery
  JOIN thing AS event ON event.id = delivery.event
  JOIN thing AS endpoint ON endpoint.id = delivery.endpoint
 WHERE (delivery.due <= ? OR ?) AND url NOT IN (SELECT value FROM json_each(?))
"""
IN_ORDER, LAST_FIRST = "ORDER BY delivery.number LIMIT ?", "ORDER BY delivery.number DESC LIMIT ?"
PUT_OFF = "UPDATE delivery SET due = ? + min(? << tries, ?), tries = tries + 1 WHERE number = ?"


@dataclass(frozen=True)
class Delivery:
    """One event for one endpoint."""

    number: int
    event: str
    url: str
    body: str
    secret: str

    def headers(self) -> dict[str, str]:
        """Return the headers to send it with, signed at the present second of the real clock."""
        sign = stripe.WebhookSignature.generate_signature_header
        return {
            "Content-Type": "application/json; charset=utf-8",
            "Stripe-Signature": sign(self.body, self.secret),
            "X-Sandbox": "true",
        }


def due(store: Store, skipped: Collection[str], *, at_once: bool) -> list[Delivery]:
    """Return what is to be sent to addresses that are not skipped, in the order of the events.

    `at_once` does not wait until the pause after a refusal is over. Nothing is due while the news
    are held; what was held may leave from the last to the first.
    """
    if knobs.get(store, "hold"):
        return []
    order = LAST_FIRST if knobs.get(store, "reverse") else IN_ORDER
    rows = store.run(f"{DUE}{order}", store.now, at_once, json.dumps(list(skipped)), BATCH)
    return [
        Delivery(row["number"], row["id"], row["url"], row["body"], row["secret"]) for row in rows
    ]


def copies(store: Store) -> int:
    """Return how often each event is sent: not at all while news are dropped."""
    if knobs.get(store, "drop"):
        return 0
    return 1 + knobs.get(store, "duplicate")


def taken(store: Store, delivery: Delivery) -> None:
    """Cross off what an endpoint has taken."""
    with store.transaction():
        store.run("DELETE FROM delivery WHERE number = ?", delivery.number)
        event = json.loads(delivery.body)
        sql = "SELECT count(*) AS owed FROM delivery WHERE event = ?"
        event["pending_webhooks"] = store.run(sql, delivery.event).fetchone()["owed"]
        store.keep(event)


def put_off(store: Store, delivery: Delivery) -> None:
    """Try again later what an endpoint did not take, each time much later, until it is given up."""
    with store.transaction():
        store.run(PUT_OFF, store.now, FIRST_PAUSE, LONGEST_PAUSE, delivery.number)
        store.run("DELETE FROM delivery WHERE tries >= ?", TRIES)
