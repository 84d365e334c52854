"""Refunds: money of a charge that goes back to where it came from."""

from finance_portal.sandbox import balance_transactions, banking_days, disputes, jobs, knobs, tokens
from finance_portal.sandbox.calls import Call, in_params, in_path, listed
from finance_portal.sandbox.events import emit
from finance_portal.sandbox.refusals import Refusal, missing_parameter
from finance_portal.sandbox.store import Store, Thing

KIND = "refund"
FINISH = "finish_refund"


def create(call: Call) -> Thing:
    """Answer POST /v1/refunds. A card has its money at once, a bank account days later."""
    store, charge = call.store, _charge_of(call)
    refund = _announced(call, charge, _amount(call, charge))
    entry = balance_transactions.take_back(store, charge, refund)
    refund["balance_transaction"] = entry["id"]
    emit(store, "refund.created", store.keep(refund))
    _count(store, charge, refund["amount"])
    emit(store, "charge.refunded", charge)
    if balance_transactions.is_debit(charge):
        day = banking_days.from_now(store, knobs.get(store, "refund_days"))
        jobs.schedule(store, banking_days.opening(day), FINISH, refund["id"])
    elif tokens.card(store.behaviour(charge["payment_method"])).refunds_fail:
        jobs.schedule(store, store.now + 1, FINISH, refund["id"])
    return refund


def retrieve(call: Call) -> Thing:
    """Answer GET /v1/refunds/{id}."""
    return in_path(call, KIND, "refund")


def index(call: Call) -> Thing:
    """Answer GET /v1/refunds."""
    return listed(call, KIND, "/v1/refunds", ["charge", "payment_intent"])


def update(call: Call) -> Thing:
    """Answer POST /v1/refunds/{id}: our own words about it."""
    refund = in_path(call, KIND, "refund")
    refund["metadata"] |= call.params.get("metadata", {})
    emit(call.store, "refund.updated", call.store.keep(refund))
    return refund


def cancel(call: Call) -> Thing:
    """Answer POST /v1/refunds/{id}/cancel, which takes only what waits for the payer."""
    refund = in_path(call, KIND, "refund")
    if refund["status"] != "requires_action":
        raise Refusal(f"A refund that is {refund['status']} cannot be canceled.")
    return refund


def finish(store: Store, refund_id: str) -> None:
    """Let the payer's bank take the money, or refuse it."""
    refund = store.get(KIND, refund_id)
    charge = store.get("charge", refund["charge"])
    if not _fails(store, charge):
        refund["status"] = "succeeded"
        emit(store, "refund.updated", store.keep(refund))
        return
    entry = balance_transactions.refund_failed(store, charge, refund)
    refund |= {"status": "failed", "failure_reason": "lost_or_stolen_card"}
    if balance_transactions.is_debit(charge):
        refund["failure_reason"] = "declined"
    refund["failure_balance_transaction"] = entry["id"]
    _count(store, charge, -refund["amount"])
    emit(store, "refund.failed", store.keep(refund))


HANDLERS: jobs.Handlers = {FINISH: finish}


def _charge_of(call: Call) -> Thing:
    """Return the charge that is to be refunded. Raises Refusal."""
    store = call.store
    intent = in_params(call, "payment_intent", "payment_intent")
    charge = in_params(call, "charge", "charge")
    if charge is None:
        if intent is None:
            raise missing_parameter("payment_intent")
        charge = store.find("charge", intent["latest_charge"] or "")
    if charge is None or charge["status"] != "succeeded":
        raise Refusal("There is no money to give back.", code="charge_not_refundable")
    if disputes.forbids_refund(store, charge):
        raise Refusal("The charge is disputed.", code="charge_disputed")
    return charge


def _amount(call: Call, charge: Thing) -> int:
    left = charge["amount"] - charge["amount_refunded"]
    amount = int(call.params.get("amount", left))
    if left == 0:
        raise Refusal("It was given back already.", code="charge_already_refunded")
    if not 0 < amount <= left:
        raise Refusal(f"Between 1 and {left} can be given back.", param="amount")
    return amount


def _announced(call: Call, charge: Thing, amount: int) -> Thing:
    is_debit = balance_transactions.is_debit(charge)
    kind = charge["payment_method_details"]["type"]
    details = {"type": "us_bank_transfer", "us_bank_transfer": {}}
    return call.store.new(
        "re",
        KIND,
        amount=amount,
        balance_transaction=None,
        charge=charge["id"],
        currency=charge["currency"],
        destination_details=details if is_debit else {"type": kind, kind: {"type": "refund"}},
        metadata=call.params.get("metadata", {}),
        payment_intent=charge["payment_intent"],
        reason=call.params.get("reason"),
        receipt_number=None,
        source_transfer_reversal=None,
        status="pending" if is_debit else "succeeded",
        transfer_reversal=None,
    )


def _fails(store: Store, charge: Thing) -> bool:
    if not balance_transactions.is_debit(charge):
        return tokens.card(store.behaviour(charge["payment_method"])).refunds_fail
    return bool(knobs.get(store, "refunds_fail"))


def _count(store: Store, charge: Thing, amount: int) -> None:
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    store.keep(charge)
