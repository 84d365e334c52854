"""A signature typed as a full name (15 USC 7006(5))."""

from finance_portal.language import say

SHORTEST_NAME = 3
LONGEST_NAME = 120


class NameRefused(ValueError):
    """What was typed is nobody's name; the message is fit for the borrower."""


def name_of(typed: str) -> str:
    """Return a typed name as it is kept. Raises NameRefused."""
    name = " ".join(typed.split())
    if len(name) < SHORTEST_NAME or not name.isprintable() or not any(map(str.isalpha, name)):
        raise NameRefused(say("Type your full name: it is your signature."))
    return name[:LONGEST_NAME]
