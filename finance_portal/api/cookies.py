"""The one cookie: a session's secret, which no script can read and no other host can set."""

NAME = "__Host-sid"
_ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Lax"


def kept(secret: str) -> str:
    """Return the Set-Cookie that gives a browser its session, until it is closed."""
    return f"{NAME}={secret}; {_ATTRIBUTES}"


def cleared() -> str:
    """Return the Set-Cookie that takes it away."""
    return f"{NAME}=; {_ATTRIBUTES}; Max-Age=0"


def secret_in(cookies: str) -> str | None:
    """Return the session's secret from a Cookie header, or None where there is not exactly one."""
    pairs = (part.strip().partition("=") for part in cookies.split(";"))
    found = [value for name, _, value in pairs if name == NAME]
    return found[0] if len(found) == 1 and found[0] else None
