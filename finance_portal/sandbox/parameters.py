"""Form fields as they come over the wire, made into typed parameters or refused as Stripe does."""

import re
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, TypeAlias

from finance_portal.sandbox.refusals import (
    Refusal,
    missing_parameter,
    unknown_parameter,
    wrong_parameter,
)
from finance_portal.sandbox.schema import Schema

Params: TypeAlias = dict[str, Any]

_INTEGER = re.compile(r"-?[0-9]{1,18}")
_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")
_BOOLEANS = {"true": True, "false": False}


def nested(pairs: Iterable[tuple[str, str]]) -> Params:
    """Return `a[b]=1` as {"a": {"b": "1"}}; what is indexed stays a dictionary of its indexes."""
    fields: Params = {}
    for name, value in pairs:
        *path, last = [part.rstrip("]") for part in name.split("[")]
        branch = fields
        for part in path:
            branch = branch.setdefault(part, {})
            if not isinstance(branch, dict):
                raise wrong_parameter(name, "hash", value)
        branch[last or str(len(branch))] = value
    return fields


def typed(fields: Params, schema: Schema) -> Params:
    """Return the fields as the schema of the request types them. Raises Refusal."""
    return _Reader(schema["$defs"]).object(fields, schema, "")


class _Reader:
    """Reads one request; `name` is the parameter as Stripe spells it, `created[gte]`."""

    def __init__(self, definitions: dict[str, Schema]) -> None:
        self._definitions = definitions

    def object(self, fields: Any, schema: Schema, name: str) -> Params:
        if not isinstance(fields, dict):
            raise wrong_parameter(name, "hash", fields)
        schema = self._resolved(schema)
        for required in schema.get("required", ()):
            if required not in fields:
                raise missing_parameter(_inner(name, required))
        return {
            field: self._read(value, _schema_of(field, schema, name), _inner(name, field))
            for field, value in fields.items()
        }

    def _read(self, value: Any, schema: Schema, name: str) -> Any:
        schema = self._resolved(schema)
        if "anyOf" in schema:
            return self._any(value, schema["anyOf"], name)
        if "enum" in schema:
            return _choice(value, schema["enum"], name)
        match schema.get("type"):
            case "object":
                return self.object(value, schema, name)
            case "array":
                return self._array(value, schema["items"], name)
            case kind:
                return _scalar(value, kind, name)

    def _any(self, value: Any, choices: list[Schema], name: str) -> Any:
        """Return the first reading that fits; the refusal is that of the last one in question."""
        *firsts, last = self._in_question(value, choices)
        for choice in firsts:
            with suppress(Refusal):
                return self._read(value, choice, name)
        return self._read(value, last, name)

    def _in_question(self, value: Any, choices: list[Schema]) -> list[Schema]:
        wanted = isinstance(value, dict)
        resolved = [self._resolved(choice) for choice in choices]
        return [choice for choice in resolved if _is_nested(choice) is wanted] or resolved

    def _array(self, value: Any, items: Schema, name: str) -> list[Any]:
        if not isinstance(value, dict):
            raise wrong_parameter(name, "array", value)
        return [self._read(item, items, _inner(name, index)) for index, item in value.items()]

    def _resolved(self, schema: Schema) -> Schema:
        if "$ref" not in schema:
            return schema
        return self._definitions[schema["$ref"].removeprefix("#/$defs/")]


def _is_nested(schema: Schema) -> bool:
    return schema.get("type") in {"object", "array"}


def _schema_of(field: str, schema: Schema, name: str) -> Schema:
    properties = schema.get("properties", {})
    if field in properties:
        return dict(properties[field])
    if schema["additionalProperties"] is False:
        raise unknown_parameter(_inner(name, field))
    return dict(schema["additionalProperties"])


def _inner(name: str, field: str) -> str:
    return f"{name}[{field}]" if name else field


def _choice(value: Any, choices: list[Any], name: str) -> Any:
    if value in choices:
        return value
    raise wrong_parameter(name, f"value, expected one of {', '.join(map(str, choices))}", value)


def _scalar(value: Any, kind: str | None, name: str) -> Any:
    if not isinstance(value, str):
        raise wrong_parameter(name, kind or "value", value)
    if kind == "boolean" and value in _BOOLEANS:
        return _BOOLEANS[value]
    if kind == "integer" and _INTEGER.fullmatch(value):
        return int(value)
    if kind == "number" and _NUMBER.fullmatch(value):
        return float(value)
    if kind in {"string", None} and value:
        return value
    raise wrong_parameter(name, kind if value and kind else "empty", value)
