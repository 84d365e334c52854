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
    entry = store.new(
        "txn",
        KIND,
        amount=charge["amount"],
        available_on=store.now,
        balance_type="payments",
        currency=charge["currency"],
        description=charge["description"],
        exchange_rate=None,
        fee=fee,
        fee_details=[_fee_detail(charge, fee)],
        net=charge["amount"] - fee,
        reporting_category="charge",
        source=charge["id"],
        status="available",
        type="payment" if charge["payment_method_details"]["type"] == BANK else "charge",
    )
    del entry["livemode"]
    return store.keep(entry)


def _fee(charge: Thing) -> int:
    amount = int(charge["amount"])
    if charge["payment_method_details"]["type"] == BANK:
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
