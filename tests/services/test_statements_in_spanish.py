"""A statement is in the language of its reader, and is held against others in its own alone."""

import pytest

from finance_portal.language import ENGLISH, SPANISH
from finance_portal.models.people import Borrower
from finance_portal.services import documents
from tests import paper
from tests.services.stating import line, night, papers, pay, said, take_back
from tests.spanish import english_in


def speaks(db, books, language):
    with db.begin() as session:
        session.get_one(Borrower, books.borrower_id).language = language


@pytest.fixture
def stated(db, books):
    speaks(db, books, SPANISH)
    night(db, "2026-11-23")
    pay(db, books, "2026-12-01", number=1)
    night(db, "2026-12-11")
    return books


def test_a_statement_has_no_english_left(db, stated):
    (row,) = papers(db)

    assert row.title == "Estado de cuenta del 11 de diciembre de 2026"
    assert said(row)["headline"] == ["Monto que vence el 1 de enero de 2027", "$581.52"]
    assert line(row, "years", "Interés pagado en 2026") == "$1,483.25"
    text = paper.text(documents.file_of(row))
    assert "Página 1 de" in text
    assert english_in(text.replace("hello@", "").replace("help@example.com", "")) == []


def test_another_language_corrects_nothing(db, stated):
    speaks(db, stated, ENGLISH)
    pay(db, stated, "2026-12-20", number=2)

    assert night(db, "2026-12-21") == 0


def test_a_correction_is_in_the_language_of_what_it_corrects(db, stated):
    speaks(db, stated, ENGLISH)
    take_back(db, stated, "2026-12-14", number=1)

    assert night(db, "2026-12-15") == 1
    corrected = papers(db)[-1]
    assert corrected.title == "Corregido: estado de cuenta del 11 de diciembre de 2026"
    changes = {each[0]: each[1:] for each in said(corrected)["corrected"]["changes"]}
    assert changes["Monto que vence"] == ["$581.52", "$1,163.04"]
    assert "Qué cambió" in paper.text(documents.file_of(corrected))
