"""Case 66 for a bundle: what anybody may have made is refused in words, and changes nothing."""

import hashlib
import io
import json
import zipfile

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlmodel import func, select

from finance_portal.documents import bundle_seal
from finance_portal.models.contracts import Contract
from finance_portal.models.payments import PaymentMethod
from finance_portal.models.people import Borrower
from finance_portal.models.security import Login
from finance_portal.services import demo
from finance_portal.services.boarding.board import board
from finance_portal.services.demo_papers import board_demo_papers
from finance_portal.services.document_keys import public_keys, sealing_key
from finance_portal.services.your_data import reading
from finance_portal.services.your_data.reading import ImportRefused
from tests.make import MORNING
from tests.services.test_boarding import counted
from tests.your_data.conftest import exported, files_of, imported, person

HEAD = b'{"format": "finance-portal-account", "schema": 1, "tables": '
NOTHING = [0, 0, 0, 0, 0]


@pytest.fixture
def maya(db, unset):
    """The bundle of somebody with a loan and its papers."""
    board(db, demo.PORTFOLIO, now=MORNING)
    board_demo_papers(db, now=MORNING)
    return exported(db, person(db, "P-1009"))


def sealed(files, key=None):
    """A bundle with these files that carries our own seal: as bad as it can be."""
    target = io.BytesIO()
    files = {name: content for name, content in files.items() if not name.startswith("manifest.")}
    said = {
        name: {"sha256": hashlib.sha256(content).hexdigest()} for name, content in files.items()
    }
    manifest = json.dumps({"files": said}).encode()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        archive.writestr("manifest.json", manifest)
        archive.writestr("manifest.seal", bundle_seal.of(manifest, key or sealing_key()))
    return target


def refused(db, target, folder, **options):
    with pytest.raises(ImportRefused) as refusal:
        imported(db, target, folder, **options)
    assert counted(db) == NOTHING
    said = str(refusal.value)
    assert said
    assert len(said) < 300
    return said


def with_account(bundle, change):
    """The bundle with another account.json, under a seal that holds."""
    files = files_of(bundle)
    account = json.loads(files["account.json"])
    change(account["tables"])
    return sealed(files | {"account.json": json.dumps(account).encode()})


def test_case_66_only_what_was_sealed_by_a_known_key_comes_in(maya, empty, tmp_path):
    stranger = Ed25519PrivateKey.generate()

    assert "seal" in refused(empty, sealed(files_of(maya), stranger), tmp_path)
    assert (
        imported(
            empty,
            sealed(files_of(maya), stranger),
            tmp_path,
            keys=[stranger.public_key(), *public_keys()],
        ).contracts
        == 1
    )


def test_only_an_empty_installation_takes_an_account(db, maya, tmp_path):
    with pytest.raises(ImportRefused, match="empty installation"):
        imported(db, maya, tmp_path)


BAD_ROWS = {
    "a text where cents are": ("posting", "amount_cents", "100", "is a whole number"),
    "a fraction": ("posting", "amount_cents", 1.5, "is a whole number"),
    "a number that no column holds": ("posting", "amount_cents", 2**63, "is a whole number"),
    "no day": ("document", "dated_on", "tomorrow", "is a day"),
    "no moment": ("contract", "boarded_at", "2026-11-23T10:00:00", "offset"),
    "too long a text": ("borrower", "first_name", "a" * 81, "is too long"),
    "a letter of no text": ("borrower", "first_name", "a\0b", "may hold"),
    "nothing where something must be": ("contract", "vin", None, "must not be empty"),
    "an unknown field": ("contract", "colour", "red", "unknown"),
    "a list for a text": ("contract", "vin", ["x"], "is text"),
    "a value of no list": ("contract", "kind", "gift", ""),
    "somebody who is not there": ("obligor", "borrower_id", 99_999, ""),
    "a file outside": ("document", "pdf", "../../etc/passwd", "another file than its own"),
    "a name that leads elsewhere": ("document", "ref", "../../x", ""),
}


@pytest.mark.parametrize("what", BAD_ROWS)
def test_case_66_a_bad_row_is_told_in_words_and_nothing_comes_in(maya, another, tmp_path, what):
    table, column, value, words = BAD_ROWS[what]

    def change(tables):
        rows = [row for row in tables[table] if table != "document" or row["template"] is None]
        rows[0][column] = value

    said = refused(another(), with_account(maya, change), tmp_path)

    assert words in said
    assert str(value) not in said or value is None


def test_books_that_do_not_add_up_are_refused(maya, empty, tmp_path):
    def change(tables):
        debit, credit = tables["posting"][:2]
        debit["amount_cents"] += 100
        credit["amount_cents"] -= 100

    assert "do not add up" in refused(empty, with_account(maya, change), tmp_path)


@pytest.mark.parametrize(
    "account",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'{"format": "finance-portal-account", "schema": 2, "tables": {}}',
        b"\xef\xbb\xbf" + HEAD + b"{}}",
        (HEAD + b"{}}").decode().encode("utf-16"),
        HEAD + b'{"borrower": [{"a": "\xff"}]}}',
        HEAD + b'{"sqlite_master": [{}]}}',
        HEAD + b'{"login": [{"id": 1}]}}',
        HEAD + b"{}}",
        HEAD + b'{"borrower": [' + b"[" * 100_000,
        HEAD + b'{"borrower": [{"id": ' + b"[" * 100_000,
        HEAD
        + b'{"borrower": [{'
        + b",".join(b'"c%d": 1' % number for number in range(1_000_000))
        + b"}]}}",
        HEAD + b'{"borrower": [{"id": "' + b'\\"' * 2_000_000 + b'"}]}}',
    ],
    ids=range(15),
)
def test_case_66_an_account_that_is_none_is_refused(maya, empty, tmp_path, account):
    refused(empty, sealed(files_of(maya) | {"account.json": account}), tmp_path)


@pytest.mark.parametrize(
    "name",
    ["../evil.txt", "/etc/passwd", "a\\b", "C:x", "csv/../x", ".hidden", "csv//x", "a/b/c", "ü"],
)
def test_case_66_a_name_that_leads_out_is_refused(maya, empty, tmp_path, name):
    assert "name" in refused(empty, sealed(files_of(maya) | {name: b"x"}), tmp_path)


def test_case_66_a_zip_bomb_is_not_unpacked(maya, empty, tmp_path, monkeypatch):
    monkeypatch.setattr(bundle_seal, "LARGEST_FILE", 1_000_000)
    bomb = sealed(files_of(maya) | {"csv/bomb.csv": b"\0" * 50_000_000})

    assert "larger" in refused(empty, bomb, tmp_path)


def test_case_66_sizes_are_counted_and_not_believed(maya, empty, tmp_path, monkeypatch):
    monkeypatch.setattr(bundle_seal, "LARGEST_IN_ALL", 1_000)

    assert "larger" in refused(empty, maya, tmp_path)


def test_case_66_reading_takes_only_so_long(maya):
    ticks = iter(range(0, 10_000_000, 400))
    file = io.BytesIO(files_of(maya)["account.json"])

    with pytest.raises(ImportRefused, match="more than can be read"):
        list(reading.rows(file, clock=lambda: next(ticks)))


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x03\x04" + b"\0" * 100, b"%PDF-1.7"])
def test_case_66_what_is_no_zip_is_refused(db, tmp_path, content):
    refused(db, io.BytesIO(content), tmp_path)


@pytest.mark.anyio
async def test_an_import_leaves_nothing_that_could_be_charged_or_entered(
    lender, empty, unset, tmp_path
):
    imported(empty, exported(lender, person(lender, "P-1009")), tmp_path)

    with empty.read() as session:
        assert not any(method.usable for method in session.exec(select(PaymentMethod)))
        assert [login.password_hash for login in session.exec(select(Login))] == ["-"]
        assert session.exec(select(func.count()).select_from(Borrower)).one() == 1
        assert session.exec(select(func.count()).select_from(Contract)).one() == 1
