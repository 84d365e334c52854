"""Read a PDF as a reader of screens does: its text, in order, and its tags."""

from io import BytesIO

from pypdf import PdfReader


def text(pdf):
    """Return the text of all pages, a line each."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def tags(pdf):
    """Return the structure types in use, such as {"H1", "Table", "TH"}."""
    found = set()
    _collect(PdfReader(BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"], found)
    return found


def _collect(element, found):
    element = element.get_object() if hasattr(element, "get_object") else element
    if isinstance(element, list):
        for each in element:
            _collect(each, found)
    elif hasattr(element, "get"):
        if "/S" in element:
            found.add(element["/S"].removeprefix("/"))
        if "/K" in element:
            _collect(element["/K"], found)
