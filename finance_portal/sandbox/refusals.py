"""How the sandbox says no: in Stripe's error shapes, with Stripe's codes.

The texts of the messages are our own; programs read the type, the code and the parameter.
"""

from typing import Any

BAD_REQUEST = 400
UNAUTHORIZED = 401
DECLINED = 402
NOT_FOUND = 404
CONFLICT = 409
FAILED = 500


class Refusal(Exception):
    """A request is refused. What it had begun to change is undone, unless it `is_committed`."""

    def __init__(
        self,
        message: str,
        *,
        status: int = BAD_REQUEST,
        kind: str = "invalid_request_error",
        is_committed: bool = False,
        **details: Any,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.is_committed = is_committed
        known = {name: value for name, value in details.items() if value is not None}
        self.error: dict[str, Any] = {"type": kind, "message": message, **known}


def not_simulated(what: str) -> Refusal:
    """Say that Stripe may know this, but the sandbox does not."""
    return Refusal(f"The sandbox does not simulate {what}.", status=NOT_FOUND)


def missing_object(kind: str, object_id: str, param: str, status: int = BAD_REQUEST) -> Refusal:
    """Say that an id leads nowhere; 404 where it stands in the path."""
    message = f"No such {kind}: '{object_id}'"
    return Refusal(message, status=status, code="resource_missing", param=param)


def unknown_parameter(name: str) -> Refusal:
    """Say that Stripe has no such parameter here."""
    if name == "payment_method_types":
        code = "payment_method_types_no_longer_supported"
        return Refusal("Use allowed_payment_method_types instead.", code=code, param=name)
    return Refusal(f"Received unknown parameter: {name}", code="parameter_unknown", param=name)


def missing_parameter(name: str) -> Refusal:
    """Say that a parameter has to be there."""
    return Refusal(f"Missing required param: {name}.", code="parameter_missing", param=name)


def wrong_parameter(name: str, expected: str, value: object) -> Refusal:
    """Say that a value is not of the type that Stripe expects."""
    codes = {"integer": "parameter_invalid_integer", "empty": "parameter_invalid_empty"}
    return Refusal(f"Invalid {expected}: {value}", code=codes.get(expected), param=name)


def invalid_key() -> Refusal:
    """Say that this is no key of the sandbox, without repeating it."""
    return Refusal("Only keys that begin with sk_test_sandbox open it.", status=UNAUTHORIZED)


def key_in_use() -> Refusal:
    """Say that another request with the same idempotency key has not been answered yet."""
    return Refusal(
        "Another request with this idempotency key is in progress.",
        status=CONFLICT,
        code="idempotency_key_in_use",
    )


def key_reused() -> Refusal:
    """Say that an idempotency key came with another request before."""
    return Refusal(
        "This idempotency key was used for another request or with other parameters.",
        kind="idempotency_error",
    )


def failure() -> Refusal:
    """Say that the processor itself failed."""
    return Refusal("The sandbox failed, as it was told to.", status=FAILED, kind="api_error")
