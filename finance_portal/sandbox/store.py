"""What the sandbox remembers: Stripe's objects as JSON, and the instant at which its clock stands.

One SQLite file, one connection, used by one thread at a time (app.py): no second writer, and so
none of the ways in which two of them meet.
"""

import json
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

Thing: TypeAlias = dict[str, Any]

TABLES = """
CREATE TABLE IF NOT EXISTS clock (
    only INTEGER PRIMARY KEY CHECK (only = 1), now INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS thing (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
    created INTEGER NOT NULL, body TEXT NOT NULL, behaviour TEXT);
CREATE INDEX IF NOT EXISTS thing_of_kind ON thing (kind, number);
CREATE TABLE IF NOT EXISTS answer (
    key TEXT PRIMARY KEY, request TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS job (
    number INTEGER PRIMARY KEY, due INTEGER NOT NULL, name TEXT NOT NULL, about TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS job_due ON job (due, number);
CREATE TABLE IF NOT EXISTS delivery (
    number INTEGER PRIMARY KEY, event TEXT NOT NULL, endpoint TEXT NOT NULL,
    due INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS fault (
    number INTEGER PRIMARY KEY, method TEXT NOT NULL, path TEXT NOT NULL,
    moment TEXT NOT NULL, effect TEXT NOT NULL, remaining INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS knob (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
"""
PAGE = """
SELECT body FROM thing
 WHERE kind = ? AND created BETWEEN ? AND ? AND number > ? AND number < ?
   AND NOT EXISTS (SELECT 1 FROM json_each(?) AS wanted
                    WHERE json_extract(body, '$.' || wanted.key) IS NOT wanted.value)
"""
NEWEST_PAGE = f"{PAGE} ORDER BY number DESC LIMIT ?"
NEAREST_PAGE = f"{PAGE} ORDER BY number LIMIT ?"
ENDLESS = 2**62
# What these objects of Stripe's do not tell.
UNTOLD = {
    "balance_transaction": ("livemode",),
    "mandate": ("created",),
    "refund": ("livemode",),
}


class Store:
    """The sandbox's own database. Instants are unix seconds on the sandbox's clock.

    `address` is where a browser finds the sandbox's pages.
    """

    def __init__(self, file: Path, start: datetime | None, address: str = "") -> None:
        self.address = address
        file.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.executescript(f"BEGIN; {TABLES} COMMIT;")
        began = int((start or datetime.now(UTC)).timestamp())
        self.run("INSERT INTO clock VALUES (1, ?) ON CONFLICT DO NOTHING", began)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def run(self, sql: str, *values: Any) -> sqlite3.Cursor:
        """Execute one statement."""
        return self._connection.execute(sql, values)

    @contextmanager
    def transaction(self, name: str = "whole") -> Iterator[None]:
        """Keep all of what happens inside, or nothing if an exception leaves it; they nest."""
        self.run(f"SAVEPOINT {name}")
        try:
            yield
        except BaseException:
            self.run(f"ROLLBACK TO {name}")
            raise
        finally:
            self.run(f"RELEASE {name}")

    @property
    def now(self) -> int:
        """Return the instant at which the clock stands."""
        return int(self.run("SELECT now FROM clock").fetchone()["now"])

    def move_to(self, instant: int) -> None:
        """Move the clock forward; it never goes back."""
        self.run("UPDATE clock SET now = max(now, ?)", instant)

    def new(self, prefix: str, kind: str, **fields: Any) -> Thing:
        """Return a new object, not yet kept; its id says that it is not one of Stripe's."""
        thing = {
            "id": f"{prefix}_sbx{secrets.token_hex(12)}",
            "object": kind,
            "created": self.now,
            "livemode": False,
            **fields,
        }
        for name in UNTOLD.get(kind, ()):
            del thing[name]
        return thing

    def keep(self, thing: Thing, *, behaviour: str | None = None) -> Thing:
        """Write an object down, new or changed; its behaviour is what no field of Stripe's says."""
        self.run(
            "INSERT INTO thing (id, kind, created, body, behaviour) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET body = excluded.body,"
            " behaviour = coalesce(excluded.behaviour, behaviour)",
            *(thing["id"], thing["object"], thing.get("created", self.now)),
            *(json.dumps(thing), behaviour),
        )
        return thing

    def find(self, kind: str, thing_id: str) -> Thing | None:
        """Return an object, or None."""
        sql = "SELECT body FROM thing WHERE id = ? AND kind = ?"
        row = self.run(sql, thing_id, kind).fetchone()
        return json.loads(row["body"]) if row else None

    def get(self, kind: str, thing_id: str) -> Thing:
        """Return an object that is known to be there."""
        found = self.find(kind, thing_id)
        if found is None:
            raise LookupError(f"the sandbox lost {kind} {thing_id}")
        return found

    def behaviour(self, thing_id: str) -> str:
        """Return the test token that an object came from."""
        row = self.run("SELECT behaviour FROM thing WHERE id = ?", thing_id).fetchone()
        return str(row["behaviour"])

    def forget(self, thing_id: str) -> None:
        """Remove an object."""
        self.run("DELETE FROM thing WHERE id = ?", thing_id)

    def all(self, kind: str, **fields: Any) -> list[Thing]:
        """Return the objects of a kind that have these fields, newest first."""
        return self.page(kind, fields)

    def page(
        self,
        kind: str,
        fields: Thing,
        *,
        since: int = 0,
        until: int = ENDLESS,
        after: str | None = None,
        before: str | None = None,
        limit: int = ENDLESS,
    ) -> list[Thing]:
        """Return the newest objects with these fields, older than one and newer than another."""
        oldest, newest = self._number(before, 0), self._number(after, ENDLESS)
        rows = self.run(
            NEAREST_PAGE if before else NEWEST_PAGE,
            *(kind, since, until, oldest, newest, json.dumps(fields), limit),
        )
        things = [json.loads(row["body"]) for row in rows]
        return things[::-1] if before else things

    def _number(self, thing_id: str | None, default: int) -> int:
        row = self.run("SELECT number FROM thing WHERE id = ?", thing_id).fetchone()
        return int(row["number"]) if row else default
