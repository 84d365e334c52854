"""What a bank does on demand: a debit sent back with a code, a dispute decided."""

from finance_portal.sandbox import debits, disputes, returns
from finance_portal.sandbox.store import Store, Thing


class NothingThere(Exception):
    """What should happen cannot happen to this object."""


def send_back(store: Store, name: str, code: str) -> None:
    """Return a debit with this code: before it settled as a return, afterwards as a dispute.

    `name` is that of the charge or of its payment intent. Raises NothingThere, NoSuchReturn.
    """
    charge, bounce = _charge(store, name), returns.of(code)
    if charge["payment_method_details"]["type"] != "us_bank_account":
        raise NothingThere(f"{name} is no bank debit.")
    if charge["status"] == "pending":
        debits.send_back(store, charge, bounce)
    elif charge["status"] == "succeeded" and not charge["disputed"]:
        disputes.late_return(store, charge, code=code)
    else:
        raise NothingThere(f"{name} cannot be returned any more.")


def dispute_card(store: Store, name: str, *, is_inquiry: bool = False) -> Thing:
    """Let a card's holder dispute a charge, or ask about it. Raises NothingThere."""
    charge = _charge(store, name)
    if charge["payment_method_details"]["type"] != "card" or charge["status"] != "succeeded":
        raise NothingThere(f"{name} is no settled charge of a card.")
    return disputes.open_card_dispute(store, charge, is_inquiry=is_inquiry)


def decide(store: Store, dispute_id: str, *, is_won: bool) -> None:
    """Decide a dispute. Raises NothingThere."""
    dispute = store.find(disputes.KIND, dispute_id)
    if dispute is None or dispute["status"] in disputes.OVER:
        raise NothingThere(f"{dispute_id} is no open dispute.")
    (disputes.win if is_won else disputes.lose)(store, dispute)


def _charge(store: Store, name: str) -> Thing:
    intent = store.find("payment_intent", name)
    charge = store.find("charge", (intent["latest_charge"] or "") if intent else name)
    if charge is None:
        raise NothingThere(f"There is no charge {name}.")
    return charge
