"""Confirmation numbers: read aloud and typed without a mistake."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that looks like something else


def new_number() -> str:
    """Return a confirmation number that nobody has: "P-7KD2M-QX9RT"."""
    rest, drawn = secrets.randbelow(len(ALPHABET) ** 10), ""
    for _ in range(10):
        rest, letter = divmod(rest, len(ALPHABET))
        drawn += ALPHABET[letter]
    return f"P-{drawn[:5]}-{drawn[5:]}"
