"""Papers from elsewhere: boarded whole or not at all, once, and as they came."""

import pytest
from sqlmodel import select

from finance_portal.models.documents import Document
from finance_portal.services import documents
from finance_portal.services.boarding.papers import PapersRefused, board_papers
from tests import make
from tests.make import MORNING

PDF = b"%PDF-1.7\nwords\n%%EOF\n"
HEAD = "file,contract,kind,title,dated_on,borrower"
GOOD = "contract.pdf,L1,contract,Your contract as signed,2026-01-15,"


@pytest.fixture
def books(db, tmp_path):
    return make.boarded(db, tmp_path, make.CURRENT, business_date="2026-11-23")


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "papers"
    path.mkdir()
    (path / "contract.pdf").write_bytes(PDF)
    return path


def index(folder, *lines, head=HEAD):
    (folder / "documents.csv").write_text("\n".join([head, *lines]))
    return folder


def refusal(db, folder):
    with pytest.raises(PapersRefused) as refused:
        board_papers(db, folder, now=MORNING)
    with db.read() as session:
        assert session.exec(select(Document)).all() == []
    return str(refused.value)


def test_a_boarded_paper_is_listed_and_comes_back_as_it_came(db, books, folder):
    board_papers(db, index(folder, GOOD), now=MORNING)

    (line,) = documents.listed(db, borrower_id=books.borrower_id)
    assert (line.title, line.kind, line.is_new) == ("Your contract as signed", "contract", True)
    file = documents.opened(db, borrower_id=books.borrower_id, ref=line.ref, now=MORNING)
    assert file.pdf == PDF


def test_the_same_folder_again_changes_nothing(db, books, folder):
    board_papers(db, index(folder, GOOD), now=MORNING)

    again = board_papers(db, folder, now=MORNING)

    assert (again.new, again.unchanged) == (0, 1)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("contract.pdf,L9,contract,Title,2026-01-15,", "row 2, contract: is not on the system"),
        ("contract.pdf,L1,poem,Title,2026-01-15,", "row 2, kind:"),
        ("contract.pdf,L1,contract,,2026-01-15,", "row 2, title:"),
        ("contract.pdf,L1,contract,Title,January,", "row 2, dated_on:"),
        ("contract.pdf,L1,contract,Title,2026-01-15,P9", "row 2, borrower: is not bound"),
        ("missing.pdf,L1,contract,Title,2026-01-15,", "row 2, file: is no PDF"),
        ("documents.csv,L1,contract,Title,2026-01-15,", "row 2, file: is no PDF"),
        ("../contract.pdf,L1,contract,Title,2026-01-15,", "row 2, file:"),
    ],
)
def test_one_bad_line_refuses_all_and_says_where(db, books, folder, line, said):
    assert said in refusal(db, index(folder, GOOD.replace("Your", "My"), line)).replace(
        "row 3", "row 2"
    )


def test_a_column_that_nobody_knows_is_refused(db, books, folder):
    assert "the columns are" in refusal(db, index(folder, GOOD + ",x", head=HEAD + ",more"))


def test_a_paper_for_one_person_is_for_that_person_alone(db, books, folder):
    board_papers(db, index(folder, f"{GOOD}P1"), now=MORNING)

    assert len(documents.listed(db, borrower_id=books.borrower_id)) == 1
    with db.read() as session:
        assert session.exec(select(Document.borrower_id)).one() == books.borrower_id
