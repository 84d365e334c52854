"""`python -m finance_portal title` and `flag`, as somebody at the lender types them.

A contract's name may begin with a dash, so it stands behind two of them.
"""

import os
import subprocess
import sys

import pytest
from sqlmodel import select

from finance_portal.db import Database
from finance_portal.models.closing import AccountFlag, Title
from finance_portal.services import audit
from tests import make

PAID_OFF = make.CURRENT | {
    "title": {"state": "NY", "form": "paper", "released_on": "2026-03-03"},
    "payoff": {"paid_on": "2026-03-02", "amount": "30300.00"},
    "all_payments": True,
    "last_payments": [],
}


@pytest.fixture
def portal(fresh_sqlite, tmp_path):
    """Run a command of the portal; return its exit code and what it said."""
    changed = {
        "PORTAL_DATA_DIR": str(tmp_path),
        "PORTAL_DATABASE_URL": fresh_sqlite,
        "PORTAL_SECRET_KEY": audit.keys.settings.master_key.decode(),
    }

    def run(*arguments):
        done = subprocess.run(  # noqa: S603  our own program
            [sys.executable, "-m", "finance_portal", *arguments],
            env=os.environ | changed,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    return run


def only(database, table):
    with database.read() as session:
        row = session.exec(select(table)).one()
        session.expunge(row)
    return row


def test_a_title_is_listed_until_it_was_sent(portal, fresh_sqlite, tmp_path):
    db = Database(fresh_sqlite)
    books = make.boarded(db, tmp_path, PAID_OFF, business_date="2026-11-23")
    ref = books.contract.ref

    code, said = portal("title", "list")
    assert code == 0
    assert said.startswith(f"{ref} ••L1 NY clears 2026-03-12, release by 2026-03-17")

    sent = ("title", "sent", "--how", "Certified mail", "--tracking", "9407", "--on")
    assert portal(*sent, "2026-03-01", "--", ref)[0] == 1
    assert portal(*sent, "2026-03-05", "--", ref) == (0, "")

    assert portal("title", "list") == (0, "")
    row = only(db, Title)
    assert (str(row.sent_on), row.sent_how, row.tracking) == (
        "2026-03-05",
        "Certified mail",
        "9407",
    )
    db.close()


def test_a_flag_is_set_and_ended(portal, fresh_sqlite, tmp_path):
    db = Database(fresh_sqlite)
    ref = make.boarded(db, tmp_path, make.CURRENT, business_date="2026-11-23").contract.ref
    setting = ("flag", "add", "--since", "2026-03-03", "--by", "Pat", "--", ref, "litigation")
    ending = ("flag", "end", "--on", "2026-03-09", "--")

    assert portal(*setting) == (0, "")
    assert portal(*setting) == (1, "This flag is set already.\n")
    assert portal(*ending, ref, "litigation") == (0, "")

    row = only(db, AccountFlag)
    assert (row.kind, row.noted_by, str(row.ends_on)) == ("litigation", "Pat", "2026-03-09")
    assert portal(*ending, "nobody", "litigation") == (1, "There is no such contract.\n")
    db.close()
