"""Is this document ours, and unchanged? Asked by whoever was given one; nothing of it is kept."""

from enum import StrEnum
from io import BytesIO

from finance_portal.documents import bundle_seal, seal
from finance_portal.services.document_keys import public_keys

PDF = b"%PDF-"


class Verdict(StrEnum):
    """What can be said of a file."""

    OURS = "ours"  # and not one byte was changed
    EMPTY = "empty"
    NOT_A_PDF = "not-a-pdf"
    NOT_CONFIRMED = "not-confirmed"  # not ours, changed, or from before we sealed


def verdict(file: bytes) -> Verdict:
    """Tell what a file is, by its seal alone."""
    if not file:
        return Verdict.EMPTY
    if file.startswith(bundle_seal.BEGINS):
        is_ours = bundle_seal.is_ours(BytesIO(file), public_keys())
        return Verdict.OURS if is_ours else Verdict.NOT_CONFIRMED
    if not file.startswith(PDF):
        return Verdict.NOT_A_PDF
    return Verdict.OURS if seal.is_ours(file, public_keys()) else Verdict.NOT_CONFIRMED
