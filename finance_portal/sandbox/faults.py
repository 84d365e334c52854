"""Failures on demand: a request fails before or after it was carried out, in one of three ways."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from finance_portal.sandbox.store import Store

Moment: TypeAlias = Literal["before", "after"]
Effect: TypeAlias = Literal["error", "saved_error", "drop"]


@dataclass(frozen=True)
class Fault:
    """What goes wrong with the next `count` requests to an operation, by its path with `{id}`.

    `before` or `after` it was carried out and committed. `error`: status 500; `saved_error`: the
    same, and kept under the idempotency key; `drop`: the connection breaks without an answer.
    """

    method: str
    path: str
    moment: Moment
    effect: Effect
    count: int = 1

    def __post_init__(self) -> None:
        if self.moment not in get_args(Moment) or self.effect not in get_args(Effect):
            raise ValueError(f"no such fault: {self.moment} {self.effect}")


def plan(store: Store, fault: Fault) -> None:
    """Let requests fail from now on."""
    sql = "INSERT INTO fault (method, path, moment, effect, remaining) VALUES (?, ?, ?, ?, ?)"
    store.run(sql, fault.method, fault.path, fault.moment, fault.effect, fault.count)


def clear(store: Store) -> None:
    """Let nothing fail any more."""
    store.run("DELETE FROM fault")


def due(store: Store, method: str, path: str) -> Fault | None:
    """Return the fault that this request has to suffer, and use it up."""
    sql = "SELECT * FROM fault WHERE method = ? AND path = ? AND remaining > 0 ORDER BY number"
    row = store.run(sql, method, path).fetchone()
    if row is None:
        return None
    store.run("UPDATE fault SET remaining = remaining - 1 WHERE number = ?", row["number"])
    return Fault(row["method"], row["path"], row["moment"], row["effect"])
