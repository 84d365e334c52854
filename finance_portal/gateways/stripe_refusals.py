"""What Stripe's client raises, said in the portal's words: the table of errors, in one place."""

import stripe

from finance_portal.gateways.processor import (
    KeyReused,
    MethodDeclined,
    ProcessorError,
    ProcessorFault,
    ProcessorMisconfigured,
    ProcessorRefused,
    ProcessorUnavailable,
)

CONFLICT = 409
SERVER_ERROR = 500


def translated(error: stripe.StripeError) -> ProcessorError:
    """Return what an error means for the caller: stop, give up, same key later, or a new key."""
    message, code = error.user_message or type(error).__name__, error.code
    match error:
        case stripe.AuthenticationError() | stripe.PermissionError():
            return ProcessorMisconfigured(message, code=code)
        case stripe.APIConnectionError() | stripe.RateLimitError():
            return ProcessorUnavailable(message, code=code)
        case stripe.CardError():
            return MethodDeclined(message, code=code, decline_code=_decline_code(error))
        case stripe.IdempotencyError():
            return KeyReused(message, code=code)
        case stripe.InvalidRequestError():
            return ProcessorRefused(message, code=code)
        case _:
            return _by_status(error, message)


def _by_status(error: stripe.StripeError, message: str) -> ProcessorError:
    # The client has no class for a conflict (another request holds the key), which passes by
    # itself; every other answer of this kind is a failure that the same key would only replay.
    if error.http_status == CONFLICT:
        return ProcessorUnavailable(message, code=error.code)
    return ProcessorFault(message, code=error.code)


def _decline_code(error: stripe.CardError) -> str | None:
    return getattr(error.error, "decline_code", None)
