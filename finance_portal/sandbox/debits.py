"""Bank debits: handed to the banks at confirmation, settled or sent back banking days later."""

from datetime import UTC, date, datetime, time

from finance_portal.domain import calendar
from finance_portal.sandbox import charges, jobs, mandates, payment_methods, tokens
from finance_portal.sandbox.events import emit
from finance_portal.sandbox.store import Store, Thing

DAYS_TO_DEBIT = 1
DAYS_TO_SETTLE = 4
DAYS_TO_RETURN = 2
BANKS_ANSWER_AT = time(8, 30)
SETTLE, RETURN = "settle_debit", "return_debit"


def submit(store: Store, intent: Thing, method: Thing, mandate: Thing) -> None:
    """Hand a debit to the banks; what comes of it depends on the test account."""
    account = tokens.bank(store.behaviour(method["id"]))
    debited_on = _banking_days_from_now(store, DAYS_TO_DEBIT)
    charge = charges.open_charge(store, intent, method, _details(method, mandate, debited_on))
    emit(store, "charge.pending", store.keep(charge))
    intent |= {"status": "processing", "latest_charge": charge["id"]}
    emit(store, "payment_intent.processing", store.keep(intent))
    if account.bounce:
        returns_on = _banking_days_from_now(store, DAYS_TO_RETURN)
        jobs.schedule(store, _opening(returns_on), RETURN, charge["id"])
    elif not account.stays_open:
        settles_on = _banking_days_from_now(store, DAYS_TO_SETTLE)
        jobs.schedule(store, _opening(settles_on), SETTLE, charge["id"])


def settle(store: Store, charge_id: str) -> None:
    """Let the money of a pending debit arrive."""
    charge = store.get("charge", charge_id)
    if charge["status"] == "pending":
        charges.succeed(store, charge)
        intent = store.get("payment_intent", charge["payment_intent"])
        intent |= {"status": "succeeded", "amount_received": charge["amount"]}
        emit(store, "payment_intent.succeeded", store.keep(intent))


def send_back(store: Store, charge_id: str) -> None:
    """Let the bank return a pending debit; all reasons but a low balance end the mandate."""
    charge = store.get("charge", charge_id)
    method = store.get("payment_method", charge["payment_method"])
    bounce = tokens.bank(store.behaviour(method["id"])).bounce
    if charge["status"] != "pending" or bounce is None:
        return
    if bounce.block:
        mandates.end(store, method)
        payment_methods.block(store, method, bounce)
        method = store.get("payment_method", method["id"])
    charges.bounce(store, charge, bounce)
    _fail_intent(store, charge, method, bounce)


HANDLERS: jobs.Handlers = {SETTLE: settle, RETURN: send_back}


def _fail_intent(store: Store, charge: Thing, method: Thing, bounce: tokens.BankReturn) -> None:
    intent = store.get("payment_intent", charge["payment_intent"])
    error = {
        "type": "invalid_request_error",
        "charge": charge["id"],
        "code": bounce.failure_code,
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


def _banking_days_from_now(store: Store, days: int) -> date:
    submitted_at = datetime.fromtimestamp(store.now, UTC)
    return calendar.add_banking_days(calendar.effective_on(submitted_at), days)


def _opening(day: date) -> int:
    return int(datetime.combine(day, BANKS_ANSWER_AT, calendar.EASTERN).timestamp())
