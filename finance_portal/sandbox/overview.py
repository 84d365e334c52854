"""What a person at the controls sees: the latest charges and the disputes that are open."""

from finance_portal.sandbox import disputes
from finance_portal.sandbox.store import Store, Thing

SHOWN = 12


def recent(store: Store) -> list[Thing]:
    """Return the latest charges, newest first, each with its open dispute if there is one."""
    return [_line(store, charge) for charge in store.page("charge", {}, limit=SHOWN)]


def _line(store: Store, charge: Thing) -> Thing:
    kind = charge["payment_method_details"]["type"]
    undecided = [
        dispute["id"]
        for dispute in store.all(disputes.KIND, charge=charge["id"])
        if dispute["status"] not in disputes.OVER
    ]
    return {
        "id": charge["id"],
        "amount": charge["amount"],
        "created": charge["created"],
        "disputed": charge["disputed"],
        "dispute": undecided[0] if undecided else None,
        "kind": kind,
        "last4": charge["payment_method_details"][kind]["last4"],
        "status": charge["status"],
    }
