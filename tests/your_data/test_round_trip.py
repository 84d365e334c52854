"""An export boards into an empty installation, and what is exported there is the same bytes."""

import json
from datetime import timedelta

import pytest
from sqlmodel import select

from finance_portal.models.delegates import Delegation, QuoteLink
from finance_portal.models.notices import PushDevice
from finance_portal.services import contracts, demo, demo_sharing
from finance_portal.services.attachments import storage
from finance_portal.services.your_data import restore as restore_module
from finance_portal.services.your_data.account import DECLARED
from finance_portal.services.your_data.reading import ImportRefused
from tests.make import MORNING
from tests.your_data.conftest import account_of, at_home, exported, files_of, imported, person
from tests.your_data.filled import FILLED, fill

pytestmark = pytest.mark.anyio

HELPER = demo_sharing.HELPER
PEOPLE = [login.borrower for login in demo.LOGINS if login.borrower != HELPER]
LATER = MORNING + timedelta(hours=3)


def compared(bundle):
    """What has to be the same, but for the fields that the manifest declares."""
    files = files_of(bundle)
    declared = json.loads(files["manifest.json"])["declared"]
    assert declared == {"account.json": list(DECLARED), "sign-in.json": ["*"], "README.txt": ["*"]}
    account = json.loads(files["account.json"])
    for name in declared["account.json"]:
        assert account[name]
        said = json.dumps(account[name]).encode()
        assert files["account.json"].count(said) >= 1
        files["account.json"] = files["account.json"].replace(said, b'""', 1)
    return {
        name: content
        for name, content in files.items()
        if declared.get(name) != ["*"] and not name.startswith("manifest")
    }


def figures(db):
    """What each contract owes on several days, by its number's end."""
    found = {}
    with db.read() as session:
        for contract in session.exec(contracts.select(contracts.Contract)):
            file = contracts.file_of(session, contract)
            for days in (0, 1, 10, 40, 200):
                on = MORNING.date() + timedelta(days=days)
                position = file.position(on)
                found[contract.ref, days] = (
                    position.principal,
                    position.fees,
                    position.accrued_interest,
                    position.payoff_on(on),
                    position.next_installment and position.next_installment.due_on,
                    position.to_cure,
                )
    return found


async def test_every_account_boards_into_an_empty_installation_and_is_the_same_again(
    busy, another, unset, tmp_path
):
    owed = figures(busy)
    for who in PEOPLE:
        first, empty = exported(busy, person(busy, who)), another()

        came = imported(empty, first, tmp_path)
        second = exported(empty, person(empty, who), now=LATER, instance="https://b.example")

        before, after = compared(first), compared(second)
        assert set(before) == set(after)
        assert [(who, name) for name in before if before[name] != after[name]] == []
        assert came.rows > 100
        theirs = figures(empty)
        assert theirs
        assert theirs == {key: value for key, value in owed.items() if key in theirs}


async def test_what_was_said_shared_and_told_comes_along_with_its_files(
    lender, empty, unset, tmp_path
):
    """Everything that no journey of the demo leaves behind, and then the same bytes again."""
    fill(lender, at_home(lender, "P-1001"))

    first = exported(lender, person(lender, "P-1001"))
    came = imported(empty, first, tmp_path)
    second = exported(empty, person(empty, "P-1001"), now=LATER, instance="https://b.example")

    tables = account_of(first)["tables"]
    assert [name for name in FILLED if not tables[name]] == []
    assert came.rows == sum(len(rows) for rows in tables.values())
    assert compared(first) == compared(second)
    assert any(name.startswith("attachments/") for name in files_of(first))
    (mine,) = (row for row in tables["borrower"] if row.get("external_id") == "P-1001")
    (access,) = (row for row in tables["delegation"] if row["accepted_at"])
    assert (access["giver_id"], access["email"]) == (mine["id"], demo_sharing.EMAIL)
    assert [row["ref"] for row in tables["paper_mail"]] == ["posted"]  # and not what waits


async def test_no_access_works_that_came_with_an_import(lender, empty, unset, tmp_path):
    fill(lender, at_home(lender, "P-1001"))
    imported(empty, exported(lender, person(lender, "P-1001")), tmp_path)

    with empty.read() as session:
        hashes = [
            *session.exec(select(Delegation.secret_hash)),
            *session.exec(select(QuoteLink.secret_hash)),
        ]
        assert hashes
        assert all(each.startswith("restored:") for each in hashes)
        assert session.exec(select(PushDevice)).all() == []


async def test_who_helps_another_takes_along_what_is_theirs_alone(lender, empty, unset, tmp_path):
    rosa = exported(lender, person(lender, HELPER))

    assert imported(empty, rosa, tmp_path).contracts == 0
    again = exported(empty, person(empty, HELPER), now=LATER, instance="https://b.example")

    assert compared(rosa) == compared(again)
    assert account_of(rosa)["tables"]["contract"] == []
    assert [row["last_name"] for row in account_of(rosa)["tables"]["borrower"]] == ["Vance"]


async def test_a_refused_import_leaves_no_file_behind(lender, empty, unset, tmp_path, monkeypatch):
    fill(lender, at_home(lender, "P-1001"))
    bundle, before = exported(lender, person(lender, "P-1001")), set(storage.folder().iterdir())
    monkeypatch.setattr(restore_module, "_whole", lambda _value: 999)  # of whom it is not

    with pytest.raises(ImportRefused):
        imported(empty, bundle, tmp_path)

    assert set(storage.folder().iterdir()) == before
