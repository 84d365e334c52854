"""Bank debits: handed to the banks at confirmation, settled or sent back banking days later."""

from datetime import date

from finance_portal.sandbox import (
    banking_days,
    charges,
    disputes,
    jobs,
    knobs,
    mandates,
    payment_methods,
    tokens,
)
from finance_portal.sandbox.events import emit
from finance_portal.sandbox.returns import BankReturn
from finance_portal.sandbox.store import Store, Thing

DAYS_TO_DEBIT = 1
SETTLE, RETURN = "settle_debit", "return_debit"


def submit(store: Store, intent: Thing, method: Thing, mandate: Thing) -> None:
    """Hand a debit to the banks; what comes of it depends on the test account."""
    account = tokens.bank(store.behaviour(method["id"]))
    debited_on = banking_days.from_now(store, DAYS_TO_DEBIT)
    charge = charges.open_charge(store, intent, method, _details(method, mandate, debited_on))
    emit(store, "charge.pending", store.keep(charge))
    intent |= {"status": "processing", "latest_charge": charge["id"]}
    emit(store, "payment_intent.processing", store.keep(intent))
    if account.bounce:
        _schedule(store, RETURN, charge, knobs.get(store, "return_days"))
    elif not account.stays_open:
        _schedule(store, SETTLE, charge, knobs.get(store, "settle_days"))


def settle(store: Store, charge_id: str) -> None:
    """Let the money of a pending debit arrive."""
    charge = store.get("charge", charge_id)
    if charge["status"] != "pending":
        return
    charges.succeed(store, charge)
    intent = store.get("payment_intent", charge["payment_intent"])
    intent |= {"status": "succeeded", "amount_received": charge["amount"]}
    emit(store, "payment_intent.succeeded", store.keep(intent))
    if tokens.bank(store.behaviour(charge["payment_method"])).disputes:
        _schedule(store, disputes.OPEN, charge, knobs.get(store, "dispute_days"))


def return_to_sender(store: Store, charge_id: str) -> None:
    """Let the bank return a pending debit, for the reason of the test account."""
    charge = store.get("charge", charge_id)
    bounce = tokens.bank(store.behaviour(charge["payment_method"])).bounce
    if bounce:
        send_back(store, charge, bounce)


def send_back(store: Store, charge: Thing, bounce: BankReturn) -> None:
    """Let the bank return a pending debit; a reason that blocks ends the mandate."""
    if charge["status"] != "pending":
        return
    method = store.get("payment_method", charge["payment_method"])
    if bounce.block:
        mandates.end(store, method)
        payment_methods.block(store, method, bounce)
        method = store.get("payment_method", method["id"])
    charges.bounce(store, charge, bounce)
    _fail_intent(store, charge, method, bounce)


HANDLERS: jobs.Handlers = {SETTLE: settle, RETURN: return_to_sender}


def _schedule(store: Store, job: str, charge: Thing, days: int) -> None:
    due = banking_days.opening(banking_days.from_now(store, days))
    jobs.schedule(store, due, job, charge["id"])


def _fail_intent(store: Store, charge: Thing, method: Thing, bounce: BankReturn) -> None:
    intent = store.get("payment_intent", charge["payment_intent"])
    error = {
        "type": "invalid_request_error",
        "charge": charge["id"],
        "code": bounce.error_code or bounce.failure_code,
        "message": bounce.message,
        "network_decline_code": bounce.network_code,
        "payment_method": method,
    }
    intent |= {"status": "requires_payment_method", "payment_method": None}
    intent["last_payment_error"] = error
    emit(store, "payment_intent.payment_failed", store.keep(intent))


def _details(method: Thing, mandate: Thing, debited_on: date) -> Thing:
    account = method[tokens.BANK]
    shown = ("account_holder_type", "account_type", "bank_name", "fingerprint", "last4")
    return {
        **{name: account[name] for name in shown},
        "expected_debit_date": debited_on.isoformat(),
        "mandate": mandate["id"],
        "routing_number": account["routing_number"],
    }
