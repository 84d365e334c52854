"""Disputes: money that the payer's bank takes back from a payment that had succeeded.

One about a bank debit is final, and ends the mandate; the second one blocks the account. One about
a card can be won. An inquiry only asks, and moves nothing.
"""

from finance_portal.sandbox import (
    balance_transactions,
    jobs,
    knobs,
    mandates,
    payment_methods,
    tokens,
)
from finance_portal.sandbox.calls import Call, in_path, listed
from finance_portal.sandbox.events import emit
from finance_portal.sandbox.refusals import Refusal
from finance_portal.sandbox.returns import BankReturn
from finance_portal.sandbox.store import Store, Thing

KIND = "dispute"
OPEN = "open_dispute"
DAY = 24 * 3600
DAYS_FOR_EVIDENCE = 7
MOST = 2  # about one account, then it is blocked
REASONS = {
    "R01": "insufficient_funds",
    "R02": "incorrect_account_details",
    "R03": "incorrect_account_details",
    "R04": "incorrect_account_details",
    "R08": "customer_initiated",
    "R09": "insufficient_funds",
    "R16": "bank_cannot_process",
    "R20": "bank_cannot_process",
    "R31": "bank_cannot_process",
}
UNAUTHORIZED = "debit_not_authorized"
DISPUTED_TWICE = BankReturn("R10", UNAUTHORIZED, "Two debits were disputed.", UNAUTHORIZED)
OVER = {"won", "lost", "warning_closed", "prevented"}
WINS, LOSES = "winning_evidence", "losing_evidence"  # Stripe's own magic words


def retrieve(call: Call) -> Thing:
    """Answer GET /v1/disputes/{id}."""
    return in_path(call, KIND, "dispute")


def index(call: Call) -> Thing:
    """Answer GET /v1/disputes."""
    return listed(call, KIND, "/v1/disputes", ["charge", "payment_intent"])


def update(call: Call) -> Thing:
    """Answer POST /v1/disputes/{id}: evidence, decided at once by what its text says."""
    store, dispute = call.store, in_path(call, KIND, "dispute")
    _refuse_if_over(dispute)
    text = call.params.get("evidence", {}).get("uncategorized_text")
    dispute["metadata"] |= call.params.get("metadata", {})
    if text:
        dispute["evidence"]["uncategorized_text"] = text
        dispute["evidence_details"]["has_evidence"] = True
        dispute["evidence_details"]["submission_count"] += 1
        dispute["evidence_details"]["submission_method"] = "manual"
        dispute["status"] = _prefix(dispute) + "under_review"
    emit(store, "charge.dispute.updated", store.keep(dispute))
    if text == WINS:
        return win(store, dispute)
    return lose(store, dispute) if text == LOSES else dispute


def close(call: Call) -> Thing:
    """Answer POST /v1/disputes/{id}/close: the lender gives up."""
    dispute = in_path(call, KIND, "dispute")
    _refuse_if_over(dispute)
    return lose(call.store, dispute)


def await_token(store: Store, charge_id: str) -> None:
    """Let a card's holder dispute a charge a while later, or now where there is no while."""
    pause = knobs.get(store, "card_dispute_seconds")
    if pause:
        jobs.schedule(store, store.now + pause, OPEN, charge_id)
    else:
        by_token(store, charge_id)


def by_token(store: Store, charge_id: str) -> None:
    """Open the dispute that a test account or card stands for."""
    charge = store.get("charge", charge_id)
    if balance_transactions.is_debit(charge):
        late_return(store, charge, code=None, reason=UNAUTHORIZED)
        return
    card = tokens.card(store.behaviour(charge["payment_method"]))
    open_card_dispute(store, charge, is_inquiry=card.disputes == "inquiry")


def late_return(
    store: Store, charge: Thing, *, code: str | None, reason: str | None = None
) -> Thing:
    """Let the bank take back a debit that had succeeded: a dispute, lost as it comes."""
    dispute = _opened(store, charge, reason or REASONS.get(code or "", UNAUTHORIZED), "lost")
    dispute["network_reason_code"] = code
    _withdraw(store, charge, dispute)
    emit(store, "charge.dispute.closed", dispute)
    method = store.get("payment_method", charge["payment_method"])
    mandates.end(store, method)
    if _disputes_of(store, method) >= MOST and not payment_methods.is_blocked(method):
        payment_methods.block(store, method, DISPUTED_TWICE)
    return dispute


def open_card_dispute(store: Store, charge: Thing, *, is_inquiry: bool) -> Thing:
    """Open a dispute of a card, which can be answered; an inquiry takes no money."""
    status = "warning_needs_response" if is_inquiry else "needs_response"
    dispute = _opened(store, charge, "fraudulent", status)
    case, brand = "inquiry" if is_inquiry else "chargeback", _brand(charge)
    told = {"brand": brand, "case_type": case, "network": brand, "network_reason_code": "10.4"}
    dispute["payment_method_details"] = {"type": "card", "card": told}
    dispute["evidence_details"]["due_by"] = store.now + DAYS_FOR_EVIDENCE * DAY
    dispute["is_charge_refundable"] = is_inquiry
    if is_inquiry:
        emit(store, "charge.dispute.created", store.keep(dispute))
    else:
        _withdraw(store, charge, dispute)
    return dispute


def win(store: Store, dispute: Thing) -> Thing:
    """Decide for the lender: what was withdrawn comes back."""
    charge = store.get("charge", dispute["charge"])
    if dispute["balance_transactions"]:
        entry = balance_transactions.dispute(store, charge, dispute["id"], dispute["amount"])
        dispute["balance_transactions"].append(entry)
        emit(store, "charge.dispute.funds_reinstated", store.keep(dispute))
    return _end(store, dispute, "warning_closed" if _prefix(dispute) else "won")


def lose(store: Store, dispute: Thing) -> Thing:
    """Decide for the payer."""
    return _end(store, dispute, "warning_closed" if _prefix(dispute) else "lost")


def forbids_refund(store: Store, charge: Thing) -> bool:
    """Say whether a refund would give the money back twice."""
    found = store.all(KIND, charge=charge["id"])
    return any(not dispute["is_charge_refundable"] for dispute in found)


HANDLERS: jobs.Handlers = {OPEN: by_token}


def _opened(store: Store, charge: Thing, reason: str, status: str) -> Thing:
    charge["disputed"] = True
    store.keep(charge)
    return store.new(
        "du",
        KIND,
        amount=charge["amount"],
        balance_transactions=[],
        charge=charge["id"],
        currency=charge["currency"],
        enhanced_eligibility_types=[],
        evidence={"enhanced_evidence": {}},
        evidence_details=_no_evidence(),
        is_charge_refundable=False,
        metadata={},
        payment_intent=charge["payment_intent"],
        reason=reason,
        status=status,
    )


def _no_evidence() -> Thing:
    return {
        "due_by": None,
        "enhanced_eligibility": {},
        "has_evidence": False,
        "past_due": False,
        "submission_count": 0,
        "submission_method": "not_submitted",
    }


def _withdraw(store: Store, charge: Thing, dispute: Thing) -> None:
    emit(store, "charge.dispute.created", store.keep(dispute))
    taken = charge["amount"] - charge["amount_refunded"]
    entry = balance_transactions.dispute(store, charge, dispute["id"], -taken)
    dispute["balance_transactions"].append(entry)
    emit(store, "charge.dispute.funds_withdrawn", store.keep(dispute))


def _end(store: Store, dispute: Thing, status: str) -> Thing:
    dispute["status"] = status
    emit(store, "charge.dispute.closed", store.keep(dispute))
    return dispute


def _disputes_of(store: Store, method: Thing) -> int:
    """Count the disputes about an account, whoever saved it."""
    fingerprint = method[tokens.BANK]["fingerprint"]
    same = {
        known["id"]
        for known in store.all("payment_method", type=tokens.BANK)
        if known[tokens.BANK]["fingerprint"] == fingerprint
    }
    found = (store.get("charge", dispute["charge"]) for dispute in store.all(KIND))
    return sum(charge["payment_method"] in same for charge in found)


def _refuse_if_over(dispute: Thing) -> None:
    if dispute["status"] in OVER:
        raise Refusal("This dispute is already closed.")


def _prefix(dispute: Thing) -> str:
    return "warning_" if dispute["status"].startswith("warning_") else ""


def _brand(charge: Thing) -> str:
    return str(charge["payment_method_details"]["card"]["brand"])
