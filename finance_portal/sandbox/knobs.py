"""What can be turned in the sandbox: how long banks take, and what goes wrong on demand.

Every default is told here; those that Stripe does not document are invented.
"""

from finance_portal.sandbox.store import Store

DEFAULTS = {
    "settle_days": 4,  # banking days until the money of a bank debit arrives
    "return_days": 2,  # banking days until a bank sends one back
    "dispute_days": 20,  # banking days until the dispute of a debit from the disputing account
    "card_dispute_seconds": 60,
    "refund_days": 3,  # banking days until money that goes back to a bank account is there
    "refunds_fail": 0,  # 1: the bank does not take it back
    "cancel_window": 6 * 3600,  # seconds in which a debit can still be stopped
    "deposit_days": 1,  # banking days until micro-deposits arrive
    "deposit_timeout_days": 10,  # days until nobody can verify them any more
    "hold": 0,  # 1: news wait
    "drop": 0,  # 1: news are lost
    "duplicate": 0,  # 1: each is sent twice
    "reverse": 0,  # 1: what waits is sent from the last to the first
}


class NoSuchKnob(Exception):
    """There is no such thing to turn."""


def get(store: Store, name: str) -> int:
    """Return how a knob stands."""
    row = store.run("SELECT value FROM knob WHERE name = ?", name).fetchone()
    return int(row["value"]) if row else DEFAULTS[name]


def turn(store: Store, values: dict[str, int]) -> None:
    """Turn knobs. Raises NoSuchKnob."""
    for name, value in values.items():
        if name not in DEFAULTS or int(value) < 0:
            raise NoSuchKnob(f"There is no {name} that could be {value}.")
        store.run("INSERT OR REPLACE INTO knob VALUES (?, ?)", name, int(value))


def standing(store: Store) -> dict[str, int]:
    """Return how every knob stands."""
    return {name: get(store, name) for name in DEFAULTS}
