"""Four ways to take a payment that look right and are wrong. They live here only, to be caught."""

import json

import httpx
from sqlmodel import col, select

from finance_portal.domain import events
from finance_portal.gateways.processor import Intent
from finance_portal.models.payments import Payment, PaymentMethod, ProcessorEvent
from finance_portal.services import ledger, processor_events, reconciler, settlement
from finance_portal.services.ledger import Happening
from finance_portal.services.vault import live_vault

SERVER_ERROR = 500
UNFINISHED = {"created", "intent", "submitting"}


def confirm_at_once(patched, scene):
    """Create and confirm in one call, without a key of its own."""
    patched.setattr(settlement, "drive", _driving(scene, keyed=False))


def confirm_at_once_with_a_key(patched, scene):
    """The same with a key, and another one after a failure of the processor."""
    patched.setattr(settlement, "drive", _driving(scene, keyed=True))


def without_reconciliation(patched, _scene):
    """Trust that all news arrives: nobody looks after what is unfinished."""
    patched.setattr(reconciler, "settle_unfinished", _nothing)
    patched.setattr(reconciler, "reconcile", _nothing)


def believing_the_news(patched, scene):
    """Book what the events say, in the order in which they arrive, and read nothing afresh."""
    without_reconciliation(patched, scene)
    patched.setattr(processor_events, "handle_waiting", _believe)


async def _nothing(*_arguments, **_named):
    return 0


def _driving(scene, *, keyed):
    async def drive(db, processor, *, payment_id, now):
        with db.read() as session:
            payment = session.get_one(Payment, payment_id)
            method = session.get_one(PaymentMethod, payment.method_id)
            status, intent_id, tries = payment.status, payment.processor_intent, payment.tries
        if status not in UNFINISHED:
            settlement.settle(db, await processor.intent(intent_id), now)
            return
        headers = {"Idempotency-Key": f"pay-{payment_id}-{tries}"} if keyed else {}
        async with scene.world.client(**headers) as client:
            try:
                answer = await client.post("/v1/payment_intents", data=_order(payment, method))
            except httpx.TransportError:
                return
        if answer.status_code >= SERVER_ERROR:
            settlement._spend_key(db, payment_id)
            return
        fields = answer.json()
        named = fields.get("error", {}).get("payment_intent", fields)["id"]
        settlement._store_intent(db, payment_id, _only_id(named, payment_id), now)
        settlement._may_submit(db, payment_id, now)
        settlement.settle(db, await processor.intent(named), now)

    return drive


def _order(payment, method):
    return {
        "amount": payment.amount_cents,
        "currency": "usd",
        "customer": method.customer,
        "payment_method": method.method,
        "allowed_payment_method_types[0]": method.kind,
        "metadata[payment_id]": payment.id,
        "confirm": "true",
        "off_session": "true",
    }


def _only_id(intent_id, payment_id):
    unknown = dict.fromkeys(Intent.__dataclass_fields__)
    return Intent(**unknown | {"id": intent_id, "payment_id": str(payment_id)})


async def _believe(db, processor, *, now):
    """Set the status that each event names, as it comes."""
    with db.begin() as session:
        rows = session.exec(
            select(ProcessorEvent)
            .where(col(ProcessorEvent.handled_at).is_(None))
            .order_by(col(ProcessorEvent.id).desc())
        )
        for row in rows.all():
            row.handled_at = now
            _believe_one(session, row, now)


def _believe_one(session, row, now):
    body = live_vault().open(
        row.body_sealed,
        table="processor_event",
        column="body_sealed",
        row=f"{row.processor}:{row.event}",
    )
    about = json.loads(body)["data"]["object"]
    payment = session.get(Payment, int((about.get("metadata") or {}).get("payment_id", 0)))
    said = {
        "payment_intent.processing": "processing",
        "payment_intent.succeeded": "settled",
        "payment_intent.payment_failed": "failed",
    }.get(row.type)
    if payment is None or said is None:
        return
    payment.status = said
    if said == "settled":
        event = events.Payment(
            effective_on=payment.effective_on,
            sequence=ledger.NEXT,
            id=payment.ref,
            amount=about["amount_received"],
        )
        ledger.enter(session, payment.contract_id, [Happening(event, f"settled:{payment.id}")], now)
