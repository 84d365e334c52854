"""account.json: every row of one borrower, one a line, as docs/EXPORT.md and its schema say."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from finance_portal.services.your_data.catalogue import KEPT, Kept
from finance_portal.services.your_data.gather import Gathered, Row
from finance_portal.services.your_data.values import told

FORMAT, SCHEMA = "finance-portal-account", 1
ENDINGS = {"pdf": "pdf", "png": "png", "jpeg": "jpg", "text": "txt"}
DECLARED = ("exported_at", "instance")
"""What differs between two exports of one account: when it was made, and where."""


def lines(found: Gathered, *, now: datetime, instance: str) -> Iterator[bytes]:
    """Yield account.json piece by piece, never more of it than a few hundred rows."""
    head = {
        "format": FORMAT,
        "schema": SCHEMA,
        "exported_at": told(now),
        "instance": instance,
        "borrower_id": found.borrower_id,
    }
    yield _json(head)[:-1] + b',\n"tables": {'
    for place, kept in enumerate(KEPT):
        yield b"," * bool(place) + f'\n"{kept.name}": ['.encode()
        for number, row in enumerate(rows(found, kept)):
            yield b"," * bool(number) + b"\n" + _json(row)
        yield b"]"
    yield b"\n}}\n"


def rows(found: Gathered, kept: Kept) -> Iterator[Row]:
    """Yield the rows of a table; of a paper with the place of its file in the bundle."""
    for row in found.rows(kept):
        yield row | _file_of(kept, row)


def pdf_name(document: Row) -> str:
    """Return where in the bundle the file of a document stands."""
    kind = str(document["kind"]).replace("_", "-")
    return f"documents/{document['dated_on']}-{kind}-{document['ref']}.pdf"


def attachment_name(ref: str, kind: str) -> str:
    """Return where in the bundle a file stands that was sent with a message."""
    return f"attachments/{ref}.{ENDINGS[kind]}"


def _file_of(kept: Kept, row: Row) -> Row:
    """Return where the file of a row stands, for the two tables whose rows have one."""
    match kept.name:
        case "document":
            return {"pdf": pdf_name(row)}
        case "attachment":
            return {"content": attachment_name(row["ref"], row["kind"])}
    return {}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
