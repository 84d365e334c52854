"""From a request to its answer: validated, carried out at most once per key, and replayed.

Idempotency as Stripe's version 1 has it: the first answer of a key is kept, failures (500) too,
and given again to the same request. What was never carried out is not kept: a parameter that does
not fit, a key that is in use (app.py), a connection or a server that failed before.
"""

import json
from dataclasses import dataclass, replace
from typing import Any

from finance_portal.sandbox import expansion, faults
from finance_portal.sandbox.calls import Call
from finance_portal.sandbox.operations import Operation, operation
from finance_portal.sandbox.parameters import nested
from finance_portal.sandbox.refusals import Refusal, failure, key_reused
from finance_portal.sandbox.store import Store

OK = 200
ENDIVE = "2026-09-30"


@dataclass(frozen=True)
class Request:
    """What arrived: `fields` are the pairs of the form or of the query, in their order."""

    method: str
    path: str
    fields: tuple[tuple[str, str], ...]
    key: str | None = None
    version: str | None = None  # of the interface; absent in what the command line sends

    @property
    def speaks_before_endive(self) -> bool:
        """Say whether methods are chosen by the parameter that is gone since."""
        return (self.version or "") < ENDIVE

    @property
    def fingerprint(self) -> str:
        """Return what has to be the same for an answer to be given again."""
        return json.dumps([self.method, self.path, sorted(self.fields)])


@dataclass(frozen=True)
class Answer:
    """What goes back; `is_dropped` means that it never arrives."""

    status: int
    body: dict[str, Any]
    is_replayed: bool = False
    is_dropped: bool = False


def refused(refusal: Refusal) -> Answer:
    """Return a refusal as it goes over the wire."""
    return Answer(refusal.status, {"error": refusal.error})


def answer(store: Store, request: Request) -> Answer:
    """Carry a request out, or replay what came of it."""
    try:
        with store.transaction():
            asked, thing_id = operation(request.method, request.path)
            fault = faults.due(store, asked.method, asked.path)
            if fault and fault.moment == "before":
                return _faulty(store, request, refused(failure()), fault)
            answered = _once(store, request, asked, thing_id)
            return _faulty(store, request, answered, fault) if fault else answered
    except Refusal as refusal:
        return refused(refusal)


def _faulty(store: Store, request: Request, answered: Answer, fault: faults.Fault) -> Answer:
    if fault.effect == "drop":
        return replace(answered, is_dropped=True)
    failed = refused(failure())
    if fault.effect == "saved_error":
        _remember(store, request, failed)
    return failed


def _once(store: Store, request: Request, asked: Operation, thing_id: str) -> Answer:
    if known := _remembered(store, request):
        return known
    fields = nested(request.fields)
    params = asked.read(fields, speaks_before_endive=request.speaks_before_endive)
    answered = _performed(asked, Call(store, params, thing_id))
    _remember(store, request, answered)
    return answered


def _performed(asked: Operation, call: Call) -> Answer:
    try:
        with call.store.transaction("attempt"):
            return _committed(asked, call)
    except Refusal as refusal:
        return refused(refusal)


def _committed(asked: Operation, call: Call) -> Answer:
    try:
        thing = asked.perform(call)
    except Refusal as refusal:
        if refusal.is_committed:
            return refused(refusal)
        raise
    return Answer(OK, expansion.expanded(call.store, thing, call.params.get("expand", ())))


def _remembered(store: Store, request: Request) -> Answer | None:
    sql = "SELECT * FROM answer WHERE key = ?"
    row = store.run(sql, request.key).fetchone()
    if row is None:
        return None
    if row["request"] != request.fingerprint:
        raise key_reused()
    return Answer(row["status"], json.loads(row["body"]), is_replayed=True)


def _remember(store: Store, request: Request, answered: Answer) -> None:
    if request.key and request.method == "POST":
        store.run(
            "INSERT OR REPLACE INTO answer (key, request, status, body) VALUES (?, ?, ?, ?)",
            *(request.key, request.fingerprint, answered.status, json.dumps(answered.body)),
        )
