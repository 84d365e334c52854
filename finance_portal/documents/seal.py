"""A seal on a document: whoever has our public key sees that it is ours and not one byte differs.

The seal is an Ed25519 signature over the whole file, its own place filled with zeros. That place
is among the file's keywords, so that readers show it and no reader minds it (docs/decisions/0020).
"""

import re
from collections.abc import Iterable
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SIGNATURE_DIGITS = 128
EMPTY = "0" * SIGNATURE_DIGITS
SEAL = re.compile(rb"seal-1 ([0-9a-f]{16}) ([0-9a-f]{128})")
LARGEST = 10_000_000
"""Bytes of a file that is looked at: ours are far smaller."""
CHECKED_AT = "/check-a-document"
"""The page on which anybody checks a seal; every sealed document names it."""


class SealMissing(Exception):
    """A file has no place for a seal."""


def place(key: Ed25519PrivateKey) -> str:
    """Return the keywords of a file that is going to be sealed with a key."""
    return f"seal-1 {key_id(key.public_key())} {EMPTY}"


def sealed(pdf: bytes, key: Ed25519PrivateKey) -> bytes:
    """Return a file with its seal. Raises SealMissing where `place` is not among its keywords."""
    empty = place(key).encode()
    if empty not in pdf:
        raise SealMissing("the file has no place for a seal")
    return pdf.replace(empty, empty.replace(EMPTY.encode(), key.sign(pdf).hex().encode()))


def is_ours(pdf: bytes, keys: Iterable[Ed25519PublicKey]) -> bool:
    """Tell whether one of our keys has sealed a file, and not one byte was changed since."""
    if len(pdf) > LARGEST:
        return False
    found = {match.groups() for match in SEAL.finditer(pdf)}
    if len(found) != 1:
        return False
    (name, signature) = found.pop()
    known = {key_id(each).encode(): each for each in keys}
    if name not in known:
        return False
    return _holds(known[name], signature, _before(pdf))


def key_id(key: Ed25519PublicKey) -> str:
    """Return the name by which a seal says whose it is: 16 digits."""
    return sha256(key.public_bytes_raw()).hexdigest()[:16]


def _before(pdf: bytes) -> bytes:
    """Return a file as it was before it was sealed: zeros in the seal's places, and only there."""
    return SEAL.sub(rb"seal-1 \1 " + EMPTY.encode(), pdf)


def _holds(key: Ed25519PublicKey, signature: bytes, pdf: bytes) -> bool:
    try:
        key.verify(bytes.fromhex(signature.decode()), pdf)
    except InvalidSignature:
        return False
    return True
