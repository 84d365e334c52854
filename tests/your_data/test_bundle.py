"""What is in a bundle: every table accounted for, formats that others read, a seal that holds."""

import csv
import io
import json
import random
import zipfile

import jsonschema
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from ofxtools.Parser import OFXTree
from sqlmodel import SQLModel

from finance_portal.documents import bundle_seal, seal
from finance_portal.services import contracts
from finance_portal.services.document_check import Verdict, verdict
from finance_portal.services.document_keys import public_keys
from finance_portal.services.your_data import schema
from finance_portal.services.your_data.catalogue import KEPT, LEFT_OUT
from tests.make import MORNING
from tests.your_data.conftest import FORMULA, account_of, exported, files_of, person

pytestmark = pytest.mark.anyio


@pytest.fixture
async def elena(busy, unset):
    return exported(busy, person(busy, "P-1001"))


def table(files, name):
    assert files[name].startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(files[name].decode("utf-8-sig"), newline="")))


def changed(bundle, name, content):
    """The same bundle with another content of one file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for each, before in files_of(bundle).items():
            archive.writestr(each, content if each == name else before)
    return target


def test_every_table_is_taken_along_or_its_reason_is_written_down():
    known = {each.name for each in KEPT}

    assert known & set(LEFT_OUT) == set()
    assert known | set(LEFT_OUT) >= set(SQLModel.metadata.tables)


def test_no_column_of_a_secret_is_taken_along():
    for kept in KEPT:
        for column in kept.columns:
            assert not column.name.endswith(("_hash", "_sealed", "_index")) or (
                kept.name,
                column.name,
            ) == ("payment_authorization", "hash")


async def test_the_account_keeps_to_its_published_grammar(elena):
    grammar = json.loads(schema.published())

    jsonschema.Draft202012Validator.check_schema(grammar)
    jsonschema.validate(account_of(elena), grammar)
    assert files_of(elena)["schema.json"] == schema.published()


async def test_accounts_and_tax_ids_are_masked_and_nothing_is_of_anybody_else(busy, unset):
    marcus = exported(busy, person(busy, "P-1002"))
    account = account_of(marcus)

    (other,) = (row for row in account["tables"]["borrower"] if "email" not in row)
    assert "zip" not in other
    assert "tax_id_last4" not in other
    theirs = [row for row in account["tables"]["payment"] if row["borrower_id"] == other["id"]]
    assert theirs
    assert all("ip" not in row and "authorization" not in row for row in theirs)
    methods = {row["id"]: row for row in account["tables"]["payment_method"]}
    assert "last4" not in methods[theirs[0]["method_id"]]
    whole = b"".join(files_of(marcus).values())
    assert b"pm_" not in whole
    assert b"cus_" not in whole


async def test_every_statement_is_ofx_that_a_parser_reads(elena, busy):
    files = files_of(elena)
    statements = [name for name in files if name.endswith(".ofx")]
    assert len(statements) == 1

    parser = OFXTree()
    parser.parse(io.BytesIO(files[statements[0]]))
    (statement,) = parser.convert().statements

    with busy.read() as session:
        (contract,) = contracts.contracts_of(session, person(busy, "P-1001"))
        position = contracts.file_of(session, contract).position(MORNING.date())
    assert round(statement.ledgerbal.balamt * -100) == position.principal + position.fees
    paid = [each for each in statement.transactions if each.trntype == "PAYMENT"]
    assert len(paid) == len([r for r in table(files, "csv/payments.csv") if r["what"] == "payment"])
    assert len({each.fitid for each in statement.transactions}) == len(statement.transactions)


async def test_the_tables_add_up_and_no_cell_is_a_formula(elena):
    files = files_of(elena)
    rows = {name: table(files, name) for name in files if name.startswith("csv/")}

    for name, found in rows.items():
        for row in found:
            for column, value in row.items():
                assert not value.startswith(("=", "@", "\t")), (name, column)
                assert not value.startswith("+"), (name, column)
    (asked,) = rows["csv/requests.csv"]
    assert FORMULA in asked["details"]
    debits = sum(round(float(row["amount"]) * 100) for row in rows["csv/ledger.csv"])
    assert debits == 0
    assert all(row["amount"].count(".") == 1 for row in rows["csv/ledger.csv"])


async def test_every_paper_is_in_it_under_the_name_that_the_account_says(elena):
    files = files_of(elena)

    papers = {row["pdf"] for row in account_of(elena)["tables"]["document"]}

    assert papers == {name for name in files if name.startswith("documents/")}
    assert all(files[name].startswith(b"%PDF-") for name in papers)


async def test_our_seal_holds_and_says_so_to_whoever_asks(elena):
    assert bundle_seal.is_ours(elena, public_keys())
    assert verdict(elena.getvalue()) is Verdict.OURS
    stranger = Ed25519PrivateKey.generate().public_key()
    assert not bundle_seal.is_ours(elena, [stranger])


@pytest.mark.parametrize("name", ["account.json", "csv/payments.csv", "manifest.json"])
async def test_a_bundle_that_was_changed_anywhere_is_not_ours(elena, name):
    content = files_of(elena)[name]
    other = changed(elena, name, content.replace(b"0", b"1", 1))

    assert not bundle_seal.is_ours(other, public_keys())
    assert verdict(other.getvalue()) is Verdict.NOT_CONFIRMED


async def test_a_file_more_or_less_is_not_ours(elena):
    more, less = io.BytesIO(elena.getvalue()), io.BytesIO()
    with zipfile.ZipFile(more, "a") as archive:
        archive.writestr("csv/more.csv", b"x")
    with zipfile.ZipFile(less, "w") as archive:
        for name, content in files_of(elena).items():
            if name != "csv/ledger.csv":
                archive.writestr(name, content)

    assert not bundle_seal.is_ours(more, public_keys())
    assert not bundle_seal.is_ours(less, public_keys())


async def test_a_papers_seal_is_never_that_of_a_bundle(elena):
    files = files_of(elena)
    found = seal.SEAL.search(files["manifest.seal"])

    assert found is not None
    key = public_keys()[0]
    assert not seal._holds(key, found[2], files["manifest.json"])


async def test_garbage_is_refused_and_breaks_nothing(elena):
    whole = bytearray(elena.getvalue())
    lottery = random.Random(66)  # noqa: S311  the same every time

    for _ in range(60):
        broken = bytearray(whole)
        for _ in range(lottery.randrange(1, 20)):
            broken[lottery.randrange(len(broken))] ^= 1 << lottery.randrange(8)
        kind = verdict(bytes(broken))
        assert kind in set(Verdict)
        if kind is Verdict.OURS:  # what was hit is of the zip, and of no file in it
            assert files_of(io.BytesIO(broken)) == files_of(elena)
