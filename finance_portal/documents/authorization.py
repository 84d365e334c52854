"""The signed authorization as a PDF: the words, the signature, and where it was given (R15.1)."""

from dataclasses import dataclass
from datetime import datetime
from html import escape
from io import BytesIO
from zoneinfo import ZoneInfo

from reportlab.lib.pagesizes import letter  # type: ignore[import-untyped]  # no py.typed
from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]  # as above
from reportlab.platypus import (  # type: ignore[import-untyped]  # as above
    Paragraph,
    SimpleDocTemplate,
    Spacer,
)

from finance_portal.settings import settings

TITLE = "Autopay authorization"
MARGIN = 72
BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=11, leading=15.5, spaceAfter=8)
HEAD = ParagraphStyle("head", fontName="Helvetica-Bold", fontSize=18, leading=24, spaceAfter=14)
SMALL = ParagraphStyle("small", fontName="Helvetica", fontSize=9, leading=12.5, spaceAfter=4)


@dataclass(frozen=True, kw_only=True)
class Signed:
    """What the document is about."""

    words: tuple[str, ...]
    name: str
    at: datetime
    ip: str
    version: str
    ref: str
    ended_at: datetime | None = None


def draw(signed: Signed) -> bytes:
    """Return the document, on pages of Letter size."""
    file = BytesIO()
    SimpleDocTemplate(
        file,
        pagesize=letter,
        title=TITLE,
        author=settings.brand.legal_entity,
        lang="en-US",
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        pageCompression=0,
    ).build(_story(signed))
    return file.getvalue()


def _story(signed: Signed) -> list[object]:
    ended = f"This authorization ended on {_when(signed.ended_at)}." if signed.ended_at else ""
    return [
        _paragraph(settings.brand.legal_entity, SMALL),
        _paragraph(TITLE, HEAD),
        *[_paragraph(words, BODY) for words in signed.words],
        Spacer(1, 10),
        _paragraph(f"Signed electronically by {signed.name} on {_when(signed.at)}.", BODY),
        *([_paragraph(ended, BODY)] if ended else []),
        Spacer(1, 10),
        _paragraph(f"Given from the internet address {signed.ip}.", SMALL),
        _paragraph(f"Text {signed.version}, reference {signed.ref}.", SMALL),
        _paragraph(f"{settings.brand.address}. {settings.brand.support_phone}", SMALL),
    ]


def _paragraph(words: str, style: ParagraphStyle) -> Paragraph:
    # The font of every reader has the Latin letters alone: what it lacks is written plainly.
    plain = words.replace("\u2022", "*").encode("latin-1", "replace").decode("latin-1")
    return Paragraph(escape(plain), style)


def _when(at: datetime) -> str:
    here = at.astimezone(ZoneInfo(settings.time_zone))
    return f"{here:%B} {here.day}, {here.year} at {here:%I:%M %p %Z}"
