"""What tells Spanish words from English ones, and whether both say the same figures."""

import re

ENGLISH_WORDS = re.compile(
    r"\b(the|your|you|payment|we|is|are|was|has|of|this|that|please|call|sign|by|on|with|and)\b",
    re.IGNORECASE,
)
FIGURES = re.compile(r"\d[\d,.]*\d|\d")
OURS = re.compile(r"https?://\S+|Example Vehicle Finance LLC[^\n]*|Finance Portal")


def english_in(said):
    """Return the English words in something that is said, but for our own name and address."""
    return ENGLISH_WORDS.findall(OURS.sub("", said))


def figures(said):
    """Return every number in it, in order of size as text."""
    return sorted(FIGURES.findall(said))
