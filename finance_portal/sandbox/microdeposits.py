"""Micro-deposits: small amounts sent to an account, so that its owner can tell what arrived.

Which values verify and which do not is Stripe's; here they can be told before they arrive.
"""

from typing import Any

from finance_portal.sandbox import banking_days, jobs, knobs, mandates, payment_methods, tokens
from finance_portal.sandbox.events import emit
from finance_portal.sandbox.refusals import Refusal, missing_parameter
from finance_portal.sandbox.store import Store, Thing

KIND = "setup_intent"
DAY = 24 * 3600
TRIES = {"descriptor_code": 10, "amounts": 3}
BOUNCE, TIME_OUT = "bounce_deposits", "time_out_deposits"
CODE = "payment_method_microdeposit_"
MISMATCH = {kind: f"{CODE}verification_{kind}_mismatch" for kind in TRIES}
TOO_OFTEN, TOO_LATE = f"{CODE}verification_attempts_exceeded", f"{CODE}verification_timeout"
RIGHT: dict[str, Any] = {"descriptor_code": "SM11AA", "amounts": [32, 45]}
EXHAUSTED: dict[str, Any] = {"descriptor_code": "SM33CC", "amounts": [10, 11]}
EXPIRED: dict[str, Any] = {"descriptor_code": "SM44DD", "amounts": [40, 41]}


def send(store: Store, intent: Thing, method: Thing, kind: str) -> None:
    """Send deposits to an account, and wait for its owner."""
    arrives_at = banking_days.opening(
        banking_days.from_now(store, knobs.get(store, "deposit_days"))
    )
    action = {
        "arrival_date": arrives_at,
        "hosted_verification_url": f"{store.address}/deposits/{intent['id']}",
        "microdeposit_type": kind,
    }
    intent |= {
        "status": "requires_action",
        "next_action": {"type": "verify_with_microdeposits", "verify_with_microdeposits": action},
    }
    emit(store, "setup_intent.requires_action", store.keep(intent, behaviour=str(TRIES[kind])))
    if not tokens.bank(store.behaviour(method["id"])).takes_deposits:
        jobs.schedule(store, arrives_at, BOUNCE, intent["id"])
    expires_at = store.now + knobs.get(store, "deposit_timeout_days") * DAY
    jobs.schedule(store, expires_at, TIME_OUT, intent["id"])


def verify(store: Store, intent: Thing, told: dict[str, Any]) -> None:
    """Compare what the owner tells with what was sent. Raises Refusal."""
    if not is_waiting(intent):
        code = "setup_intent_unexpected_state"
        raise Refusal("There are no deposits to verify.", code=code, setup_intent=intent)
    kind = kind_of(intent)
    if kind not in told:
        raise missing_parameter(kind)
    given = _spoken(told[kind])
    if given == RIGHT[kind]:
        _succeed(store, intent)
    elif given == EXHAUSTED[kind]:
        raise _failed(store, intent, TOO_OFTEN)
    elif given == EXPIRED[kind]:
        raise _failed(store, intent, TOO_LATE)
    else:
        _count_a_miss(store, intent, kind)


def is_waiting(intent: Thing) -> bool:
    """Say whether somebody has to tell what arrived."""
    action = intent["next_action"] or {}
    is_open = intent["status"] == "requires_action"
    return is_open and action.get("type") == "verify_with_microdeposits"


def kind_of(intent: Thing) -> str:
    """Return what has to be told: "amounts" or a "descriptor_code"."""
    return str(intent["next_action"]["verify_with_microdeposits"]["microdeposit_type"])


def bounce(store: Store, intent_id: str) -> None:
    """Say that the account took no deposits."""
    intent = store.get(KIND, intent_id)
    if is_waiting(intent):
        _failed(store, intent, f"{CODE}failed")


def time_out(store: Store, intent_id: str) -> None:
    """Give up on an owner who did not come back."""
    intent = store.get(KIND, intent_id)
    if is_waiting(intent):
        _failed(store, intent, TOO_LATE)


HANDLERS: jobs.Handlers = {BOUNCE: bounce, TIME_OUT: time_out}


def _spoken(told: Any) -> Any:
    """Return two amounts in one order, and a code as it is printed."""
    return sorted(told) if isinstance(told, list) else str(told).strip().upper()


def _succeed(store: Store, intent: Thing) -> None:
    method = store.get("payment_method", intent["payment_method"])
    if intent["customer"]:
        payment_methods.attached(store, method, intent["customer"])
    mandates.activate(store, intent["mandate"])
    intent |= {"status": "succeeded", "next_action": None}
    emit(store, "setup_intent.succeeded", store.keep(intent))


def _count_a_miss(store: Store, intent: Thing, kind: str) -> None:
    left = int(store.behaviour(intent["id"])) - 1
    if left == 0:
        raise _failed(store, intent, TOO_OFTEN)
    store.keep(intent, behaviour=str(left))
    raise Refusal(f"Not what was sent. {left} tries left.", is_committed=True, code=MISMATCH[kind])


def _failed(store: Store, intent: Thing, code: str) -> Refusal:
    """Give the account up for good, and return the refusal that says why."""
    method = store.get("payment_method", intent["payment_method"])
    mandates.end(store, method)
    refusal = Refusal("The account was not verified.", is_committed=True, code=code)
    intent |= {"status": "requires_payment_method", "payment_method": None, "next_action": None}
    intent["last_setup_error"] = refusal.error | {"payment_method": method}
    emit(store, "setup_intent.setup_failed", store.keep(intent))
    return refusal
