"""What somebody typed, without what nobody sees."""

import unicodedata

_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_KEPT = "\n\u200d"  # a new line; what joins the parts of one picture letter


def is_hidden(letter: str) -> bool:
    """Tell whether a letter is a control, or turns round what follows it (case 68)."""
    return unicodedata.category(letter) in _HIDDEN


def visible(text: str) -> str:
    """Return a text without what nobody sees; its lines stay."""
    return "".join(letter for letter in text if letter in _KEPT or not is_hidden(letter))
