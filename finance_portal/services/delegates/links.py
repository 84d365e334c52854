"""The secret in an invitation: it stands in a fragment, is kept by its hash, and lasts 72 hours."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from finance_portal.services import keys
from finance_portal.services.keyed_hash import keyed_hash
from finance_portal.settings import settings

LIFE = timedelta(hours=72)


@dataclass(frozen=True)
class NewLink:
    """A link for one mail: its address is stored nowhere, its hash is."""

    url: str
    hashed: str

    def __repr__(self) -> str:
        return "NewLink()"


@dataclass(frozen=True)
class Links:
    """The links of one kind that lead to one page of this installation."""

    key: bytes
    page: str

    def make(self) -> NewLink:
        """Return a link that nobody has."""
        secret = secrets.token_urlsafe(32)
        return NewLink(f"{settings.public_origin}{self.page}#{secret}", self.hashed(secret))

    def hashed(self, secret: str) -> str:
        """Return what is stored of a secret."""
        return keyed_hash(self.key, secret)


@cache
def invitations() -> Links:
    """Return the links of this installation's invitations."""
    return Links(keys.derive("invitation link"), "/invited")


@cache
def shared_quotes() -> Links:
    """Return the links to this installation's quotes."""
    return Links(keys.derive("quote link"), "/shared-quote")
