"""schema.json: the grammar of account.json (JSON Schema 2020-12), made from the catalogue."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Integer, String

from finance_portal.models.base import UtcDateTime
from finance_portal.services.your_data.account import FORMAT, SCHEMA
from finance_portal.services.your_data.catalogue import KEPT, Kept

DIALECT = "https://json-schema.org/draft/2020-12/schema"
NAME = {"type": "string", "maxLength": 200_000}


@cache
def published() -> bytes:
    """Return the grammar as it is put into every bundle, and stands in docs/."""
    tables = {kept.name: {"type": "array", "items": _row(kept)} for kept in KEPT}
    grammar = {
        "$schema": DIALECT,
        "title": "An account of a borrower",
        "description": "Amounts are whole cents; instants are in UTC. See docs/EXPORT.md.",
        **_object(
            {
                "format": {"const": FORMAT},
                "schema": {"const": SCHEMA},
                "exported_at": {"type": "string", "format": "date-time"},
                "instance": NAME,
                "borrower_id": {"type": "integer"},
                "tables": _object(tables),
            }
        ),
    }
    return json.dumps(grammar, indent=1).encode() + b"\n"


def _row(kept: Kept) -> Mapping[str, Any]:
    fields = {column.name: _value(column) for column in kept.columns}
    fields |= {name: {"type": ["string", "null"]} for name in kept.opened.values()}
    if kept.name == "document":
        fields["pdf"] = NAME
    if kept.name == "attachment":
        fields["content"] = NAME
    optional = kept.of_others | frozenset(kept.opened.values())
    return _object(fields, optional=optional) | {"description": _words(kept)}


def _object(fields: Mapping[str, Any], *, optional: frozenset[str] = frozenset()) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [name for name in fields if name not in optional],
        "properties": dict(fields),
    }


def _value(column: Column[Any]) -> dict[str, Any]:
    found = _kind(column)
    if column.nullable and "type" in found:
        found["type"] = [found["type"], "null"]
    return found


def _kind(column: Column[Any]) -> dict[str, Any]:
    match column.type:
        case Boolean():
            return {"type": "boolean"}
        case Integer():
            return {"type": "integer"}
        case JSON():
            return {}
        case Date():
            return {"type": "string", "format": "date"}
        case UtcDateTime():
            return {"type": "string", "format": "date-time"}
        case String(length=int(length)):
            return {"type": "string", "maxLength": length}
        case _:
            return {"type": "string"}


def _words(kept: Kept) -> str:
    return (kept.model.__doc__ or "").strip().splitlines()[0]
