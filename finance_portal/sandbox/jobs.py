"""What falls due as the sandbox's clock moves: each at its own time, in order."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from finance_portal.sandbox.store import Store

Handlers: TypeAlias = Mapping[str, Callable[[Store, str], None]]


def schedule(store: Store, due: int, name: str, about: str) -> None:
    """Remember to do something to an object at an instant."""
    store.run("INSERT INTO job (due, name, about) VALUES (?, ?, ?)", due, name, about)


def run_next(store: Store, until: int, handlers: Handlers) -> bool:
    """Move the clock to the next job due by then and do it; without one, to the end: False."""
    sql = "SELECT * FROM job WHERE due <= ? ORDER BY due, number LIMIT 1"
    with store.transaction():
        job = store.run(sql, until).fetchone()
        if job is None:
            store.move_to(until)
            return False
        store.move_to(job["due"])
        store.run("DELETE FROM job WHERE number = ?", job["number"])
        handlers[job["name"]](store, job["about"])
    return True
