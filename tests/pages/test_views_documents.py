from datetime import date

from finance_portal.pages.documents.views import Wanted, news, page, years_of
from finance_portal.services.documents import Line


def line(**changes):
    values = {
        "ref": "d1",
        "kind": "statement",
        "title": "Statement of November 10, 2026",
        "dated_on": date(2026, 11, 10),
        "contract_ref": "c1",
        "is_new": False,
        "is_corrected": False,
        "corrects": False,
    }
    return Line(**(values | changes))


LINES = [
    line(is_new=True),
    line(ref="d2", title="Statement of December 11, 2025", dated_on=date(2025, 12, 11)),
    line(ref="d3", kind="interest_statement", title="Interest summary for 2025"),
]


def titles(wanted, number=1):
    return [row.title for row in page(LINES, wanted, number).rows]


def test_a_document_is_a_link_with_its_kind_and_date():
    row = page(LINES, Wanted(), 1).rows[0]

    assert row.href == "/auth/document.pdf?ref=d1"
    assert row.detail == "Statement · Nov 10, 2026"
    assert row.is_new


def test_a_kind_and_a_year_narrow_the_list():
    assert titles(Wanted(kind="tax")) == ["Interest summary for 2025"]
    assert titles(Wanted(kind="statements", year="2025")) == ["Statement of December 11, 2025"]


def test_a_search_finds_what_holds_all_of_the_words_in_any_order():
    assert titles(Wanted(words="2026 NOVEMBER")) == ["Statement of November 10, 2026"]
    assert titles(Wanted(words="tax")) == ["Interest summary for 2025"]
    assert titles(Wanted(words="november 1999")) == []
    assert page(LINES, Wanted(words="november 1999"), 1).is_empty


def test_what_was_replaced_and_what_replaces_it_are_marked():
    replaced, corrected = page([line(is_corrected=True), line(corrects=True)], Wanted(), 1).rows

    assert replaced.mark == "Replaced by a corrected one"
    assert corrected.mark == "Corrected"


def test_twenty_stand_on_a_page_and_a_number_beyond_the_last_is_the_last():
    many = [line(ref=f"d{number}") for number in range(45)]

    last = page(many, Wanted(), 9)
    assert (last.number, len(last.rows), last.where) == (3, 5, "41 to 45 of 45")
    assert (last.has_previous, last.has_next) == (True, False)


def test_what_was_not_opened_is_counted():
    assert news(LINES) == "1 you have not opened yet."
    assert news([line()]) == ""


def test_years_are_those_that_there_are_documents_of():
    assert years_of(LINES) == ["2026", "2025"]
