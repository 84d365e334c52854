"""Where files lie: outside of what is served, under random names, each sealed by its own key.

A copy of the folder is worth nothing without the database, and nothing with it without the data
keys: what is in a file opens only with the key that its row holds, sealed.
"""

import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from finance_portal.settings import settings

NAME_BYTES = 20
NONCE = bytes(12)  # each key seals one file, once
KEY_BITS = 256
FORGOTTEN_AFTER = timedelta(days=1)


class FileLost(Exception):
    """A file is not there any more, or is not what was kept: a defect, or a theft of the disk."""


@dataclass(frozen=True)
class Stored:
    """Where a file lies, and what opens it."""

    name: str
    key: bytes = field(repr=False)


def folder() -> Path:
    """Return the folder of this installation; whoever asks first makes it, for its owner only."""
    place = settings.data_dir / "attachments"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def keep(content: bytes) -> Stored:
    """Write a file, sealed. It is on the disk when this returns."""
    name, key = secrets.token_hex(NAME_BYTES), AESGCM.generate_key(KEY_BITS)
    sealed = AESGCM(key).encrypt(NONCE, content, name.encode())
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(folder() / name, flags, 0o600), "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    return Stored(name, key)


def fetch(stored: Stored) -> bytes:
    """Return a file as it was kept. Raises FileLost."""
    try:
        sealed = (folder() / stored.name).read_bytes()
        return AESGCM(stored.key).decrypt(NONCE, sealed, stored.name.encode())
    except (FileNotFoundError, InvalidTag):
        raise FileLost(stored.name) from None


def remove(name: str) -> None:
    """Take a file away, if it is still there."""
    (folder() / name).unlink(missing_ok=True)


def names_before(at: datetime) -> set[str]:
    """Return what was written longer than a day ago. `at` is the clock on the wall."""
    oldest = (at - FORGOTTEN_AFTER).timestamp()
    return {each.name for each in folder().iterdir() if each.stat().st_mtime < oldest}


def remove_all(names: Iterable[str]) -> None:
    """Take files away."""
    for name in names:
        remove(name)
