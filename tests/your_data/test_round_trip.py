"""An export boards into an empty installation, and what is exported there is the same bytes."""

import json
from datetime import timedelta

import pytest

from finance_portal.services import contracts, demo, demo_sharing
from finance_portal.services.your_data.account import DECLARED
from tests.make import MORNING
from tests.your_data.conftest import exported, files_of, imported, person

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


async def test_tmp(busy, another, unset, tmp_path):
    from finance_portal.services.your_data.catalogue import KEPT
    from finance_portal.services.your_data.gather import gather
    from finance_portal.services.vault import live_vault
    empty = {k.name for k in KEPT}
    with busy.read() as s:
        for who in PEOPLE:
            empty -= {n for n, k in gather(s, live_vault(), person(busy, who)).keys.items() if k}
    print("EMPTY", empty)
    assert not empty
