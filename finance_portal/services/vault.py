"""What nobody may read from the database alone: values sealed by AES-256-GCM, and blind indexes."""

import base64
import hashlib
import hmac
import logging
import secrets
from dataclasses import dataclass, field
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from finance_portal.services import keys
from finance_portal.settings import settings

VERSION = "v1"
NONCE_BYTES = 12
INDEX_BYTES = 16  # 128 bits: no two values meet by chance

log = logging.getLogger(__name__)


class SealBroken(Exception):
    """A sealed value was changed, or moved to another row or column, or its key is gone."""


@dataclass(frozen=True)
class KeyRing:
    """The installation's data keys by their ids. New values take the current one."""

    by_id: dict[str, bytes] = field(repr=False)
    current: str


class Vault:
    """Seals texts under the current key, and opens those of every key on the ring (K1).

    `table` and `column` are their names in the database, `row` is the row's `ref`. All three are
    bound to what is sealed: it opens nowhere else.
    """

    def __init__(self, ring: KeyRing) -> None:
        self.current = ring.current
        self._ciphers = {name: AESGCM(_sub_key(key, "seal")) for name, key in ring.by_id.items()}
        self._indexers = {name: _sub_key(key, "blind index") for name, key in ring.by_id.items()}

    @property
    def mark(self) -> str:
        """Return what everything begins with that is sealed under the current key."""
        return f"{VERSION}.{self.current}."

    def seal(self, text: str, *, table: str, column: str, row: str) -> str:
        """Return the text as `v1.<key id>.<base64url of nonce and ciphertext>`."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        place = _bound(self.current, table, column, row)
        sealed = nonce + self._ciphers[self.current].encrypt(nonce, text.encode(), place)
        return self.mark + base64.urlsafe_b64encode(sealed).decode()

    def open(self, sealed: str, *, table: str, column: str, row: str) -> str:
        """Return what was sealed at this place. Raises SealBroken, after an alarm in the log."""
        try:
            return self._opened(sealed, table, column, row)
        except (KeyError, ValueError, InvalidTag):
            log.critical("A seal is broken: %s.%s of row %s", table, column, row)
            raise SealBroken(f"{table}.{column} of row {row} does not open") from None

    def index(self, text: str, *, what: str) -> str:
        """Return `<key id>.<hex>`, by which a text is found and from which it is not read (K2).

        `what` keeps kinds apart: the same text as another kind has another index.
        """
        return self._index(self.current, what, text)

    def indexes(self, text: str, *, what: str) -> list[str]:
        """Return the index under every key, for look-ups while the keys are being changed."""
        return [self._index(name, what, text) for name in self._indexers]

    def _opened(self, sealed: str, table: str, column: str, row: str) -> str:
        version, key_id, encoded = sealed.split(".")
        if version != VERSION:
            raise ValueError(version)
        raw = base64.b64decode(encoded, altchars=b"-_", validate=True)
        nonce, ciphertext = raw[:NONCE_BYTES], raw[NONCE_BYTES:]
        place = _bound(key_id, table, column, row)
        return self._ciphers[key_id].decrypt(nonce, ciphertext, place).decode()

    def _index(self, key_id: str, what: str, text: str) -> str:
        digest = hmac.digest(self._indexers[key_id], f"{what}|{text}".encode(), hashlib.sha256)
        return f"{key_id}.{digest[:INDEX_BYTES].hex()}"


@cache
def live_vault() -> Vault:
    """Return this installation's vault."""
    return Vault(KeyRing(settings.data_keys_by_id, settings.current_data_key))


def _sub_key(key: bytes, purpose: str) -> bytes:
    return keys.sub_key(key, f"data {purpose}")


def _bound(key_id: str, table: str, column: str, row: str) -> bytes:
    return f"{key_id}|{table}|{column}|{row}".encode()
