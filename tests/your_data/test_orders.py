"""An export that was asked for: one at a time, its owner's alone, sealed, and for a day."""

import io
from datetime import timedelta

import pytest
from sqlmodel import col, select, update

from finance_portal.documents import bundle_seal
from finance_portal.models.messages import Message
from finance_portal.models.your_data import DataExport
from finance_portal.services.document_keys import public_keys
from finance_portal.services.vault import live_vault
from finance_portal.services.your_data import orders, store
from finance_portal.services.your_data.orders import ExportRefused
from finance_portal.services.your_data.store import StoreBroken
from tests.make import MORNING
from tests.your_data.conftest import at_home, person
from tests.your_data.test_calendar import Desk

pytestmark = pytest.mark.anyio

MAYA, OWEN = "P-1009", "P-1008"


def act_of(db, who):
    return at_home(db, who)[1]


def made(db, ref, now=MORNING):
    return orders.make(db, live_vault(), ref, now=now)


def latest(db, who, now=MORNING):
    return orders.latest(db, borrower_id=person(db, who), now=now)


async def test_k10_it_is_made_once_handed_to_its_owner_alone_and_gone_after_a_day(lender, unset):
    desk, act = Desk(lender), act_of(lender, MAYA)
    ref = orders.ask(desk, act)
    assert orders.ask(desk, act) == ref
    assert latest(lender, MAYA).status == "waiting"

    assert made(lender, ref)
    assert not made(lender, ref)

    found = latest(lender, MAYA)
    assert (found.status, found.done) == ("ready", found.total)
    size, pieces = orders.fetched(lender, act, ref)
    whole = b"".join(pieces)
    assert len(whole) == size
    assert bundle_seal.is_ours(io.BytesIO(whole), public_keys())
    assert orders.fetched(lender, act_of(lender, OWEN), ref) is None
    assert orders.fetched(lender, act, "x") is None

    late = MORNING + orders.LIFE
    assert latest(lender, MAYA, late).status == "gone"
    assert orders.forget_old(lender, now=late) == 1
    assert orders.forget_old(lender, now=late) == 0
    assert not store.path_of(ref).exists()
    assert orders.fetched(lender, act, ref) is None
    with lender.read() as session:
        told = session.exec(select(Message.kind).where(col(Message.kind) == "export_ready")).all()
    assert told


async def test_it_is_sealed_where_it_lies_and_a_change_of_it_is_found(lender, unset):
    ref = orders.ask(Desk(lender), act_of(lender, MAYA))
    made(lender, ref)
    path = store.path_of(ref)
    content = path.read_bytes()

    assert b"PK\x03\x04" not in content
    assert b"account.json" not in content
    assert path.stat().st_mode & 0o077 == 0
    for broken in (content[:-1], content[: len(content) // 2], b"x" + content[1:], content * 2):
        path.write_bytes(broken)
        with pytest.raises(StoreBroken):
            list(store.opened(ref))


async def test_what_was_left_behind_is_made_by_the_next_run(lender, unset):
    ref = orders.ask(Desk(lender), act_of(lender, MAYA))
    with lender.begin() as session:
        session.execute(update(DataExport).values(status="making"))

    assert orders.make_waiting(lender, live_vault(), now=MORNING + timedelta(minutes=9)) == 0
    assert orders.make_waiting(lender, live_vault(), now=MORNING + timedelta(minutes=11)) == 1
    assert latest(lender, MAYA).ref == ref


async def test_one_that_fails_says_so_and_another_may_be_asked_for(lender, unset, monkeypatch):
    ref = orders.ask(Desk(lender), act_of(lender, MAYA))
    monkeypatch.setattr(orders.bundle, "write", lambda *_, **__: 1 / 0)

    assert not made(lender, ref)

    assert latest(lender, MAYA).status == "failed"
    assert not store.path_of(ref).exists()
    assert orders.ask(Desk(lender), act_of(lender, MAYA)) != ref


async def test_ten_a_day_are_enough(lender):
    act = act_of(lender, MAYA)
    for _ in range(orders.EVERY):
        orders.ask(Desk(lender), act)
        with lender.begin() as session:
            session.execute(update(DataExport).values(status="gone"))

    with pytest.raises(ExportRefused, match="ten copies"):
        orders.ask(Desk(lender), act)


def test_a_file_is_held_back_no_more_than_a_piece():
    with store.Sealing("piecewise") as target:
        for _ in range(40):
            target.write(b"x" * 100_000)
            assert len(target._held) <= store.PIECE

    assert b"".join(store.opened("piecewise")) == b"x" * 4_000_000
    store.forget("piecewise")
