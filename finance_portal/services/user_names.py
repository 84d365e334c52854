"""The names that logins are found by: one form of each, and which may be chosen (Z9)."""

import re
import unicodedata

from sqlalchemy import ColumnElement, or_
from sqlmodel import col

from finance_portal.language import say, sentence
from finance_portal.models.security import Login

MAX_TYPED = 64
MAX_EMAIL = 254
CHOSEN = re.compile(r"[a-z0-9][a-z0-9._-]{4,31}")
RESERVED = frozenset(
    {
        "admin",
        "administrator",
        "anonymous",
        "billing",
        "helpdesk",
        "nobody",
        "payments",
        "postmaster",
        "security",
        "servicing",
        "support",
        "system",
        "webmaster",
    }
)
RULES = sentence(
    "Use 5 to 32 letters a to z, digits, dots, dashes and underscores, and begin with a "
    "letter or a digit."
)
TAKEN = sentence("Please choose another user name: this one cannot be used.")


class UserNameRefused(ValueError):
    """Nobody can be called this; the message is fit for the borrower."""


def canonical_user_name(user_name: str) -> str:
    """Return the one form of a user name that is stored and compared, or "" if it has none.

    An e-mail address has one too: it may be typed in the place of a user name.
    """
    if len(user_name) > 4 * MAX_EMAIL:  # before anything that takes time with its length
        return ""
    name = unicodedata.normalize("NFKC", user_name).casefold().strip()
    longest = MAX_EMAIL if "@" in name else MAX_TYPED
    return name if len(name) <= longest else ""


def chosen(user_name: str) -> str:
    """Return the user name that somebody wants, in its one form. Raises UserNameRefused."""
    name = canonical_user_name(user_name)
    if not CHOSEN.fullmatch(name):
        raise UserNameRefused(say(RULES))
    if name in RESERVED:
        raise UserNameRefused(say(TAKEN))
    return name


def named(name: str) -> ColumnElement[bool]:
    """Return the condition that finds the login of a canonical user name or e-mail address."""
    return or_(col(Login.user_name) == name, col(Login.email) == name)
