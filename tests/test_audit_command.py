"""`python -m finance_portal audit`, as a lender's cron runs it."""

import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from finance_portal.db import Database
from finance_portal.services import audit

NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


@pytest.fixture
def portal(fresh_sqlite, tmp_path):
    """Run a command of the portal; return its exit code and what it said."""
    changed = {"PORTAL_DATA_DIR": str(tmp_path), "PORTAL_DATABASE_URL": fresh_sqlite}
    # The lines are written in this process, so both need one key.
    changed |= {"PORTAL_SECRET_KEY": audit.keys.settings.master_key.decode()}

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


def test_k7_the_command_anchors_verifies_and_fails_when_the_trail_was_cut(portal, fresh_sqlite):
    db = Database(fresh_sqlite)
    for _ in range(3):
        with db.begin() as session:
            audit.record(session, kind="account:sign_in:success", at=NOON)

    assert portal("audit", "anchor")[0] == 0
    assert portal("audit", "verify") == (0, "All in order: 3 lines, 1 anchors.\n")

    with db.begin() as session:
        session.execute(text("DROP TRIGGER security_event_no_delete"))
        session.execute(text("DELETE FROM security_event"))
        session.execute(text("DELETE FROM audit_head"))
    db.close()
    code, said = portal("audit", "verify")

    assert code == 1
    assert "missing at the end, by the anchor of" in said
    assert "lines 1 to 3" in said
