"""What a file really is, whatever it is called; and whether it may be kept.

Nothing is decoded here: `looking.py` does that, in a process of its own that can do no harm.
"""

import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from finance_portal.language import sentence
from finance_portal.services.attachments import looking, names

LARGEST = 10_000_000
"""Bytes of one file."""
SECONDS = 30

KINDS = {
    "pdf": ("pdf",),
    "png": ("png",),
    "jpeg": ("jpg", "jpeg"),
    "text": ("txt",),
}
"""The kinds that are taken, and the endings of their names; the first is the one that is kept."""
BEGINNINGS = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff"}
HEIC = re.compile(rb".{4}ftyp(heic|heix|heif|hevc|mif1|msf1|avif)", re.DOTALL)
EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
MARKUP = re.compile(
    rb"<\s*(!doctype|\?xml|html|svg|script|body|iframe|object|embed)", re.IGNORECASE
)
NOT_IN_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")

EMPTY = sentence("This file is empty. Please choose another one.")
TOO_LARGE = sentence("This file is larger than 10 MB. Please send a smaller one.")
OF_NO_KIND = sentence("We take PDF files, photos (JPEG or PNG) and plain text.")
IS_HEIC = sentence("This photo is in HEIC format. Please send it as JPEG.")
IS_ANOTHER = sentence("This file is not what its name says, so we do not take it.")
DANGEROUS = sentence("This file looks dangerous, so we do not take it.")
UNREADABLE = sentence("We cannot read this file. Please open it, save it anew, and send that.")
TOO_MANY_PIXELS = sentence("This picture has too many pixels. Please send a smaller one.")
LOCKED = sentence("This PDF is locked by a password. Please send it without one.")
ACTIVE = sentence(
    "This PDF contains scripts or other files, so we do not take it. Print it to a new PDF first."
)

WHY = {
    looking.UNREADABLE: UNREADABLE,
    looking.TOO_MANY_PIXELS: TOO_MANY_PIXELS,
    looking.LOCKED: LOCKED,
    looking.ACTIVE: ACTIVE,
    looking.MIXED: DANGEROUS,
}


class FileRefused(ValueError):
    """A file that is not kept; the message is fit for who sent it."""


@dataclass(frozen=True)
class Checked:
    """A file that may be kept: what it is, under a name that is safe, as it is kept."""

    name: str
    kind: str
    content: bytes = field(repr=False)


def checked(name: str, content: bytes) -> Checked:
    """Return a file as it may be kept. Raises FileRefused (case 68).

    This takes a process and up to some seconds: it is for a thread.
    """
    kind = kind_of(name, content)
    kept = _looked_at(kind, content)
    if len(kept) > LARGEST:
        raise FileRefused(TOO_LARGE)
    return Checked(names.cleaned(name, KINDS[kind][0]), kind, kept)


def kind_of(name: str, content: bytes) -> str:
    """Return what a file is by its first bytes and by its name, which must say the same.

    Raises FileRefused.
    """
    if not content:
        raise FileRefused(EMPTY)
    if len(content) > LARGEST:
        raise FileRefused(TOO_LARGE)
    if EICAR in content:
        raise FileRefused(DANGEROUS)
    if HEIC.match(content):
        raise FileRefused(IS_HEIC)
    kind = next((kind for kind, sign in BEGINNINGS.items() if content.startswith(sign)), "")
    ending = names.ending_of(name)
    if not kind and ending in KINDS["text"] and _is_text(content):
        kind = "text"
    if not kind:
        is_known = any(ending in endings for endings in KINDS.values())
        raise FileRefused(IS_ANOTHER if is_known else OF_NO_KIND)
    if ending not in KINDS[kind]:
        raise FileRefused(IS_ANOTHER)
    return kind


def _is_text(content: bytes) -> bool:
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not NOT_IN_TEXT.search(words) and not MARKUP.search(content)


def _looked_at(kind: str, content: bytes) -> bytes:
    """Let a process of its own look at a file: without our settings, our keys or our database."""
    script = str(Path(looking.__file__))
    try:
        done = subprocess.run(  # noqa: S603  our own script
            [sys.executable, "-I", script, kind],
            input=content,
            capture_output=True,
            check=False,
            timeout=SECONDS,
            env={},
        )
    except subprocess.TimeoutExpired:
        raise FileRefused(UNREADABLE) from None
    if done.returncode != looking.CLEAN:
        raise FileRefused(WHY.get(done.returncode, UNREADABLE))
    return done.stdout
