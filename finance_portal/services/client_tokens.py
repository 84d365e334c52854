"""The name under which Reflex keeps a tab's state: `<session or anon>.<tab>-<language>.<mac>`.

The browser's own token is made with Math.random and stands in access logs, so it may carry no
authority. The gate replaces it by one of these, made from the session behind the cookie; the guard
believes no other. A tab that signs in, signs out or changes hands lands on a fresh, empty state.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from functools import cache

from finance_portal.language import ENGLISH
from finance_portal.services import keys

NOBODY = "anon"
TAB = re.compile(r"[0-9a-fA-F-]{32,40}")
MOST_RENAMED = 10_000


class TabRefused(ValueError):
    """The browser's name for its tab has a form that no browser of ours sends."""


class ClientTokens:
    """Makes the tokens, and tells whose they are."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._renamed: dict[str, str] = {}

    def issue(
        self, ref: str, tab: str, language: str = ENGLISH, *, is_taken: Callable[[str], bool]
    ) -> str:
        """Return the token of a tab in a session, in a language. Raises TabRefused.

        A duplicated tab copies the name of the first one; it gets a new name and so a token of
        its own, and `new_name` says which.
        """
        if not TAB.fullmatch(tab):
            raise TabRefused
        token = self._token(ref, tab, language)
        if not is_taken(token):
            return token
        other_tab = secrets.token_hex(16)
        token = self._token(ref, other_tab, language)
        if len(self._renamed) >= MOST_RENAMED:
            self._renamed.clear()
        self._renamed[token] = other_tab
        return token

    def ref_of(self, token: str) -> str | None:
        """Return the session that a token is bound to, NOBODY, or None for one not made here."""
        ref, _, rest = token.partition(".")
        tab, _, signature = rest.partition(".")
        expected = self._signature(ref, tab)
        return ref if hmac.compare_digest(signature.encode(), expected.encode()) else None

    def language_of(self, token: str) -> str:
        """Return the language of a tab whose token `ref_of` has found to be ours."""
        return token.split(".")[1].partition("-")[2]

    def new_name(self, token: str) -> str | None:
        """Return, once, the new name of a tab whose own was taken."""
        return self._renamed.pop(token, None)

    def _token(self, ref: str, tab: str, language: str) -> str:
        digest = hmac.digest(self._key, f"tab {tab}".encode(), hashlib.sha256).hex()[:16]
        hidden = f"{digest}-{language}"
        return f"{ref}.{hidden}.{self._signature(ref, hidden)}"

    def _signature(self, ref: str, tab: str) -> str:
        return hmac.digest(self._key, f"token {ref} {tab}".encode(), hashlib.sha256).hex()[:40]


@cache
def live_tokens() -> ClientTokens:
    """Return the tokens of this installation."""
    return ClientTokens(keys.derive("client token"))
