"""`expand`: references in an answer, spelled out."""

from collections.abc import Iterable
from typing import Any

from finance_portal.sandbox.refusals import Refusal
from finance_portal.sandbox.store import Store, Thing

KINDS = {
    "ch": "charge",
    "cus": "customer",
    "du": "dispute",
    "mandate": "mandate",
    "pi": "payment_intent",
    "pm": "payment_method",
    "re": "refund",
    "seti": "setup_intent",
    "txn": "balance_transaction",
}


def expanded(store: Store, thing: Thing, paths: Iterable[str]) -> Thing:
    """Return the answer with the references on these paths spelled out. Raises Refusal."""
    for path in paths:
        _expand(store, thing, path.split("."), path)
    return thing


def _expand(store: Store, inside: Thing, fields: list[str], path: str) -> None:
    first, *others = fields
    if first not in inside or first == "id":
        raise _impossible(path)
    inside[first] = _spelled_out(store, inside[first], path)
    for branch in _branches(inside[first]):
        if others:
            _expand(store, branch, others, path)


def _spelled_out(store: Store, value: Any, path: str) -> Any:
    if value is None or isinstance(value, dict | list):
        return value
    kind = KINDS.get(str(value).partition("_")[0])
    if kind is None:
        raise _impossible(path)
    return store.get(kind, value)


def _branches(value: Any) -> list[Thing]:
    if isinstance(value, list):
        return value
    return [value] if isinstance(value, dict) else []


def _impossible(path: str) -> Refusal:
    return Refusal(f"This property cannot be expanded ({path}).", param="expand")
