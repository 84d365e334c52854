"""Every template becomes a file that readers of screens can use, whatever the words are."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from finance_portal.documents.typesetting import letterhead, typeset
from tests import paper

DAY = date(2026, 11, 23)


def letter(*words, **more):
    content = {"from": letterhead(), "words": words, **more}
    return typeset("letter-1", content, title="A letter", dated_on=DAY)


def test_a_letter_is_tagged_titled_and_in_its_language():
    root = PdfReader(BytesIO(letter("Good morning."))).trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-US"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_figures_are_a_table_with_a_head():
    tags = paper.tags(letter(figures=[["Principal", "$1.00"], ["Total", "$1.00", "total"]]))

    assert {"Title", "P", "Table", "TR", "TH", "TD"} <= tags


def test_the_words_are_text():
    assert "Łódź ñ á — 1,004.91" in paper.text(letter("Łódź ñ á — 1,004.91"))


@pytest.mark.parametrize("name", ["董 Ada", "Ada \N{GRINNING FACE}"])
def test_a_letter_that_no_font_has_does_not_keep_a_paper_from_coming_out(name):
    assert "Ada" in paper.text(letter(name))
    assert "?" in paper.text(letter(name))


def test_the_same_words_are_the_same_bytes():
    assert letter("One.") == letter("One.")
    assert letter("One.") != letter("Two.")
