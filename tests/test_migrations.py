"""Migrations of databases that already hold something."""

from argparse import Namespace
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlmodel import select

from finance_portal.gateways.processor import ProcessorEvent
from finance_portal.models.contracts import Contract
from finance_portal.models.payments import PaymentMethod
from finance_portal.services import contracts, payment_methods, processor_events
from finance_portal.services.boarding.board import board
from finance_portal.services.vault import live_vault
from tests import make
from tests.databases import ALEMBIC
from tests.gateways.checked import checked_sandbox

NUMBER, BODY = "7310042298", '{"bank_name": "Canary National Bank"}'


@pytest.fixture
def file(tmp_path):
    return make.file(tmp_path, make.loan(id=NUMBER), make.loan(id="7310042299"))


@pytest.fixture
async def before(db, file, tmp_path):
    """A database of revision 0003 with all that 0004 seals. Return the fingerprint in it."""
    board(db, file, now=make.MORNING)
    world = checked_sandbox(tmp_path / "sandbox.db")
    await make.method(db, world.processor, 1, make.CHECKING)
    world.engine.close()
    event = ProcessorEvent("evt_1", "charge.succeeded", "ch_1", None, livemode=False, created=0)
    processor_events.receive(db, "stripe", event, BODY.encode(), make.MORNING)
    migrate(db, command.downgrade, "0003")
    return all_of(db, "SELECT fingerprint FROM payment_method")[0][0]


def migrate(db, direction, revision):
    db.close()  # the last connection to SQLite takes the write-ahead log with it
    url = db.engine.url.render_as_string(hide_password=False)
    direction(Config(ALEMBIC, cmd_opts=Namespace(x=[f"url={url}"])), revision)


def all_of(db, query):
    with db.read() as session:
        return session.connection().execute(text(query)).all()


@pytest.mark.anyio
async def test_0004_seals_what_stood_in_clear(db, before):
    assert all_of(db, "SELECT number FROM contract ORDER BY id")[0] == (NUMBER,)
    assert all_of(db, "SELECT body FROM processor_event") == [(BODY,)]

    migrate(db, command.upgrade, "head")

    with db.read() as session:
        contract = contracts.by_number(session, live_vault(), NUMBER)
        method = session.exec(select(PaymentMethod)).one()
    place = {"table": "payment_method", "column": "fingerprint_sealed", "row": method.ref}
    event = {"table": "processor_event", "column": "body_sealed", "row": "stripe:evt_1"}
    ((body,),) = all_of(db, "SELECT body_sealed FROM processor_event")
    assert contracts.number_of(live_vault(), contract) == NUMBER
    assert contract.number_masked == "••2298"
    assert live_vault().open(method.fingerprint_sealed, **place) == before
    assert method.fingerprint_index == payment_methods.fingerprint_index(live_vault(), before)
    assert live_vault().open(body, **event) == BODY


@pytest.mark.anyio
async def test_0004_still_knows_which_files_were_boarded(db, before, file):
    migrate(db, command.upgrade, "head")

    assert board(db, file, now=make.MORNING).unchanged == 2


@pytest.mark.anyio
async def test_0004_case_74_leaves_nothing_in_clear_in_the_files(db, before):
    assert NUMBER.encode() in files_of(db)

    migrate(db, command.upgrade, "head")

    kept = files_of(db)
    assert not [secret for secret in (NUMBER, before, BODY) if secret.encode() in kept]


def files_of(db):
    """What stands on the disk, in use or not."""
    if db.engine.dialect.name == "sqlite":
        db.close()
        file = Path(db.engine.url.database)
        assert not file.with_name(f"{file.name}-wal").exists()
        return file.read_bytes()
    autocommit = db.engine.execution_options(isolation_level="AUTOCOMMIT")
    with autocommit.connect() as connection:
        connection.execute(text("CHECKPOINT"))
        return b"".join(
            connection.execute(
                text(
                    "SELECT pg_read_binary_file(pg_relation_filepath(oid)) FROM pg_class"
                    " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i')"
                )
            ).scalars()
        )


@pytest.mark.anyio
async def test_0004_leaves_as_many_rows_as_there_were(db, before):
    migrate(db, command.upgrade, "head")

    with db.read() as session:
        assert len(session.exec(select(Contract)).all()) == 2
