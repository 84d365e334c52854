"""Confirming a payment intent: the one moment at which money begins to move."""

from dataclasses import replace
from typing import Any

from finance_portal.sandbox import (
    charges,
    debits,
    disputes,
    mandates,
    payment_methods,
    tokens,
)
from finance_portal.sandbox.calls import Call
from finance_portal.sandbox.events import emit
from finance_portal.sandbox.refusals import DECLINED, Refusal
from finance_portal.sandbox.store import Store, Thing

KIND = "payment_intent"
OPEN = {"requires_payment_method", "requires_confirmation", "requires_action"}


def choose(intent: Thing, method: Thing) -> None:
    """Make this the method that the intent will charge. Raises Refusal."""
    if method["type"] not in intent["payment_method_types"]:
        raise Refusal(
            "The payment method is of a type that this intent does not allow.",
            code="payment_intent_incompatible_payment_method",
            param="payment_method",
        )
    if method["customer"] not in (None, intent["customer"]):
        raise Refusal("The payment method is another customer's.", param="payment_method")
    intent |= {"payment_method": method["id"], "status": "requires_confirmation"}


def confirm(call: Call, intent: Thing) -> Thing:
    """Charge the intent's method, once. Raises Refusal."""
    store = call.store
    if intent["status"] not in OPEN:
        raise unexpected_state(intent, "confirmed")
    if "payment_method" in call.params:
        choose(intent, payment_methods.named(store, call.params["payment_method"]))
    if intent["payment_method"] is None:
        raise unexpected_state(intent, "confirmed without a payment method")
    method = store.get("payment_method", intent["payment_method"])
    if method["type"] == tokens.BANK:
        return _debit(store, intent, method, call.params.get("mandate_data"))
    return _charge(store, intent, method, call.params)


def unexpected_state(intent: Thing, verb: str) -> Refusal:
    """Say that the intent has moved on, or not yet far enough."""
    return Refusal(
        f"This intent cannot be {verb}: its status is {intent['status']}.",
        code="payment_intent_unexpected_state",
        payment_intent=intent,
    )


def _debit(store: Store, intent: Thing, method: Thing, mandate_data: Any) -> Thing:
    if payment_methods.is_blocked(method):
        raise _unusable(store, intent, method)
    mandate = mandates.active(store, method)
    if mandate_data:
        mandate = mandates.accept(store, method, mandate_data["customer_acceptance"])
    if mandate is None:
        raise Refusal("No active mandate: the payer has to accept one.", param="mandate_data")
    debits.submit(store, intent, method, mandate)
    return intent


def _unusable(store: Store, intent: Thing, method: Thing) -> Refusal:
    refusal = Refusal(
        "The bank has refused this account for good.",
        status=DECLINED,
        is_committed=True,
        code="bank_account_unusable",
        payment_method=method,
    )
    _fail(store, intent, refusal)
    return refusal


def _charge(store: Store, intent: Thing, method: Thing, params: dict[str, Any]) -> Thing:
    token = store.behaviour(method["id"])
    card = tokens.card(token)
    if card.asks_holder and not params.get("off_session"):
        return _ask_the_holder(store, intent, params.get("return_url"))
    return _settle_card(store, intent, method, card)


def authenticated(store: Store, intent: Thing, *, approves: bool) -> Thing:
    """Go on after the card's holder was asked, who approves or does not."""
    method = store.get("payment_method", intent["payment_method"])
    if approves:
        card = replace(tokens.card(store.behaviour(method["id"])), code=None)
        return _settle_card(store, intent, method, card)
    code = "payment_intent_authentication_failure"
    intent["next_action"] = None
    _fail(store, intent, Refusal("The holder did not approve.", code=code, payment_method=method))
    return intent


def _settle_card(store: Store, intent: Thing, method: Thing, card: tokens.Card) -> Thing:
    charge = charges.open_charge(store, intent, method, method[tokens.CARD])
    intent["latest_charge"] = charge["id"]
    if card.code:
        charges.decline(store, charge, card)
        raise _declined(store, intent, method, charge)
    charges.succeed(store, charge)
    intent |= {"status": "succeeded", "amount_received": intent["amount"], "next_action": None}
    emit(store, "payment_intent.succeeded", store.keep(intent))
    if card.disputes:
        disputes.await_token(store, charge["id"])
    return intent


def _ask_the_holder(store: Store, intent: Thing, return_url: str | None) -> Thing:
    page = f"{store.address}/authenticate/{intent['id']}"
    redirect = {"return_url": return_url, "url": page}
    intent["next_action"] = {"type": "redirect_to_url", "redirect_to_url": redirect}
    intent["status"] = "requires_action"
    emit(store, "payment_intent.requires_action", store.keep(intent))
    return intent


def _declined(store: Store, intent: Thing, method: Thing, charge: Thing) -> Refusal:
    token = store.behaviour(method["id"])
    refusal = payment_methods.declined(token, method, charge=charge["id"])
    _fail(store, intent, refusal)
    return refusal


def _fail(store: Store, intent: Thing, refusal: Refusal) -> None:
    """Keep why on the intent, and answer with the intent that says so."""
    intent |= {"status": "requires_payment_method", "payment_method": None}
    intent["last_payment_error"] = dict(refusal.error)
    emit(store, "payment_intent.payment_failed", store.keep(intent))
    refusal.error["payment_intent"] = intent
