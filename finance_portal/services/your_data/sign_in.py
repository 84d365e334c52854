"""sign-in.json: how a borrower got in, from where, and what they agreed to; no secret of it.

It is of this installation alone: an import does not take it, for nobody can carry a chained trail
into another one.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Table, select

from finance_portal.models.base import table_of
from finance_portal.models.factors import Authenticator, Passkey, TrustedDevice
from finance_portal.models.security import PortalSession, SecurityCase, SecurityEvent
from finance_portal.services.your_data.gather import Gathered, chunks
from finance_portal.services.your_data.values import told

# fmt: off
PARTS: Mapping[str, tuple[Table, tuple[str, ...]]] = {
    "events": (table_of(SecurityEvent), ("at", "kind", "subject", "detail", "ip", "user_agent")),
    "sessions": (table_of(PortalSession), (
        "method", "signed_in_at", "last_seen_at", "revoked_at", "revoked_for", "ip", "user_agent",
    )),
    "passkeys": (table_of(Passkey), ("name", "is_backed_up", "created_at", "last_used_at")),
    "authenticators": (table_of(Authenticator), (
        "name", "created_at", "confirmed_at", "last_used_at",
    )),
    "trusted_browsers": (table_of(TrustedDevice), (
        "created_at", "expires_at", "last_used_at", "revoked_at", "ip", "user_agent",
    )),
    "cases": (table_of(SecurityCase), ("kind", "opened_at", "closed_at")),
}
# fmt: on


def lines(found: Gathered) -> Iterator[bytes]:
    """Yield sign-in.json piece by piece."""
    yield b"{"
    for place, (name, (table, columns)) in enumerate(PARTS.items()):
        yield b"," * bool(place) + f'\n"{name}": ['.encode()
        for number, row in enumerate(_rows(found, table, columns)):
            yield b"," * bool(number) + b"\n" + json.dumps(row, ensure_ascii=False).encode()
        yield b"]"
    yield b"\n}\n"


def _rows(found: Gathered, table: Table, columns: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for logins in chunks(found.keys["login"]):
        rows = found.session.connection().execute(
            select(*(table.c[name] for name in columns))
            .where(table.c.login_id.in_(logins))
            .order_by(table.c.id)
            .execution_options(yield_per=500)
        )
        for row in rows.mappings():
            yield {name: told(row[name]) for name in columns}
