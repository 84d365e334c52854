"""One key per purpose, all derived from the installation's master key (HKDF, RFC 5869)."""

from functools import cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from finance_portal.settings import settings

KEY_BYTES = 32
PUSH = "web push"  # what signs push messages: browsers subscribe to its public half


def sub_key(master: bytes, purpose: str) -> bytes:
    """Return the key of 32 bytes for one purpose; no two purposes share one."""
    info = f"finance_portal {purpose}".encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(master)


@cache
def derive(purpose: str) -> bytes:
    """Return this installation's key for one purpose."""
    return sub_key(settings.master_key, purpose)
