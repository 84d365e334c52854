"""The demo's contracts have their papers, boarded as a lender's are, with the terms' figures."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from finance_portal.services import demo, documents
from finance_portal.services.boarding.board import board
from finance_portal.services.demo_papers import board_demo_papers
from tests import paper
from tests.documents import ua
from tests.make import MORNING
from tests.services.stating import papers


@pytest.fixture
def boarded(db):
    board(db, demo.PORTFOLIO, now=MORNING)
    assert board_demo_papers(db, now=MORNING).new == 33
    return db


def of(db, kind, title, end):
    """Return the words of the paper of a contract."""
    found = [row for row in papers(db, kind) if row.title == title]
    texts = {paper.text(documents.file_of(row)): row for row in found}
    return next(words for words in texts if f"••{end}" in words)


def test_every_contract_has_its_contract_its_disclosures_and_a_privacy_notice(boarded):
    contracts, disclosures = papers(boarded, "contract"), papers(boarded, "disclosure")

    assert len({row.contract_id for row in contracts}) == len(contracts) == 11
    assert len(disclosures) == 22
    assert {row.title for row in disclosures} == {
        "Truth in Lending disclosures",
        "Consumer Leasing Act disclosures",
        "Privacy notice",
    }


def test_they_are_boarded_once_and_everybody_can_read_them(boarded):
    assert board_demo_papers(boarded, now=MORNING).new == 0
    for row in papers(boarded, "disclosure")[:2]:
        assert ua.findings(row.file) == []
        assert PdfReader(BytesIO(row.file)).metadata.title == row.title


def test_a_loans_disclosure_adds_up(boarded):
    words = of(boarded, "disclosure", "Truth in Lending disclosures", "4401")

    for figure in ("$52,480.00", "$7,814.74", "$60,294.74", "5.50%", "$1,004.91"):
        assert figure in words
    assert "demo" in words


def test_a_leases_disclosure_is_that_of_its_contract(boarded):
    words = of(boarded, "disclosure", "Consumer Leasing Act disclosures", "4403")

    for figure in ("$906.44", "$33,126.84", "$34,995.15", "$6,681.27", "30,000", "$0.25"):
        assert figure in words
    assert "substantial charge" in words
    assert "Annual percentage rate" not in words
