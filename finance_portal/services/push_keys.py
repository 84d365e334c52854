"""The key by which push services know us. It follows from the master key, as all others do."""

from functools import cache

from finance_portal.gateways.push import public_point, signing_key
from finance_portal.services import keys


@cache
def public_key() -> str:
    """Return the public half, which browsers subscribe to."""
    return public_point(signing_key(keys.derive(keys.PUSH)))
