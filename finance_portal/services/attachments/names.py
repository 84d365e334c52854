"""What a file that somebody sends may be called: one plain line, with the ending of its kind."""

import re
import unicodedata

from finance_portal.services.plain_text import is_hidden

LONGEST_NAME = 100
NAMELESS = "file"
_NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|.\s]+')


def ending_of(name: str) -> str:
    """Return what stands after the last dot, in small letters, as the eye would not be fooled."""
    return _seen(name).rpartition(".")[2].strip().lower() if "." in name else ""


def cleaned(name: str, ending: str) -> str:
    """Return a name to keep: no path, no sign that turns letters round, one ending (case 68)."""
    stem = _seen(name).replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    plain = _NOT_IN_A_NAME.sub(" ", stem).strip(" -_'")
    return f"{plain[: LONGEST_NAME - len(ending) - 1].strip() or NAMELESS}.{ending}"


def _seen(name: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFC", name) if not is_hidden(one))
