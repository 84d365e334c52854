"""What moved on the lender's balance with the processor. The fees are invented."""

from finance_portal.sandbox.calls import Call, in_path, listed
from finance_portal.sandbox.store import Store, Thing
from finance_portal.sandbox.tokens import BANK

KIND = "balance_transaction"
LARGEST_BANK_FEE = 500


def retrieve(call: Call) -> Thing:
    """Answer GET /v1/balance_transactions/{id}."""
    return in_path(call, KIND)


def index(call: Call) -> Thing:
    """Answer GET /v1/balance_transactions."""
    return listed(call, KIND, "/v1/balance_transactions", ["currency", "source", "type"])


def credit(store: Store, charge: Thing) -> Thing:
    """Write down the money of a charge; it is available at once."""
    fee = _fee(charge)
    kind = "payment" if is_debit(charge) else "charge"
    return _write(store, charge, charge["id"], kind, charge["amount"], "charge", fee)


def take_back(store: Store, charge: Thing, refund: Thing) -> Thing:
    """Write down that money of a charge goes back to the payer."""
    kind = "payment_refund" if is_debit(charge) else "refund"
    return _write(store, charge, refund["id"], kind, -refund["amount"], "refund")


def refund_failed(store: Store, charge: Thing, refund: Thing) -> Thing:
    """Write down that money which should have gone back is here again."""
    category = "refund_failure"
    return _write(store, charge, refund["id"], category, refund["amount"], category)


def dispute(store: Store, charge: Thing, dispute_id: str, amount: int) -> Thing:
    """Write down what a dispute takes (negative) or gives back."""
    category = "dispute" if amount < 0 else "dispute_reversal"
    return _write(store, charge, dispute_id, "adjustment", amount, category)


def is_debit(charge: Thing) -> bool:
    """Say whether a charge is a bank debit."""
    return bool(charge["payment_method_details"]["type"] == BANK)


def _write(
    store: Store, charge: Thing, source: str, kind: str, amount: int, category: str, fee: int = 0
) -> Thing:
    entry = store.new(
        "txn",
        KIND,
        amount=amount,
        available_on=store.now,
        balance_type="payments",
        currency=charge["currency"],
        description=charge["description"],
        exchange_rate=None,
        fee=fee,
        fee_details=[_fee_detail(charge, fee)] if fee else [],
        net=amount - fee,
        reporting_category=category,
        source=source,
        status="available",
        type=kind,
    )
    return store.keep(entry)


def _fee(charge: Thing) -> int:
    amount = int(charge["amount"])
    if is_debit(charge):
        return min(LARGEST_BANK_FEE, (amount * 8 + 500) // 1000)
    return 30 + (amount * 29 + 500) // 1000


def _fee_detail(charge: Thing, fee: int) -> Thing:
    return {
        "amount": fee,
        "application": None,
        "currency": charge["currency"],
        "description": "Processing fee of the sandbox",
        "type": "stripe_fee",
    }
