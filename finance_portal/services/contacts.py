"""Where a borrower can be reached, and how much of it a page may show."""

from typing import Literal

Channel = Literal["email", "text"]
Contact = tuple[Channel, str]
HIDDEN = "•••"


def canonical_email(email: str) -> str:
    """Return the one form of an address that is stored and compared."""
    return email.strip().lower()


def masked_email(email: str) -> str:
    """Return an address as its owner recognises it: `e•••h@example.com`."""
    local, _, host = email.partition("@")
    last = local[-1] if len(local) > 2 else ""  # noqa: PLR2004 - of two letters one is shown
    return f"{local[:1]}{HIDDEN}{last}@{host}"


def masked_phone(phone: str) -> str:
    """Return a number as its owner recognises it: `(•••) •••-0101`."""
    return f"({HIDDEN}) {HIDDEN}-{phone[-4:]}"


def masked_contact(channel: Channel, contact: str) -> str:
    """Return the masked form of an address or a number."""
    return masked_email(contact) if channel == "email" else masked_phone(contact)
