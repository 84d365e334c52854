"""Logs without values that somebody sent, and without secrets.

The framework writes what it could not read into its messages, and that comes from anywhere. Its
sentences are kept without their quotations; every message loses numbers that could be somebody's,
and characters that could forge a line; every traceback loses the error's own words.
"""

import logging
import re
import time
import traceback

FRAMEWORK = ("reflex", "reflex_base", "engineio", "socketio")
LONGEST_FRAMEWORK_LINE = 200
FORMAT = "%(asctime)sZ %(levelname)s %(name)s: %(message)s"  # in UTC

_QUOTED = re.compile(
    r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|[\[{(].*|(?<=event data: ).*",
    re.DOTALL | re.IGNORECASE,
)
_NUMBER = re.compile(r"(\d{4}-\d\d-\d\d)(?!\d)|\d(?:[ -]?\d){6,}")  # a date, or too long
_SECRET = re.compile(r"\b(?:sk|rk|whsec)_\w{6,}|\$2b\$\S+|(?<![\w-])[\w-]{43}(?![\w-])")


class RedactedRecord(logging.LogRecord):
    """A record that was redacted before any handler saw it."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as logging calls it
        message = self.getMessage()
        if self.name.partition(".")[0] in FRAMEWORK:
            message = _QUOTED.sub("[…]", message)[:LONGEST_FRAMEWORK_LINE]
        self.msg, self.args = redacted(message), ()
        if self.exc_info and self.exc_info[1] is not None:
            self.exc_text = _trace(self.exc_info[1])
            self.exc_info = None


def install(level: int = logging.WARNING) -> None:
    """Redact everything that this process logs from now on, and keep our own from this level.

    Refused requests and events are logged at INFO.
    """
    logging.setLogRecordFactory(RedactedRecord)
    logging.Formatter.converter = time.gmtime
    logging.basicConfig(format=FORMAT)
    logging.getLogger("finance_portal").setLevel(level)


def redacted(text: str) -> str:
    """Return a text without long numbers, known forms of secrets, and control characters."""
    text = _NUMBER.sub(lambda found: found[1] or "[number]", text)
    text = _SECRET.sub("[secret]", text)
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text).replace("\n", " | ")


def _trace(error: BaseException) -> str:
    """Return where an error arose and of what sort it is, without its words."""
    lines = traceback.format_tb(error.__traceback__)
    return "".join(["Traceback (most recent call last):\n", *lines, type(error).__qualname__])
