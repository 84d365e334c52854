"""JSON Schemas made from the installed `stripe` package: what a response may hold, what a request.

Nothing is vendored, so nothing drifts: a new version of the package is a new contract. Objects are
closed (a field that Stripe does not have is an error); an open enumeration (`Literal | str`) is
taken at its listed values. An expandable reference may be spelled out only for SIMULATED objects.
"""

import ast
import importlib
import inspect
import sys
import types
import typing
from decimal import Decimal
from functools import cache
from typing import Any, Literal, TypeAlias, get_args, get_origin

import stripe
import typing_extensions
from stripe._list_object import ListObject
from stripe._request_options import RequestOptions
from stripe._stripe_object import StripeObject, UntypedStripeObject

Schema: TypeAlias = dict[str, Any]

SIMULATED: dict[str, type[StripeObject]] = {
    "account": stripe.Account,
    "balance_transaction": stripe.BalanceTransaction,
    "charge": stripe.Charge,
    "checkout.session": stripe.checkout.Session,
    "customer": stripe.Customer,
    "dispute": stripe.Dispute,
    "event": stripe.Event,
    "mandate": stripe.Mandate,
    "payment_intent": stripe.PaymentIntent,
    "payment_method": stripe.PaymentMethod,
    "refund": stripe.Refund,
    "setup_intent": stripe.SetupIntent,
    "webhook_endpoint": stripe.WebhookEndpoint,
}
SCALARS: dict[Any, Schema] = {
    Any: {},
    type(None): {"type": "null"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    str: {"type": "string"},
    object: {},
    Decimal: {"type": "string"},
}
OPTIONS = frozenset(RequestOptions.__annotations__)  # of the client, never sent as parameters


@cache
def object_schema(name: str) -> Schema:
    """Return the schema of a simulated object, by what its field `object` says."""
    definitions = _Definitions()
    reference = definitions.reference(SIMULATED[name])
    return {**reference, "$defs": definitions.schemas}


@cache
def error_schema() -> Schema:
    """Return the schema of the body of every refusal; its `type` is always there."""
    definitions = _Definitions()
    error = definitions.reference(stripe.ErrorObject)
    return {**_closed({"error": error}, ["error"]), "$defs": definitions.schemas}


@cache
def request_schema(params: type) -> Schema:
    """Return the schema of a request from its TypedDict in `stripe.params`."""
    definitions = _Definitions()
    reference = definitions.reference(params)
    return {**reference, "$defs": definitions.schemas}


class _Definitions:
    """The named parts of one schema, each written once, so that classes may refer to each other."""

    def __init__(self) -> None:
        self.schemas: dict[str, Schema] = {}

    def reference(self, cls: type) -> Schema:
        name = f"{cls.__module__}.{cls.__qualname__}"
        if name not in self.schemas:
            self.schemas[name] = {}  # first the name: the class may contain itself
            self.schemas[name] = self._properties(cls)
        return {"$ref": f"#/$defs/{name}"}

    def _properties(self, cls: type) -> Schema:
        hints = _hints(cls)
        properties = {name: self.schema(hint) for name, hint in hints.items()}
        return _closed(properties, _required(cls, hints))

    def schema(self, hint: Any) -> Schema:
        """Return the schema of one annotation."""
        origin, arguments = get_origin(hint), get_args(hint)
        if origin is None:
            return SCALARS[hint] if hint in SCALARS else self.reference(hint)
        if origin is Literal:
            return {"enum": list(arguments)}
        if origin in (typing.Union, types.UnionType):
            return self._union(arguments)
        return self._containing(origin, self.schema(arguments[-1]))

    @staticmethod
    def _containing(container: Any, inner: Schema) -> Schema:
        if container is list:
            return {"type": "array", "items": inner}
        if container in (dict, UntypedStripeObject):
            return {"type": "object", "additionalProperties": inner}
        return list_schema(inner) if container is ListObject else inner

    def _union(self, arguments: tuple[Any, ...]) -> Schema:
        is_enumeration = any(_is_enumeration(argument) for argument in arguments)
        wanted = [
            self.schema(argument)
            for argument in arguments
            if not _is_foreign(argument) and not (is_enumeration and argument is str)
        ]
        return {"anyOf": wanted}


def list_schema(item: Schema) -> Schema:
    """Return the schema of a page of a list."""
    properties: dict[str, Schema] = {
        "object": {"enum": ["list"]},
        "data": {"type": "array", "items": item},
        "has_more": {"type": "boolean"},
        "url": {"type": "string"},
        "total_count": {"type": "integer"},
    }
    return _closed(properties, ["object", "data", "has_more", "url"])


def search_schema() -> Schema:
    """Return the schema of what a search found."""
    more: Schema = {"type": ["string", "null"]}
    properties: dict[str, Schema] = {
        "object": {"enum": ["search_result"]},
        "data": {"type": "array"},
        "has_more": {"type": "boolean"},
        "url": {"type": "string"},
        "next_page": more,
        "total_count": {"type": "integer"},
    }
    return _closed(properties, ["object", "data", "has_more", "url"])


def deleted_schema() -> Schema:
    """Return the schema of what is left of a deleted object."""
    text: Schema = {"type": "string"}
    properties = {"id": text, "object": text, "deleted": {"enum": [True]}}
    return _closed(properties, list(properties))


def _closed(properties: dict[str, Schema], required: list[str]) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _is_enumeration(hint: Any) -> bool:
    """Say whether values are listed; `Literal[""]` alone only means that a field can be emptied."""
    return get_origin(hint) is Literal and get_args(hint) != ("",)


def _is_foreign(hint: Any) -> bool:
    """Say whether this is one of Stripe's own resources that the sandbox does not simulate."""
    is_resource = inspect.isclass(hint) and hasattr(hint, "OBJECT_NAME")
    return is_resource and hint not in SIMULATED.values()


def _required(cls: type, hints: dict[str, Any]) -> list[str]:
    if issubclass(cls, dict):
        return sorted(set(hints) & getattr(cls, "__required_keys__", set()))
    return [name for name, hint in hints.items() if type(None) not in get_args(hint)]


def _hints(cls: type) -> dict[str, Any]:
    """Return the resolved annotations of the class itself, without those of its bases."""
    own = inspect.get_annotations(cls)
    if issubclass(cls, dict):
        own = {name: hint for name, hint in own.items() if name not in OPTIONS}
    bare = type(cls.__name__, (), {"__annotations__": own, "__module__": cls.__module__})
    names = _NamesForTyping(_imports_for_typing(cls.__module__))
    hints = typing_extensions.get_type_hints(bare, localns=names, include_extras=True)
    return {name: hint for name, hint in hints.items() if "ClassVar" not in str(hint)}


class _NamesForTyping(dict[str, Any]):
    """What a module imports only for type checkers, imported when an annotation asks for it."""

    def __init__(self, imports: dict[str, tuple[str, str]]) -> None:
        super().__init__()
        self.imports = imports

    def __missing__(self, name: str) -> Any:
        module, original = self.imports[name]
        return getattr(importlib.import_module(module), original)


@cache
def _imports_for_typing(module: str) -> dict[str, tuple[str, str]]:
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {
        alias.asname or alias.name: (statement.module or "", alias.name)
        for block in tree.body
        if isinstance(block, ast.If)
        for statement in block.body
        if isinstance(statement, ast.ImportFrom)
        for alias in statement.names
    }
