"""`python -m finance_portal paper` and a title to a changed address, as a person types them."""

import csv
import shutil
from datetime import timedelta

import pytest
from sqlmodel import select

from finance_portal.db import Database
from finance_portal.domain.addresses import Address
from finance_portal.models.profile import PaperPeriod
from finance_portal.models.security import Login
from finance_portal.notices.wording import Wording
from finance_portal.services import desk_of_titles, documents, kept_notices
from finance_portal.services.desk_of_titles import TitleRefused
from finance_portal.services.profile import places
from finance_portal.settings import DATA_KEYS_FILE, settings
from tests import make
from tests.services.desks import desk_of, signed_in
from tests.test_closing_commands import PAID_OFF, portal

__all__ = ["portal"]

PERSON = {
    "id": "P1",
    "first_name": "Ada",
    "last_name": "Byron",
    "mailing": {"street": "1 Old Road", "city": "Troy", "state": "NY", "zip": "12180"},
}


def test_what_is_to_be_printed_is_listed_and_exported_once(portal, fresh_sqlite, tmp_path):
    db = Database(fresh_sqlite)
    books = make.boarded(db, tmp_path, make.loan(borrowers=[PERSON]))
    shutil.copy(settings.data_dir / DATA_KEYS_FILE, tmp_path)  # what is sealed here opens there
    with db.begin() as session:
        session.add(PaperPeriod(borrower_id=books.borrower_id, since=make.MORNING))
        paper = kept_notices.paper_of(
            Wording("News", ("Something new.",)),
            books.contract,
            ["Ada"],
            key="1",
            now=make.MORNING,
            language="en",
        )
        documents.issue(session, paper, make.MORNING)
    db.close()

    code, said = portal("paper", "list")
    assert (code, said.strip()) == (0, "2026-11-23 News: Ada Byron, 1 Old Road, Troy, NY 12180")
    folder = tmp_path / "out"
    assert portal("paper", "export", str(folder))[0] == 0
    (line,) = csv.reader((folder / "envelopes.csv").read_text().splitlines())
    assert line[1:] == ["News", "2026-11-23", "Ada Byron", "1 Old Road", "Troy, NY 12180"]
    assert (folder / line[0]).read_bytes().startswith(b"%PDF")

    assert portal("paper", "list") == (0, "")


@pytest.fixture
def moved(db, tmp_path):
    """A contract that is paid off, whose borrower has just changed their address."""
    books = make.boarded(db, tmp_path, PAID_OFF | {"borrowers": [PERSON]})
    make.login(books)
    with db.read() as session:
        login = session.exec(select(Login)).one()
        session.expunge(login)
    desk = desk_of(db)
    new = Address("8 Lake Street", "", "Erie", "PA", "16501")
    places.change(desk, signed_in(desk, login), "mailing", new, business_now=make.MORNING)
    return books


def send(books, *, days, confirmed=False):
    day = make.MORNING + timedelta(days=days)
    desk_of_titles.send(
        books.db,
        contract_name=books.contract.ref,
        on=day.date(),
        how="Certified mail",
        tracking=None,
        now=day,
        address_confirmed=confirmed,
    )


def test_no_title_goes_to_an_address_that_was_changed_lately(moved):
    with pytest.raises(TitleRefused, match="2026-12-03"):
        send(moved, days=9)

    send(moved, days=10)


def test_a_title_goes_at_once_to_an_address_that_was_confirmed(moved):
    send(moved, days=1, confirmed=True)
