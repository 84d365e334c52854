"""A process of its own that looks into one file, with no more time and memory than it is given.

It runs as a script, knows nothing of the portal, and is handed the file on its standard input. What
it writes to its standard output is the file as it may be kept: pictures are painted anew, so that
nothing is left in them but what is seen; other files come back as they are. It exits with CLEAN, or
with the number of what is wrong with the file.
"""

from __future__ import annotations

import io
import resource
import sys
import warnings
import zipfile
from typing import Any

CLEAN, UNREADABLE, TOO_MANY_PIXELS, LOCKED, ACTIVE, MIXED = 0, 10, 11, 12, 13, 14

CPU_SECONDS = 20
MEMORY = 1_500_000_000  # a picture of the largest size takes a fifth of it
MOST_PIXELS = 50_000_000
MOST_OBJECTS = 100_000  # of a PDF
JPEG_QUALITY = 90
PICTURES = {"png": "PNG", "jpeg": "JPEG"}
# What a PDF must not do by itself, nor carry inside.
ACTIVE_KEYS = {"/JS", "/AA", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent"}
ACTIVE_ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/GoToE"}


class Refused(Exception):
    """A file that is not kept; `args` holds the number of why."""


def main() -> int:
    """Look at a file of the kind that is named on the command line."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    content = sys.stdin.buffer.read()
    try:
        kept = looked_at(sys.argv[1], content)
    except Refused as refusal:
        return int(refusal.args[0])
    except Exception:  # noqa: BLE001  a decoder may raise anything at a broken file
        return UNREADABLE
    sys.stdout.buffer.write(kept)
    return CLEAN


def looked_at(kind: str, content: bytes) -> bytes:
    """Return a file as it may be kept. Raises Refused, or whatever a decoder raises."""
    if kind in PICTURES:
        return _painted_anew(kind, content)
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise Refused(MIXED)
    if kind == "pdf":
        _read_through(content)
    return content


def _painted_anew(kind: str, content: bytes) -> bytes:
    from PIL import Image, ImageOps  # noqa: PLC0415  only when it is needed

    warnings.simplefilter("error")  # a picture that is almost too large is only warned of
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        picture = Image.open(io.BytesIO(content), formats=[PICTURES[kind]])
        if picture.width * picture.height > MOST_PIXELS:
            raise Refused(TOO_MANY_PIXELS)
        picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise Refused(TOO_MANY_PIXELS) from None
    upright: Any = ImageOps.exif_transpose(picture)
    mode = "RGB" if kind == "jpeg" or "A" not in upright.getbands() else "RGBA"
    plain = Image.new(mode, upright.size)
    plain.paste(upright.convert(mode))
    painted = io.BytesIO()
    how = {"quality": JPEG_QUALITY} if kind == "jpeg" else {}
    plain.save(painted, PICTURES[kind], **how)
    return painted.getvalue()


def _read_through(content: bytes) -> None:
    """Look at every object of a PDF. Raises Refused for what is locked, or does something."""
    from pypdf import PdfReader  # noqa: PLC0415  only when it is needed

    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted:
        raise Refused(LOCKED)
    if not reader.pages:
        raise Refused(UNREADABLE)
    seen = 0
    waiting: list[Any] = [reader.trailer]
    known: set[tuple[int, int]] = set()
    while waiting:
        seen += 1
        if seen > MOST_OBJECTS:
            raise Refused(UNREADABLE)
        waiting += _inside(waiting.pop(), known)


def _inside(one: Any, known: set[tuple[int, int]]) -> list[Any]:
    """Return what an object of a PDF leads to and was not seen yet."""
    if hasattr(one, "idnum"):
        name = (one.idnum, one.generation)
        if name in known:
            return []
        known.add(name)
        one = one.get_object()
    if isinstance(one, dict):
        if ACTIVE_KEYS & one.keys() or one.get("/S") in ACTIVE_ACTIONS:
            raise Refused(ACTIVE)
        return [getattr(one, "raw_get", one.get)(key) for key in one]
    return list(one) if isinstance(one, list) else []


if __name__ == "__main__":
    sys.exit(main())
