"""The cookies: secrets that no script can read and no other host can set."""

from enum import StrEnum

from finance_portal.language import LANGUAGES

DEVICE_SECONDS = 30 * 24 * 3600
LANGUAGE_SECONDS = 365 * 24 * 3600
_ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Lax"


class Name(StrEnum):
    """Every cookie that the portal knows."""

    SESSION = "__Host-sid"
    WAY = "__Host-way"  # somebody on the way in: services/pre_auth.py
    DEVICE = "__Host-dev"  # a trusted device, for 30 days
    LANGUAGE = "__Host-lang"  # no secret: a key of LANGUAGES, for a year


def kept(secret: str, name: Name = Name.SESSION) -> str:
    """Return the Set-Cookie that gives a browser a secret: until it is closed, or for 30 days."""
    lasting = f"; Max-Age={DEVICE_SECONDS}" if name is Name.DEVICE else ""
    return f"{name}={secret}; {_ATTRIBUTES}{lasting}"


def speaking(language: str) -> str:
    """Return the Set-Cookie that has a browser spoken to in a language, for a year."""
    return f"{Name.LANGUAGE}={language}; {_ATTRIBUTES}; Max-Age={LANGUAGE_SECONDS}"


def language_in(cookies: str, accepted: str) -> str:
    """Return the language that was chosen, or the first of the browser's own that is spoken."""
    wanted = [secret_in(cookies, Name.LANGUAGE) or "", *accepted.split(",")]
    subtags = (each.strip().partition(";")[0].partition("-")[0].lower() for each in wanted)
    return next((each for each in subtags if each in LANGUAGES), next(iter(LANGUAGES)))


def cleared(name: Name = Name.SESSION) -> str:
    """Return the Set-Cookie that takes it away."""
    return f"{name}=; {_ATTRIBUTES}; Max-Age=0"


def secret_in(cookies: str, name: str = Name.SESSION) -> str | None:
    """Return a secret from a Cookie header, or None where there is not exactly one."""
    pairs = (part.strip().partition("=") for part in cookies.split(";"))
    found = [value for each, _, value in pairs if each == name]
    return found[0] if len(found) == 1 and found[0] else None
