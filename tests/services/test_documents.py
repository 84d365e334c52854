"""Documents: issued once, frozen, read by whom they belong to, and marked when they were."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from finance_portal.documents import seal
from finance_portal.models.documents import Document, DocumentKind, DocumentSeen
from finance_portal.models.people import Borrower
from finance_portal.services import documents
from finance_portal.services.document_keys import public_keys
from finance_portal.services.documents import Paper
from tests import make, paper
from tests.make import MORNING
from tests.services.known import rows

DAY = date(2026, 11, 23)
TWO = [{"id": "P1", "first_name": "Ada", "last_name": "Byron"},
       {"id": "P2", "first_name": "Ben", "last_name": "Byron"}]  # fmt: skip


@pytest.fixture
def books(db, tmp_path):
    make.boarded(
        db,
        tmp_path,
        make.loan(id="L2", borrowers=[{"id": "P9", "first_name": "Eve", "last_name": "Other"}]),
    )
    return make.boarded(db, tmp_path, make.loan(borrowers=TWO))


def person(books, external_id):
    with books.db.read() as session:
        return session.exec(
            select(Borrower.id).where(col(Borrower.external_id) == external_id)
        ).one()


@pytest.fixture
def ben(books):
    return person(books, "P2")


@pytest.fixture
def eve(books):
    return person(books, "P9")


def letter(books, **changes):
    return replace(
        Paper(
            key="letter:1",
            contract_id=books.contract.id,
            kind=DocumentKind.NOTICE,
            title="A letter",
            dated_on=DAY,
            template="letter-1",
            content={"words": ["Good morning."]},
        ),
        **changes,
    )


def issue(books, **changes):
    with books.db.begin() as session:
        row = documents.issue(session, letter(books, **changes), MORNING)
        session.expunge(row)
    return row


def opened(books, row, borrower_id, now=MORNING):
    return documents.opened(books.db, borrower_id=borrower_id, ref=row.ref, now=now)


def listed(books, borrower_id):
    return documents.listed(books.db, borrower_id=borrower_id)


def test_a_document_is_issued_once_however_often_it_is_asked_for(books):
    first = issue(books)
    again = issue(books, content={"words": ["Something else."]})

    assert again.ref == first.ref
    assert "Good morning." in paper.text(opened(books, first, books.borrower_id).pdf)
    assert len(rows(books.db, Document)) == 1


def test_its_address_cannot_be_guessed(books):
    refs = {issue(books, key=f"letter:{number}").ref for number in range(20)}

    assert len(refs) == 20
    assert min(map(len, refs)) >= 20  # 120 bits


def test_it_comes_under_our_seal_with_a_name_that_tells_nothing(books):
    file = opened(books, issue(books), books.borrower_id)

    assert seal.is_ours(file.pdf, public_keys())
    assert file.name == "notice-2026-11-23.pdf"


def test_it_is_the_same_file_each_time(books):
    row = issue(books)

    first = opened(books, row, books.borrower_id)
    assert opened(books, row, books.borrower_id, MORNING + timedelta(days=9)) == first


def test_a63_whoever_is_bound_reads_it_and_nobody_else(books, ben, eve):
    row = issue(books)

    assert opened(books, row, ben) is not None
    assert opened(books, row, eve) is None
    assert listed(books, eve) == []


def test_a63_what_is_for_one_of_two_the_other_does_not_see(books, ben):
    row = issue(books, borrower_id=ben)

    assert opened(books, row, ben) is not None
    assert opened(books, row, books.borrower_id) is None
    assert [each.ref for each in listed(books, ben)] == [row.ref]
    assert listed(books, books.borrower_id) == []


def test_it_is_new_until_one_has_opened_it_each_for_themselves(books, ben):
    row = issue(books)
    assert [each.is_new for each in listed(books, ben)] == [True]

    for _ in range(2):
        opened(books, row, ben)

    assert [each.is_new for each in listed(books, ben)] == [False]
    assert [each.is_new for each in listed(books, books.borrower_id)] == [True]
    assert len(rows(books.db, DocumentSeen)) == 1


def test_whoever_may_not_read_it_leaves_no_mark(books, eve):
    opened(books, issue(books), eve)

    assert rows(books.db, DocumentSeen) == []


def test_the_list_has_the_latest_first_and_says_what_took_the_place_of_what(books):
    first = issue(books)
    later = issue(books, key="letter:2", dated_on=date(2026, 12, 1), corrects_id=first.id)

    shown = listed(books, books.borrower_id)

    assert [(each.ref, each.corrects, each.is_corrected) for each in shown] == [
        (later.ref, True, False),
        (first.ref, False, True),
    ]
    assert shown[0].contract_ref == books.contract.ref


@pytest.mark.parametrize(
    "change", ["UPDATE document SET title = 'Another'", "DELETE FROM document"]
)
def test_what_was_issued_is_never_changed_and_never_removed(books, change):
    issue(books)

    with pytest.raises(DBAPIError, match="append-only"), books.db.begin() as session:
        session.execute(text(change))


def test_what_was_boarded_as_a_file_is_handed_out_as_it_came(books):
    row = {**documents.row_of(letter(books), MORNING), "template": None, "content": None}
    with books.db.begin() as session:
        boarded = Document(**row | {"file": b"%PDF-1.4 scanned"})
        session.add(boarded)
        session.flush()
        session.expunge(boarded)

    assert opened(books, boarded, books.borrower_id).pdf == b"%PDF-1.4 scanned"
