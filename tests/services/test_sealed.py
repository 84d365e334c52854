"""What the database says about a borrower to somebody who has taken a copy of it (K1 to K3)."""

import base64
import hashlib
from itertools import product

import pytest
from sqlalchemy import inspect, text

from finance_portal.gateways.processor import ProcessorEvent, SavedMethod
from finance_portal.models.contracts import Contract
from finance_portal.models.people import Borrower
from finance_portal.notices.wording import Wording
from finance_portal.services import (
    authenticators,
    contracts,
    deliveries,
    payment_methods,
    processor_events,
    tax_ids,
)
from finance_portal.services.client import Client
from finance_portal.services.one_time_codes import OneTimeCodes
from finance_portal.services.recovery_codes import RecoveryCodes
from finance_portal.services.trusted_devices import TrustedDevices
from finance_portal.services.vault import SealBroken, live_vault
from tests import make
from tests.api import doors

NUMBER, TAX_ID, FINGERPRINT = "7310042298", "987654399", "Xt5EWLLDS7FJjR1c"
BANK, PASSWORD = "Canary National Bank", "seven canaries in one mine"
HOME = Client("203.0.113.7", "Mozilla/5.0")


@pytest.fixture
def books(db, tmp_path):
    people = [{"id": "P1", "first_name": "Ada", "last_name": "Byron", "tax_id": TAX_ID}]
    return make.boarded(db, tmp_path, make.loan(id=NUMBER, borrowers=people))


WIDE = "".join(chr(ord(digit) + 0xFEE0) for digit in NUMBER)  # as some keyboards type digits
TYPED = {"ids": lambda _: "typed"}  # no number stands in the name of a test


@pytest.mark.parametrize("typed", [NUMBER, " 7310 0422 98", "7310-042298", WIDE], **TYPED)
def test_k2_a_contract_is_found_by_its_number_however_it_is_typed(db, books, typed):
    with db.read() as session:
        assert contracts.by_number(session, live_vault(), typed).ref == books.contract.ref


@pytest.mark.parametrize("typed", ["", "7310042299", "2298", "731004229", "%", "é"], **TYPED)
def test_k2_no_contract_is_found_by_another_number(db, books, typed):
    with db.read() as session:
        assert contracts.by_number(session, live_vault(), typed) is None


def test_k4_a_number_is_masked_unless_it_is_opened(books):
    assert books.contract.number_masked == "••2298"
    assert contracts.number_of(live_vault(), books.contract) == NUMBER


SWAPS = [
    ("contract", "number_sealed", "number_sealed"),
    ("contract", "number_sealed", "source_sealed"),
    ("borrower", "tax_id_sealed", "tax_id_sealed"),
]


@pytest.mark.parametrize(("table", "column", "source"), SWAPS)
def test_case_73_a_ciphertext_from_another_row_or_column_fails_closed_and_raises_the_alarm(
    db, books, tmp_path, caplog, table, column, source
):
    person = {"id": "P2", "first_name": "Eve", "last_name": "Else", "tax_id": "123456789"}
    make.boarded(db, tmp_path, make.loan(id="4400000001", borrowers=[person]))
    with db.begin() as session:
        session.connection().execute(
            text(
                f"UPDATE {table} SET {column} = (SELECT other.{source} FROM {table} other"  # noqa: S608
                f" WHERE other.id = 2) WHERE id = 1"
            )
        )

    with pytest.raises(SealBroken):
        read_first(db)

    assert f"A seal is broken: {table}.{column} of row" in caplog.text
    assert not any(secret in caplog.text for secret in (NUMBER, TAX_ID, "123456789", "4400000001"))


def read_first(db):
    with db.read() as session:
        contracts.number_of(live_vault(), session.get_one(Contract, 1))
        tax_ids.is_theirs(live_vault(), session.get_one(Borrower, 1), TAX_ID)


def test_case_73_in_one_row_too_a_ciphertext_opens_in_its_own_column_only(db, books):
    with db.begin() as session:
        row = session.get_one(Contract, books.contract.id)
        row.number_sealed, row.source_sealed = row.source_sealed, row.number_sealed

    with pytest.raises(SealBroken):
        contracts.number_of(live_vault(), row)


def test_case_74_a_copy_of_the_database_holds_no_secret_in_any_form(db, books):
    secrets = {"number": NUMBER, "tax id": TAX_ID, "fingerprint": FINGERPRINT, "bank": BANK}
    secrets |= use_everything(db, books)

    copy = everything_in(db)

    for name, secret in secrets.items():
        for form, shown in forms(secret):
            assert shown not in copy, f"{name}, {form}"


def test_case_74_the_search_would_find_what_is_in_clear(db, books):
    copy = everything_in(db)

    assert b"5UX53GP03S9A00117".lower() in copy  # the VIN: known to whoever sees the car
    assert b"byron" in copy
    assert b"2298" in copy  # as much of the account number as is shown


def use_everything(db, books):
    """Let a borrower do all that leaves secrets behind; return those."""
    login = doors.login(db, password=PASSWORD)
    saved = SavedMethod(
        id="pm_1",
        customer="cus_1",
        kind="us_bank_account",
        bank_or_brand="BANK",
        last4="6789",
        fingerprint=FINGERPRINT,
        funding=None,
        account_type="checking",
        livemode=False,
        usable=True,
        why_not=None,
    )
    payment_methods._store(db, Named(), books.borrower_id, saved, make.MORNING)
    event = ProcessorEvent("evt_1", "charge.succeeded", "ch_1", None, livemode=False, created=0)
    body = f'{{"bank_name": "{BANK}", "fingerprint": "{FINGERPRINT}"}}'.encode()
    processor_events.receive(db, "stripe", event, body, make.MORNING)
    new = doors.begin(db, doors.sessions_of(db), login)
    with db.begin() as session:
        seed = authenticators.begin(
            session, live_vault(), login=login, owner="s1", issuer="Portal", now=make.MORNING
        ).key_text
        device = TrustedDevices(b"key").trust(
            session, login_id=login.id, client=HOME, now=make.MORNING
        )
        recovery = RecoveryCodes(b"key").make(session, login.id, make.MORNING)
        code = OneTimeCodes(b"key").issue(
            session,
            owner="p1",
            purpose="sign-in",
            channel="email",
            contact="canary@example.com",
            now=make.MORNING,
        )
        deliveries.write(
            session,
            Wording("Your code", ("canary words of a letter",)),
            kind="code",
            channel="email",
            to="canary@example.com",
            now=make.MORNING,
        )
    return {
        "password": PASSWORD,
        "session": new.secret,
        "seed": seed.replace(" ", ""),
        "device": device,
        "code": code,
        "address of a message": "canary@example.com",
        "words of a message": "canary words of a letter",
        **{f"recovery code {place}": each for place, each in enumerate(recovery)},
    }


class Named:
    name = "stripe"


def everything_in(db):
    """Every cell of every table, and on SQLite every byte of its files, in small letters."""
    with db.read() as session:
        connection = session.connection()
        tables = inspect(connection).get_table_names()
        rows = [connection.execute(text(f'SELECT * FROM "{name}"')).all() for name in tables]  # noqa: S608
    copy = "\n".join(str(cell) for table in rows for row in table for cell in row).encode()
    if db.engine.dialect.name == "sqlite":
        file = db.engine.url.database
        for suffix in ("", "-wal"):
            with open(file + suffix, "rb") as stream:  # noqa: PTH123
                copy += stream.read()
    return copy.lower()


def forms(secret):
    """A secret as it is, as it could be encoded, and as hashes that anybody could try out."""
    raw = secret.encode()
    bare = secret.replace("-", "").replace(" ", "").encode()
    yield "as it is", raw.lower()
    yield "hexadecimal", raw.hex().encode()
    yield "base64", base64.b64encode(raw).rstrip(b"=")[:-1].lower()
    yield "backwards", raw[::-1].lower()
    for name, value in product(("md5", "sha1", "sha256", "sha512"), (raw, bare)):
        yield name, hashlib.new(name, value, usedforsecurity=False).hexdigest().encode()
