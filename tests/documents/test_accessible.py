"""Every template gives files that everybody can read (PDF/UA-1); what others lack is found."""

import re

import pytest

from finance_portal.documents.typesetting import TEMPLATES
from finance_portal.ui import routes
from tests import paper
from tests.documents import ua
from tests.documents.samples import SAMPLES, drawn

NAMES = sorted(file.stem for file in TEMPLATES.glob("*-[0-9].typ"))
INSTEAD = {
    b"/Marked true": (b"/Marked null", "not say that it is tagged"),
    b"/Suspects false": (b"/Suspects true ", "suspect"),
    b"/DisplayDocTitle true": (b"/DisplayDocTitle null", "does not show the title"),
    b"/Lang(en-US)": (b"/Nang(en-US)", "no language"),
    b"pdfuaid:part>1": (b"pdfuaid:part>0", "does not claim"),
    b"<dc:title>": (b"<dc:tutle>", "no title"),
    b"/S/TH": (b"/S/TD", "without a head"),
    b"/S/TR": (b"/S/TX", "no standard type"),
    b"/Scope": (b"/Scape", "does not say of what"),
    b"/S/H1": (b"/S/H3", "a heading of level 3"),
    b"/K[10]": (b"/K[99]", "do not match"),
    b"/ToUnicode": (b"/ToUnknown", "which letters"),
    b"/FontFile": (b"/FontPile", "not in the file"),
}


def test_every_template_has_a_sample():
    assert sorted(SAMPLES) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_everybody_can_read_what_a_template_gives(name):
    assert ua.findings(drawn(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_sealed_document_says_where_its_seal_is_checked(name):
    assert routes.CHECK_DOCUMENT in paper.text(drawn(name))


@pytest.mark.parametrize("broken", INSTEAD, ids=bytes.decode)
def test_what_is_lacking_is_found(broken):
    pdf = drawn("letter-1")
    instead, words = INSTEAD[broken]
    if broken not in pdf:
        pytest.fail(f"{broken!r} is not how this typesetter writes it")

    assert re.search(words, " ".join(ua.findings(pdf.replace(broken, instead))))
