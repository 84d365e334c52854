"""The Content-Security-Policy. Inline scripts run only when their hash stands in it.

Reflex writes a few inline scripts into each page and offers no nonces, so the hashes are taken from
the page that is being served, over the raw bytes between the tags, and kept per page.
"""

import base64
import hashlib
import re

INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
MOST_PAGES = 500

NOT_HTML = "default-src 'none'; frame-ancestors 'none'"
SERVICE_WORKER = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'"


class PagePolicies:
    """The policy of each page of one public origin."""

    def __init__(self, origin: str) -> None:
        self._is_https = origin.startswith("https://")
        self._socket = origin.replace("http", "ws", 1)
        self._known: dict[bytes, str] = {}

    def of(self, page: bytes) -> str:
        """Return the policy for the bytes of a page."""
        name = hashlib.sha256(page).digest()
        if (known := self._known.get(name)) is None:
            known = self._written(script_hashes(page))
            if len(self._known) >= MOST_PAGES:
                self._known.clear()
            self._known[name] = known
        return known

    def _written(self, hashes: list[str]) -> str:
        parts = [
            "default-src 'none'",
            " ".join(["script-src 'self'", *hashes]),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            f"connect-src 'self' {self._socket}",
            "form-action 'self'",
            "base-uri 'none'",
            "object-src 'none'",
            "frame-src 'none'",
            "frame-ancestors 'none'",
            "manifest-src 'self'",
        ]
        return "; ".join([*parts, "upgrade-insecure-requests"] if self._is_https else parts)


def script_hashes(page: bytes) -> list[str]:
    """Return the sources that allow a page's inline scripts, in order, each once."""
    digests = (hashlib.sha256(script).digest() for script in INLINE_SCRIPT.findall(page))
    return list(dict.fromkeys(f"'sha256-{base64.b64encode(d).decode()}'" for d in digests))
