"""The key that seals our documents, and the public keys by which anybody checks a seal."""

from dataclasses import dataclass
from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from finance_portal.documents.seal import key_id
from finance_portal.services import keys
from finance_portal.settings import settings


@cache
def sealing_key() -> Ed25519PrivateKey:
    """Return this installation's key; it follows from the master key."""
    return Ed25519PrivateKey.from_private_bytes(keys.derive("document seal"))


@dataclass(frozen=True)
class Published:
    """A public key as it is told to everybody, by hexadecimal digits."""

    id: str
    digits: str
    seals: bool  # today; others only sealed before


def published() -> list[Published]:
    """Return every key by which a document of ours is checked, today's first."""
    today = sealing_key().public_key().public_bytes_raw()
    return [
        Published(key_id(each), digits.hex(), seals=digits == today)
        for each in public_keys()
        if (digits := each.public_bytes_raw())
    ]


def public_keys() -> list[Ed25519PublicKey]:
    """Return the key that seals today, and those that sealed before the master key changed."""
    former = [public_key(each) for each in settings.former_document_keys]
    return [sealing_key().public_key(), *former]


def public_key(digits: str) -> Ed25519PublicKey:
    """Read a public key from its 64 hexadecimal digits. Raises ValueError."""
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(digits))
