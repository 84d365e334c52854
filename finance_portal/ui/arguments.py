"""What an event brings along is checked against the handler's hints, strictly.

Reflex converts arguments and, where that fails, hands the raw value on. Here a value that does not
fit refuses the event: no number in a string, no unknown name, no value of a type not asked for.
"""

import inspect
import re
from collections.abc import Callable, Container
from functools import cache
from typing import Any, get_type_hints

import pydantic_core
from pydantic import BaseModel, ConfigDict, PydanticUserError, create_model
from reflex_base.utils.form import FORM_DATA_ENTRIES_KEY, transform_form_data

MAX_TEXT = 20_000
NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")  # as JSON writes it; a typed \\u0000 is another thing
VARIADIC = {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}


class ArgumentsUnchecked(TypeError):
    """The arguments of a handler cannot be checked, so it must not run."""


class ArgumentsRefused(ValueError):
    """An event brought arguments that its handler does not take. The message holds no values."""


def checked(handler: Callable[..., Any], payload: object) -> dict[str, Any]:
    """Return the arguments for a handler. Raises ArgumentsRefused."""
    model = model_of(handler)
    if not isinstance(payload, dict):
        raise ArgumentsRefused("not a mapping")
    hints = {name: field.annotation for name, field in model.model_fields.items()}
    try:
        unwrapped = {
            name: transform_form_data(_drawn(value), hints.get(name, Any))
            for name, value in payload.items()
        }
        written = pydantic_core.to_json(unwrapped)
        read = model.model_validate_json(written)
    except pydantic_core.ValidationError as error:
        raise ArgumentsRefused(_without_values(error, hints)) from None
    except (ValueError, TypeError, RecursionError) as error:
        raise ArgumentsRefused(type(error).__name__) from None
    if NUL.search(written):
        raise ArgumentsRefused("a NUL, which PostgreSQL takes in no text")
    return {name: getattr(read, name) for name in read.model_fields_set}


@cache
def model_of(handler: Callable[..., Any]) -> type[BaseModel]:
    """Return the model of a handler's arguments. Raises ArgumentsUnchecked."""
    parameters = list(inspect.signature(handler).parameters.values())[1:]  # without self
    try:
        hints = get_type_hints(getattr(handler, "func", handler))
    except NameError as error:
        raise ArgumentsUnchecked(f"its hint {error.name} does not resolve") from error
    fields: dict[str, Any] = {}
    for parameter in parameters:
        if parameter.kind in VARIADIC or hints.get(parameter.name, Any) is Any:
            raise ArgumentsUnchecked(f"its parameter {parameter} has no type to check")
        required = parameter.default is inspect.Parameter.empty
        fields[parameter.name] = (hints[parameter.name], ... if required else parameter.default)
    config = ConfigDict(extra="forbid", strict=True, str_max_length=MAX_TEXT, allow_inf_nan=False)
    try:
        return create_model("Arguments", __config__=config, **fields)
    except (PydanticUserError, NameError) as error:
        raise ArgumentsUnchecked(f"a parameter cannot be checked: {error}") from error


def _drawn(value: object) -> object:
    """Leave out the fields of a form that are not on the page now: Reflex sends null for them."""
    entries = value.get(FORM_DATA_ENTRIES_KEY) if isinstance(value, dict) else None
    if not isinstance(entries, list):
        return value
    return {FORM_DATA_ENTRIES_KEY: [each for each in entries if not _is_absent(each)]}


def _is_absent(entry: object) -> bool:
    return isinstance(entry, list) and entry[1:] == [None]


def _without_values(error: pydantic_core.ValidationError, known: Container[object]) -> str:
    """Say which arguments are wrong and how, in no word that the sender chose."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    names = [each["loc"][0] if each["loc"] else "" for each in found[:10]]
    return ", ".join(
        f"{name if name in known else 'another name'}: {each['type']}"
        for name, each in zip(names, found, strict=False)
    )
