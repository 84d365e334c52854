"""The key that seals our documents, and the public keys by which anybody checks a seal."""

from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from finance_portal.services import keys
from finance_portal.settings import settings


@cache
def sealing_key() -> Ed25519PrivateKey:
    """Return this installation's key; it follows from the master key."""
    return Ed25519PrivateKey.from_private_bytes(keys.derive("document seal"))


def public_keys() -> list[Ed25519PublicKey]:
    """Return the key that seals today, and those that sealed before the master key changed."""
    former = [public_key(each) for each in settings.former_document_keys]
    return [sealing_key().public_key(), *former]


def public_key(digits: str) -> Ed25519PublicKey:
    """Read a public key from its 64 hexadecimal digits. Raises ValueError."""
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(digits))
