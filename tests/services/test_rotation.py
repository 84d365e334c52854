"""Rotation of the data keys: everything under the newest, at any moment, as often as it takes."""

import pytest
from pyotp import TOTP
from sqlmodel import SQLModel, select

from finance_portal.commands import sealing
from finance_portal.models.contracts import Contract
from finance_portal.models.payments import PaymentMethod
from finance_portal.models.people import Borrower
from finance_portal.services import authenticators, contracts, rotation, tax_ids
from finance_portal.services.boarding.board import board
from finance_portal.services.vault import KeyRing, SealBroken, Vault, live_vault
from finance_portal.settings import settings
from tests import make
from tests.api import doors
from tests.gateways.checked import checked_sandbox

NEW_KEY = b"another key of thirty-two letters"


@pytest.fixture
def both():
    return Vault(KeyRing(settings.data_keys_by_id | {"2": NEW_KEY}, "2"))


@pytest.fixture
def only_new():
    return Vault(KeyRing({"2": NEW_KEY}, "2"))


@pytest.fixture
def few_at_a_time(monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 2)


def portfolio(db, folder, count=5):
    records = [
        make.loan(
            id=f"L{n}",
            borrowers=[
                {"id": f"P{n}", "first_name": "A", "last_name": "B", "tax_id": f"98765432{n}"}
            ],
        )
        for n in range(count)
    ]
    board(db, make.file(folder, *records), now=make.MORNING)


def numbers(db, vault):
    with db.read() as session:
        rows = session.exec(select(Contract).order_by(Contract.id)).all()
        return [contracts.number_of(vault, row) for row in rows]


def found(db, vault, number):
    with db.read() as session:
        return contracts.by_number(session, vault, number)


def test_every_sealed_column_of_every_table_is_rotated():
    import finance_portal.models  # noqa: F401, PLC0415  fills the metadata

    sealed = {
        (table.name, column.name)
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if column.name.endswith("_sealed")
    }

    assert {(one.table.name, one.name) for one in rotation.SEALED} == sealed


def test_every_index_of_a_sealed_column_is_rotated_with_it():
    indexes = {
        (table.name, column.name)
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if column.name.endswith("_index")
    }

    rotated = {(one.table.name, one.index[0]) for one in rotation.SEALED if one.index}
    assert rotated == indexes


def test_k1_after_a_rotation_the_old_key_is_not_needed(db, tmp_path, both, only_new, few_at_a_time):
    portfolio(db, tmp_path)

    rotated = rotation.rotate(db, both)

    assert (rotated.done, rotated.broken) == (15, [])  # number, source and tax id of each
    assert rotation.waiting(db, both) == 0
    assert numbers(db, only_new) == ["L0", "L1", "L2", "L3", "L4"]
    assert found(db, only_new, "L3") is not None
    with db.read() as session:
        borrower = session.exec(select(Borrower).where(Borrower.external_id == "P3")).one()
    assert tax_ids.is_theirs(only_new, borrower, "987654323")


def test_k1_everything_opens_and_is_found_before_during_and_after(db, tmp_path, both):
    portfolio(db, tmp_path)
    assert rotation.waiting(db, both) == 15
    assert numbers(db, both) == ["L0", "L1", "L2", "L3", "L4"]

    for place in range(5):
        assert found(db, both, f"L{place}") is not None
    rotation.rotate(db, both)

    assert numbers(db, both) == ["L0", "L1", "L2", "L3", "L4"]


@pytest.mark.parametrize("batches", [1, 2, 4, 7])
def test_a_rotation_that_was_stopped_goes_on_where_it_was(
    db, tmp_path, both, only_new, few_at_a_time, batches
):
    portfolio(db, tmp_path)
    told = []

    def stop_after(done):
        told.append(done)
        if len(told) == batches:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotation.rotate(db, both, progress=stop_after)
    kept = 15 - rotation.waiting(db, both)
    assert kept == told[-1]
    assert numbers(db, both) == ["L0", "L1", "L2", "L3", "L4"]

    assert rotation.rotate(db, both).done == 15 - kept
    assert numbers(db, only_new) == ["L0", "L1", "L2", "L3", "L4"]


def test_a_rotation_again_does_nothing(db, tmp_path, both):
    portfolio(db, tmp_path)
    rotation.rotate(db, both)

    assert rotation.rotate(db, both).done == 0


def test_case_73_what_does_not_open_is_told_and_left_and_the_rest_goes_on(
    db, tmp_path, both, only_new, few_at_a_time
):
    portfolio(db, tmp_path)
    with db.begin() as session:
        first, second, *_ = session.exec(select(Contract).order_by(Contract.id)).all()
        first.number_sealed, kept = second.number_sealed, first.ref

    rotated = rotation.rotate(db, both)

    assert rotated.broken == [f"contract.number_sealed of row {kept} does not open"]
    assert (rotated.done, rotation.waiting(db, both)) == (14, 1)
    with pytest.raises(SealBroken):
        numbers(db, only_new)


def test_a_value_that_changes_meanwhile_is_not_overwritten(db, tmp_path, both, monkeypatch):
    portfolio(db, tmp_path, count=1)
    changes = rotation._change

    def somebody_else_first(vault, one, row, rotated):
        change = changes(vault, one, row, rotated)
        return change | {"before": "what somebody else wrote"}

    monkeypatch.setattr(rotation, "_change", somebody_else_first)
    rotation.rotate(db, both)

    assert rotation.waiting(db, both) == 3
    assert numbers(db, live_vault()) == ["L0"]


@pytest.mark.parametrize("is_stopped", [False, True])
def test_the_command_says_how_much_is_done_and_left(
    db, tmp_path, both, monkeypatch, capsys, few_at_a_time, is_stopped
):
    portfolio(db, tmp_path)
    monkeypatch.setattr(sealing, "database", lambda: db)
    monkeypatch.setattr(sealing, "live_vault", lambda: both)
    if is_stopped:
        monkeypatch.setattr(rotation, "_rows", stopped_after(rotation._rows, times=2))

    code = sealing._rotate_keys(None)

    left = 11 if is_stopped else 0
    said = f"{15 - left} values are under key 2 now, {left} still are not."
    assert said in capsys.readouterr().out
    assert code == (1 if left else 0)


def stopped_after(work, times):
    """What works some times, until somebody presses Ctrl-C."""
    left = iter(range(times))

    def until_stopped(*arguments):
        if next(left, None) is None:
            raise KeyboardInterrupt
        return work(*arguments)

    return until_stopped


@pytest.mark.anyio
async def test_fingerprints_with_their_indexes_are_rotated_too(db, tmp_path, both, only_new):
    books = make.boarded(db, tmp_path)
    world = checked_sandbox(tmp_path / "sandbox.db")
    await make.method(db, world.processor, books.borrower_id, make.CHECKING)
    world.engine.close()
    before = saved_method(db)

    rotation.rotate(db, both)

    after = saved_method(db)
    assert opened(live_vault(), before) == opened(only_new, after)
    assert before.fingerprint_index.startswith("1.")
    assert after.fingerprint_index.startswith("2.")


def saved_method(db):
    with db.read() as session:
        return session.exec(select(PaymentMethod)).one()


def opened(vault, method):
    place = {"table": "payment_method", "column": "fingerprint_sealed", "row": method.ref}
    return vault.open(method.fingerprint_sealed, **place)


def test_the_seed_of_an_authenticator_works_on(db, both, only_new):
    owner = doors.login(db)
    with db.begin() as session:
        begun = authenticators.begin(
            session, live_vault(), login=owner, owner="s1", issuer="Portal", now=make.MORNING
        )

    rotation.rotate(db, both)

    code = TOTP(begun.key_text.replace(" ", "")).at(make.MORNING)
    authenticators.confirm(
        db,
        only_new,
        login_id=owner.id,
        owner="s1",
        ref=begun.ref,
        code=code,
        now=make.MORNING,
    )
