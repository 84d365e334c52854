"""The papers of a night: killed anywhere and run again, each is there once, and told once."""

import os
import signal
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from finance_portal.db import Database
from finance_portal.domain.events import Payment
from finance_portal.models.documents import Document, PaperNews
from finance_portal.models.messages import Message
from finance_portal.models.people import Borrower
from finance_portal.services import deliveries, ledger, paper_news
from finance_portal.services.ledger import Happening
from finance_portal.services.logins import add_login
from finance_portal.services.nightly.work import work_off
from finance_portal.services.statements import correcting, issuing, yearly
from tests import make
from tests.nightly.portfolio import all_of, boarded, loans, night

CHUNK = 2
CONTRACTS = 5


def with_logins(db):
    """Let everybody sign in: who does is written to."""
    for borrower in all_of(db, Borrower):
        with db.begin() as session:
            add_login(
                session,
                borrower=session.get_one(Borrower, borrower.id),
                user_name=f"borrower{borrower.id}",
                password_hash="x",
                now=make.MORNING,
                email=f"borrower{borrower.id}@example.com",
            )


@pytest.fixture
def contract_ids(db, tmp_path):
    """Loans whose first statements are due on March 11, 2026."""
    ids = boarded(db, tmp_path, loans(CONTRACTS))
    with_logins(db)
    do(db, issuing.issuing, "2026-03-02")
    return ids


def do(db, job, day):
    work_off(db, job(night(day)), now=night(day))


def booked_late(db, contract_ids):
    """Book a payment of the period that was stated: the statement no longer holds."""
    for contract_id in contract_ids:
        event = Payment(
            effective_on=date(2026, 3, 5), sequence=ledger.NEXT, id=f"p{contract_id}", amount=58152
        )
        with db.begin() as session:
            happening = Happening(event, f"test:{contract_id}")
            ledger.enter(session, contract_id, [happening], make.MORNING)


def stated(db, contract_ids):
    return issuing.issuing, "2026-03-11"


def corrected(db, contract_ids):
    do(db, issuing.issuing, "2026-03-11")
    do(db, paper_news.telling, "2026-03-11")
    booked_late(db, contract_ids)
    return correcting.correcting, "2026-03-12"


def of_the_year(db, contract_ids):
    return yearly.stating, "2027-01-16"


def killed(url, job, day, at):
    """Do a job in a process that is killed while it writes its chunk number `at`."""
    process = os.fork()
    if process:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    try:
        work, written = job(night(day)), []

        def write(session, planned):
            written.append(work.write(session, planned))
            if len(written) == at:
                os.kill(os.getpid(), signal.SIGKILL)
            return written[-1]

        small = replace(work, write=write, chunk=CHUNK, chunk_on_a_server=CHUNK)
        work_off(Database(url, busy_milliseconds=60_000), small, now=night(day))
    finally:
        os._exit(0)


def killed_at_every_chunk(db, job, day):
    url = db.engine.url.render_as_string(hide_password=False)
    db.close()
    assert killed(url, job, day, 1) == -signal.SIGKILL
    for at in (2, 1, 2, 1):  # what one has written is not due for the next
        killed(url, job, day, at)
    do(db, job, day)


@pytest.mark.parametrize("those", [stated, corrected, of_the_year])
def test_papers_of_a_night_that_is_killed_are_issued_and_told_once(db, contract_ids, those):
    job, day = those(db, contract_ids)
    before = {row.id for row in all_of(db, Document)}
    told = len(all_of(db, Message))

    killed_at_every_chunk(db, job, day)
    killed_at_every_chunk(db, paper_news.telling, day)

    new = [row.contract_id for row in all_of(db, Document) if row.id not in before]
    assert sorted(new) == contract_ids
    readers = Counter(row.borrower_id for row in all_of(db, Message)[told:])
    assert sorted(readers.values()) == [1] * CONTRACTS
    assert all_of(db, PaperNews) == []


def test_several_papers_of_a_night_are_one_message(db, tmp_path):
    """Of two contracts: a statement each, and a corrected one."""
    both = loans(2)
    both[1]["borrowers"] = both[0]["borrowers"]
    contract_ids = boarded(db, tmp_path, both)
    with_logins(db)
    do(db, issuing.issuing, "2026-03-02")
    do(db, issuing.issuing, "2026-03-11")
    do(db, paper_news.telling, "2026-03-11")
    booked_late(db, contract_ids[:1])
    do(db, correcting.correcting, "2026-04-11")
    do(db, issuing.issuing, "2026-04-11")
    do(db, paper_news.telling, "2026-04-11")

    first, second = all_of(db, Message)
    subject, said = deliveries.opened(second)[1].subject, deliveries.opened(second)[1].paragraphs
    assert deliveries.opened(first)[1].subject == "2 new documents are ready"
    assert subject == "3 new documents are ready"
    assert sum(each.startswith("Statement of April 10, 2026") for each in said) == 2
    assert any(each.startswith("Corrected statement of March 11, 2026") for each in said)
    assert "$" not in " ".join(said)
