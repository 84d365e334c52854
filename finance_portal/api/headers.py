"""The headers of every answer, static files and refusals included (reflex.md 4)."""

from starlette.datastructures import MutableHeaders

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
NEVER = "no-store"
TWO_YEARS = "max-age=63072000; includeSubDomains"
CACHED = (
    ("/assets/", "public, max-age=31536000, immutable"),  # their names change with their content
    ("/fonts/", "public, max-age=31536000, immutable"),
    ("/icons/", "public, max-age=86400"),
)


def dress(headers: MutableHeaders, *, policy: str, cache: str, is_https: bool) -> None:
    """Set every header that an answer must have."""
    for name, value in ALWAYS.items():
        headers[name] = value
    if is_https:
        headers["Strict-Transport-Security"] = TWO_YEARS
    headers["Content-Security-Policy"] = policy
    headers["Cache-Control"] = cache


def cache_rule(path: str, status: int) -> str:
    """Return how long an answer may be kept: only what was found and holds no data, at all."""
    if status not in {200, 206, 304}:
        return NEVER
    return next((rule for prefix, rule in CACHED if path.startswith(prefix)), NEVER)
