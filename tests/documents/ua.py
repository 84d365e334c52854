"""What PDF/UA-1 asks of a file (ISO 14289-1, the Matterhorn Protocol's conditions), as a package
that reads PDFs can see it: tags, order, words for pictures, fonts, and that nothing is untagged.
"""

import re
from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import ContentStream

STANDARD = frozenset({
    "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index",
    "NonStruct", "Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody",
    "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note", "Reference",
    "BibEntry", "Code", "Link", "Annot", "Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "Figure",
    "Formula", "Form",
})  # fmt: skip
INSIDE = {
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "LI": {"L"},
    "LBody": {"LI"},
    "Lbl": {"LI", "Note", "P", "Span", "Div", "Link"},
}
PAINTS = {b"Tj", b"TJ", b"'", b'"', b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"sh",
          b"Do", b"INLINE IMAGE"}  # fmt: skip


def findings(pdf):
    """Return what a file lacks, each as a sentence; nothing for one that everybody can read."""
    reader = PdfReader(BytesIO(pdf))
    root = reader.trailer["/Root"]
    elements = list(_elements(root.get("/StructTreeRoot", {}), [], _roles(root)))
    return [
        *_document(reader, root),
        *_types(elements),
        *_headings(elements),
        *_tables(elements),
        *_pictures(elements),
        *(found for page in reader.pages for found in _page(page)),
        *_content(reader, elements),
    ]


def _document(reader, root):
    """Yield what the file says of itself."""
    metadata = root["/Metadata"].get_object().get_data().decode() if "/Metadata" in root else ""
    marks, window = root.get("/MarkInfo", {}), root.get("/ViewerPreferences", {})
    claims = {
        "it does not say that it is tagged": _is_true(marks.get("/Marked")),
        "it says that its tags are suspect": not _is_true(marks.get("/Suspects")),
        "it has no language": bool(root.get("/Lang")),
        "its window does not show the title": _is_true(window.get("/DisplayDocTitle")),
        "it does not claim PDF/UA-1": bool(re.search(r"pdfuaid:part(>|=\")1", metadata)),
        "it has no title": bool(re.search(r"<dc:title>.*?<rdf:li[^>]*>[^<]+", metadata, re.DOTALL)),
        "it is encrypted": not reader.is_encrypted,
        "it runs scripts or has forms of XFA": not (
            "/JavaScript" in root.get("/Names", {}) or "/XFA" in root.get("/AcroForm", {})
        ),
    }
    yield from (words for words, holds in claims.items() if not holds)


def _is_true(value):
    return getattr(value, "value", value) is True  # pypdf's own false is true to Python


def _types(elements):
    for kind, _, path in elements:
        if kind not in STANDARD:
            yield f"{kind} is no standard type"
        if kind in INSIDE and not INSIDE[kind] & set(path[-1:]):
            yield f"{kind} stands in {path[-1:]}"


def _headings(elements):
    levels = [int(kind[1]) for kind, *_ in elements if re.fullmatch(r"H[1-6]", kind)]
    for before, level in zip([0, *levels], levels, strict=False):
        if level > before + 1:
            yield f"a heading of level {level} after one of level {before}"


def _tables(elements):
    for kind, table, _ in elements:
        if kind != "Table":
            continue
        rows = [[_width(cell) for cell in row] for row in _rows(table)]
        if len({sum(row) for row in rows}) > 1:
            yield f"a table whose rows differ in width: {rows}"
        heads = [cell for row in _rows(table) for cell in row if cell["/S"] == "/TH"]
        if not heads:
            yield "a table without a head"
        if [cell for cell in heads if not _attribute(cell, "/Scope")]:
            yield "a head that does not say of what"


def _pictures(elements):
    for kind, element, _ in elements:
        has_words = element.get("/Alt") or element.get("/ActualText")
        if kind in {"Figure", "Formula"} and not has_words:
            yield f"a {kind} without words"
        if kind == "Figure" and not _attribute(element, "/BBox"):
            yield "a Figure without its place"


def _page(page):
    """Yield what is wrong with the order, the links and the fonts of a page."""
    if page.get("/Annots") and page.get("/Tabs") != "/S":
        yield "its links are not reached in the order of its tags"
    for link in page.get("/Annots") or []:
        note = link.get_object()
        if "/StructParent" not in note or not note.get("/Contents"):
            yield "a link without tag or words"
    for font in _fonts(page.get("/Resources", {})):
        if "/ToUnicode" not in font:
            yield f"{font['/BaseFont']} does not say which letters its signs are"
        if not _is_embedded(font):
            yield f"{font['/BaseFont']} is not in the file"


def _content(reader, elements):
    """Yield what is painted outside every tag, and what is tagged twice or nowhere."""
    tagged = {}
    for _, element, _ in elements:
        for page, mark in _marks(element):
            tagged[page, mark] = tagged.get((page, mark), 0) + 1
    painted = set()
    for number, page in enumerate(reader.pages):
        reference = page.indirect_reference.idnum
        stack = []
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator in {b"BMC", b"BDC"}:
                stack.append(_mark(operands))
                if isinstance(stack[-1], int):
                    painted.add((reference, stack[-1]))
            elif operator == b"EMC":
                stack.pop()
            elif operator in PAINTS and not [mark for mark in stack if mark is not None]:
                yield f"page {number + 1} paints something that is neither content nor artifact"
        if stack:
            yield f"page {number + 1} leaves a tag open"
    if painted != set(tagged):
        yield f"content and tags do not match: {painted ^ set(tagged)}"
    yield from (f"{mark} stands in two tags" for mark, times in tagged.items() if times > 1)


def _mark(operands):
    """Return the number of marked content, "artifact", or None for what is only grouped."""
    if operands[0] == "/Artifact":
        return "artifact"
    properties = operands[1] if len(operands) > 1 else {}
    return int(properties["/MCID"]) if "/MCID" in properties else None


def _roles(root):
    """Return what a type of the file's own stands for, by its name."""
    mapped = root.get("/StructTreeRoot", {}).get("/RoleMap", {})
    return {name.removeprefix("/"): str(role).removeprefix("/") for name, role in mapped.items()}


def _elements(element, path, roles):
    """Yield every tag in reading order: its standard type, itself, the types around it."""
    for child in _children(element):
        if "/S" not in child:
            continue
        kind = str(child["/S"]).removeprefix("/")
        while kind not in STANDARD and kind in roles:
            kind = roles[kind]
        yield kind, child, path
        yield from _elements(child, [*path, kind], roles)


def _children(element):
    kids = element.get("/K", [])
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    kids = kids if isinstance(kids, list) else [kids]
    resolved = (kid.get_object() if hasattr(kid, "get_object") else kid for kid in kids)
    return [kid for kid in resolved if hasattr(kid, "get")]


def _marks(element):
    """Yield page and number of the content that a tag holds itself."""
    kids = element.get("/K", [])
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    own = element.raw_get("/Pg").idnum if "/Pg" in element else None
    for kid in kids if isinstance(kids, list) else [kids]:
        held = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(held, int):
            yield own, int(held)
        elif hasattr(held, "get") and held.get("/Type") == "/MCR":
            yield (held.raw_get("/Pg").idnum if "/Pg" in held else own), int(held["/MCID"])


def _rows(table):
    """Return the cells of each row, through heads and bodies."""
    rows = []
    for child in _children(table):
        if child.get("/S") == "/TR":
            rows.append([cell for cell in _children(child) if cell.get("/S") in {"/TH", "/TD"}])
        else:
            rows += _rows(child)
    return rows


def _width(cell):
    return int(_attribute(cell, "/ColSpan") or 1)


def _attribute(element, name):
    found = element.get("/A", [])
    found = found.get_object() if hasattr(found, "get_object") else found
    for each in found if isinstance(found, list) else [found]:
        attributes = each.get_object() if hasattr(each, "get_object") else each
        if hasattr(attributes, "get") and name in attributes:
            return attributes[name]
    return None


def _fonts(resources):
    for font in resources.get("/Font", {}).values():
        yield font.get_object()


def _is_embedded(font):
    inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
    descriptor = inner.get("/FontDescriptor", {})
    descriptor = descriptor.get_object() if hasattr(descriptor, "get_object") else descriptor
    return bool({"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor))
