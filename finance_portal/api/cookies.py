"""The cookies: secrets that no script can read and no other host can set."""

from enum import StrEnum

DEVICE_SECONDS = 30 * 24 * 3600
_ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Lax"


class Name(StrEnum):
    """Every cookie that the portal knows."""

    SESSION = "__Host-sid"
    WAY = "__Host-way"  # somebody on the way in: services/pre_auth.py
    DEVICE = "__Host-dev"  # a trusted device, for 30 days


def kept(secret: str, name: Name = Name.SESSION) -> str:
    """Return the Set-Cookie that gives a browser a secret: until it is closed, or for 30 days."""
    lasting = f"; Max-Age={DEVICE_SECONDS}" if name is Name.DEVICE else ""
    return f"{name}={secret}; {_ATTRIBUTES}{lasting}"


def cleared(name: Name = Name.SESSION) -> str:
    """Return the Set-Cookie that takes it away."""
    return f"{name}=; {_ATTRIBUTES}; Max-Age=0"


def secret_in(cookies: str, name: Name = Name.SESSION) -> str | None:
    """Return a secret from a Cookie header, or None where there is not exactly one."""
    pairs = (part.strip().partition("=") for part in cookies.split(";"))
    found = [value for each, _, value in pairs if each == name]
    return found[0] if len(found) == 1 and found[0] else None
