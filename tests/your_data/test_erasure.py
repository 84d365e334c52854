"""Erasure: no word of the person is left, the law's papers are under seal, the books go on."""

import json
import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel, col
from sqlmodel import select as rows_of

from finance_portal.documents import seal
from finance_portal.domain.retention import papers_until
from finance_portal.language import speaking
from finance_portal.models.base import table_of
from finance_portal.models.delegates import AccessLook, Delegation
from finance_portal.models.documents import Document
from finance_portal.models.notices import TextStop
from finance_portal.models.people import Borrower
from finance_portal.models.threads import Attachment
from finance_portal.models.your_data import Erasure, KeptPaper
from finance_portal.services import audit_check, contracts, demo_sharing, ledger, logins
from finance_portal.services.attachments import storage
from finance_portal.services.calendar_feed import addresses
from finance_portal.services.document_keys import public_keys
from finance_portal.services.erasure import ErasureRefused, erase, letter, tables
from finance_portal.services.erasure.papers import destroy_kept, seal_papers
from finance_portal.services.erasure.words import words_of
from finance_portal.services.rotation import SEALED
from finance_portal.services.vault import live_vault
from finance_portal.services.your_data import orders
from tests import make
from tests.make import MORNING
from tests.paper import text as paper_text
from tests.your_data.conftest import at_home, person
from tests.your_data.filled import PHONE, fill_profile, let_in, write_to_desk
from tests.your_data.test_calendar import Desk

pytestmark = pytest.mark.anyio

CANARY = "Peregrine"
STAY_SEALED = {"kept_paper.original_sealed", "contract.source_sealed"}
GRACE, ELENA, MARCUS = "P-1007", "P-1001", "P-1002"


def erased(db, who, now=MORNING):
    with db.begin() as session:
        return erase(session, who, by="servicing", now=now)


def known(db, who):
    with db.read() as session:
        return words_of(session, session.get_one(Borrower, who))


def found(db, words):
    """Every column of text in which one of the words stands, in any table of the database."""
    places = set()
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)
    with db.read() as session:
        for table in SQLModel.metadata.sorted_tables:
            rows = session.connection().execute(select(table)).mappings()
            for row in rows:
                for name, value in row.items():
                    text = value if isinstance(value, str) else repr(value)
                    if pattern.search(text):
                        places.add(f"{table.name}.{name}")
    return places


def opened(db, words):
    """Every sealed column in which one of the words stands, once it is opened."""
    places = set()
    with db.read() as session:
        for sealed in SEALED:
            for row in session.connection().execute(select(sealed.table)).mappings():
                if row[sealed.name] is None:
                    continue
                place = ":".join(str(row[each]) for each in sealed.row)
                text = live_vault().open(
                    row[sealed.name], table=sealed.table.name, column=sealed.name, row=place
                )
                if any(word.lower() in text.lower() for word in words):
                    places.add(f"{sealed.table.name}.{sealed.name}")
    return places


def left(db, who):
    """The tables that should have no row of somebody, and have one."""
    with db.read() as session:
        return {
            table.name
            for table in SQLModel.metadata.sorted_tables
            if table.name in tables.ERASED
            and "borrower_id" in table.c
            and session.connection()
            .execute(select(table).where(table.c.borrower_id == who))
            .first()
        }


def stored(db, who):
    """The names of the files that rows of somebody still open."""
    with db.read() as session:
        mine = rows_of(Attachment.file).where(col(Attachment.borrower_id) == who)
        return set(session.exec(mine)) & {each.name for each in storage.folder().iterdir()}


def balances(db):
    with db.read() as session:
        return {
            each.ref: ledger.balances(session, each.id)
            for each in session.exec(rows_of(contracts.Contract))
        }


@pytest.fixture
async def grace(lender, world):
    """Somebody whose loan is paid off, who has used what there is to use."""
    _, act, _ = at_home(lender, GRACE)
    desk = Desk(lender)
    addresses.make(desk, act)
    orders.ask(desk, act)
    return person(lender, GRACE)


async def test_k10_no_word_of_the_person_is_left_in_any_table(lender, grace):
    words = known(lender, grace)
    assert {"borrower.first_name", "document.content", "login.user_name"} <= found(lender, words)

    erased(lender, grace)

    assert found(lender, words) == set()


async def test_k10_the_books_and_the_trail_go_on_as_they_were(lender, grace):
    before = balances(lender)

    done = erased(lender, grace)

    assert balances(lender) == before
    assert audit_check.verify(lender).findings == ()
    with lender.read() as session:
        (contract,) = contracts.contracts_of(session, grace)
        file = contracts.file_of(session, contract)
        contracts.refuse_disagreement(session, file, file.position(MORNING.date()))
        assert session.get_one(Borrower, grace).name == done.pseudonym


def test_k10_each_table_is_named_with_what_becomes_of_it():
    known = [*tables.ERASED, *tables.OVERWRITTEN, *tables.STAYS]

    assert sorted(known) == sorted(SQLModel.metadata.tables)
    assert all(tables.OVERWRITTEN.values())
    assert all(tables.STAYS.values())


async def test_k10_what_was_said_shared_and_told_goes(lender, grace):
    """Also what is sealed: every value is opened, but the papers that the law keeps."""
    home = at_home(lender, GRACE)
    fill_profile(lender, home)
    write_to_desk(lender, home, f"{CANARY} writes")
    let_in(lender, home, CANARY, f"{CANARY}@example.com")
    words = [*known(lender, grace), CANARY, PHONE, "Main Street"]
    assert {"thread_message.words_sealed", "attachment.name_sealed"} <= opened(lender, words)
    names = stored(lender, grace)

    done = erased(lender, grace)

    assert found(lender, words) == set()
    assert opened(lender, words) - STAY_SEALED == set()
    assert left(lender, grace) == set()
    with lender.read() as session:
        (access,) = session.exec(rows_of(Delegation).where(col(Delegation.giver_id) == grace)).all()
        assert (access.name, access.email) == (done.pseudonym, "")
        assert access.ended_for == "revoked"
        stops = {row.phone for row in session.exec(rows_of(TextStop))}
        assert stops == {"+12125550999"}  # somebody else's
    assert names
    assert names.isdisjoint(stored(lender, grace))
    assert audit_check.verify(lender).findings == ()


async def test_k10_who_was_let_in_is_erased_and_the_log_of_looks_still_says_so(lender, world):
    helper = person(lender, demo_sharing.HELPER)
    with lender.read() as session:
        before = session.exec(rows_of(AccessLook)).all()

    done = erased(lender, helper)

    with lender.read() as session:
        assert [row.name for row in session.exec(rows_of(AccessLook))] == [
            row.name for row in before
        ]
        (access,) = session.exec(
            rows_of(Delegation).where(col(Delegation.delegate_id) == helper)
        ).all()
        assert (access.name, access.email, access.ended_for) == (done.pseudonym, "", "given_up")
    assert any("looked" in each.what for each in done.stays)


async def test_k10_erased_twice_is_erased_once(lender, grace):
    first, again = erased(lender, grace), erased(lender, grace, MORNING + timedelta(days=3))

    assert (first.is_new, again.is_new) == (True, False)
    assert (first.pseudonym, first.stays) == (again.pseudonym, again.stays)
    with lender.read() as session:
        assert len(session.exec(rows_of(Erasure)).all()) == 1


async def test_k10_nobody_gets_in_any_more(lender, grace):
    erased(lender, grace)

    with lender.read() as session:
        login = logins.login_of(session, grace)
        assert login.disabled_at is not None
        assert (login.email, login.phone, login.password_hash) == (None, None, "-")


@pytest.mark.parametrize("who", [ELENA, MARCUS])
async def test_k10_an_open_contract_stands_in_the_way_and_says_what_can_go_now(lender, who):
    borrower_id = person(lender, who)
    words = known(lender, borrower_id)
    before = found(lender, words)

    with pytest.raises(ErasureRefused, match=r"still open.*saved accounts and cards"):
        erased(lender, borrower_id)

    assert found(lender, words) == before


async def test_k10_the_laws_papers_are_under_seal_until_their_day_and_destroyed_then(lender, grace):
    with lender.read() as session:
        (contract,) = contracts.contracts_of(session, grace)
        closed_on = contracts.file_of(session, contract).position(MORNING.date()).closed_on
        before = {
            row.id: row.content
            for row in session.exec(rows_of(Document).where(col(Document.content).is_not(None)))
            if row.contract_id == contract.id
        }
    assert before

    erased(lender, grace)

    until = papers_until(closed_on)
    assert until == date(closed_on.year + 2, closed_on.month, closed_on.day)
    with lender.read() as session:
        kept = session.exec(rows_of(KeptPaper)).all()
        opened = {
            row.document_id: json.loads(
                live_vault().open(
                    row.original_sealed, table="kept_paper", column="original_sealed", row=row.ref
                )
            )
            for row in kept
        }
    assert {row.destroy_on for row in kept} == {until}
    assert {key: opened[key]["content"] for key in before} == before
    assert destroy_kept(lender, today=until - timedelta(days=1), now=MORNING) == 0
    assert destroy_kept(lender, today=until, now=MORNING) == len(kept)
    assert audit_check.verify(lender).findings == ()


async def test_a_paper_that_is_somebody_elses_too_stays_readable(lender, tmp_path):
    both = make.loan(
        borrowers=[
            {"id": "A1", "first_name": "Augusta", "last_name": "Leigh"},
            {"id": "A2", "first_name": "Annabella", "last_name": "Milbanke"},
        ],
        id="SHARED",
    )
    books = make.boarded(lender, tmp_path, both)
    with lender.begin() as session:
        contract_id, other = books.contract.id, person(lender, "A2")
        session.add(
            Document(
                ref="both",
                key="both",
                contract_id=contract_id,
                kind="notice",
                title="For Augusta Leigh",
                dated_on=MORNING.date(),
                template="letter-1",
                content='{"to": ["Augusta Leigh", "Annabella Milbanke"]}',
                digest="0" * 64,
                issued_at=MORNING,
            )
        )
        session.flush()
        session.add(
            Erasure(
                borrower_id=books.borrower_id,
                pseudonym="P-1",
                erased_at=MORNING,
                erased_by="x",
                kept="[]",
            )
        )
        session.flush()
        closed = [(contract_id, MORNING.date())]
        about = {"words": ["Augusta"], "pseudonym": "P-1", "borrower_id": books.borrower_id}
        seal_papers(session, live_vault(), closed, **about)
        row = session.exec(rows_of(Document).where(col(Document.ref) == "both")).one()
        assert "Annabella" in row.content
    assert other


async def test_nobody_elses_papers_can_be_overwritten(lender):
    change = update(table_of(Document)).values(title="Something else")

    with lender.read() as session, pytest.raises(DBAPIError, match="append-only"):
        session.connection().execute(change)


@pytest.mark.parametrize("language", ["en", "es"])
async def test_the_letter_says_what_stays_and_until_when(lender, grace, language):
    with speaking(language):
        done = erased(lender, grace)
        pdf = letter("Grace Example", done, MORNING.date())

    assert seal.is_ours(pdf, public_keys())
    words = paper_text(pdf)
    assert done.pseudonym in words
    assert "2028" in words
    assert "2033" in words
    assert len(done.stays) == 4
    assert ("erased" in words) == (language == "en")
