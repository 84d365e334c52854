"""A PDF with one word on it: who types it back can read what we send (15 USC 7001(c)(1)(C)(ii))."""

from io import BytesIO

from reportlab.lib.pagesizes import letter  # type: ignore[import-untyped]  # no py.typed
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]  # as above

from finance_portal.settings import settings

# Nothing secret: it only has to be read. No two of them look or sound alike.
WORDS = (
    "anchor", "basket", "candle", "dolphin", "engine", "falcon", "garden", "harbor",
    "island", "jacket", "kitchen", "lantern", "meadow", "needle", "orchard", "pebble",
    "quarter", "ribbon", "saddle", "timber", "umbrella", "velvet", "window", "yellow",
)  # fmt: skip
TITLE = "Can you open this?"
MARGIN = 72


def draw(word: str) -> bytes:
    """Return the document, one page of Letter size."""
    file = BytesIO()
    page = Canvas(file, pagesize=letter, lang="en-US", pageCompression=0)
    page.setTitle(TITLE)
    page.setAuthor(settings.brand.legal_entity)
    top = letter[1] - MARGIN
    _line(page, top, settings.brand.legal_entity, size=11)
    _line(page, top - 60, TITLE, size=22, bold=True)
    _line(page, top - 100, "Then you can read the documents that we send you.", size=12)
    _line(page, top - 120, "Type this word on the page that you came from:", size=12)
    _line(page, top - 180, word, size=40, bold=True)
    page.save()
    return file.getvalue()


def _line(page: Canvas, height: float, words: str, *, size: int, bold: bool = False) -> None:
    page.setFont("Helvetica-Bold" if bold else "Helvetica", size)
    page.drawString(MARGIN, height, words)
