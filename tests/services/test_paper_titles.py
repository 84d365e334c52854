"""What documents are called in their list: in its reader's language, whatever the paper's is."""

from datetime import date

import pytest

from finance_portal.language import speaking
from finance_portal.models.documents import Document, DocumentKind
from finance_portal.services.paper_titles import corrected, of_statement, of_year, title_of
from finance_portal.settings import settings

FORM = settings.interest_form
MONTH = {"period_from": date(2026, 11, 1), "period_to": date(2026, 11, 30)}
YEAR = {"period_from": date(2025, 1, 1), "period_to": date(2025, 12, 31)}
STATED_ON = date(2026, 12, 1)
LANGUAGES = pytest.mark.parametrize(("written", "read"), [("en", "es"), ("es", "en"), ("en", "en")])


def row(kind, title, **more):
    return Document(kind=kind, title=title, **{"template": "letter-1", **more})


def said(language, title, *arguments):
    with speaking(language):
        return title(*arguments)


@LANGUAGES
def test_a_statement(written, read):
    title = said(written, of_statement, STATED_ON)
    found = said(read, title_of, row(DocumentKind.STATEMENT, title, **MONTH))

    assert found == said(read, of_statement, STATED_ON)


@LANGUAGES
@pytest.mark.parametrize("name", [FORM.title, FORM.summary])
def test_a_corrected_interest_statement(written, read, name):
    title = said(written, lambda: corrected(of_year(name, 2025)))
    paper = row(DocumentKind.INTEREST_STATEMENT, title, corrects_id=1, **YEAR)

    assert said(read, title_of, paper) == said(read, lambda: corrected(of_year(name, 2025)))


def test_one_of_a_form_that_has_another_name_by_now_keeps_it():
    paper = row(DocumentKind.INTEREST_STATEMENT, "Form X for 2025", **YEAR)

    assert said("es", title_of, paper) == "Form X for 2025"


def test_a_receipt_keeps_its_number():
    paper = row(DocumentKind.RECEIPT, "Receipt for payment QX7")

    assert said("es", title_of, paper) == "Recibo de pago QX7"


@pytest.mark.parametrize(
    ("written", "read", "title"),
    [
        ("Release of lien", "es", "Liberación del gravamen"),
        ("Liberación del gravamen", "en", "Release of lien"),
        ("Release of lien", "en", "Release of lien"),
    ],
)
def test_a_letter_goes_by_its_name_in_both_languages(written, read, title):
    assert said(read, title_of, row(DocumentKind.LIEN_RELEASE, written)) == title


def test_what_a_lender_has_named_stays_as_it_is():
    paper = row(DocumentKind.CONTRACT, "Vertrag 17", template=None)

    assert said("es", title_of, paper) == "Vertrag 17"
