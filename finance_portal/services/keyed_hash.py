"""What a table holds of a secret that must not be read from it."""

import hashlib
import hmac
import json


def keyed_hash(key: bytes, *parts: str) -> str:
    """Return the HMAC-SHA-256 of some texts in hexadecimal, each told apart from the next (K3)."""
    return hmac.digest(key, json.dumps(parts).encode(), hashlib.sha256).hex()
