"""`python -m finance_portal verify`, as whoever was given a document runs it."""

import os
import subprocess
import sys
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from finance_portal.documents import seal
from finance_portal.documents.typesetting import letterhead, typeset

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
DIGITS = KEY.public_key().public_bytes_raw().hex()
OTHER = Ed25519PrivateKey.from_private_bytes(bytes([1] * 32)).public_key().public_bytes_raw().hex()


@pytest.fixture
def verify(tmp_path):
    """Run the command where there is no database; return its exit code and what it said."""
    empty = tmp_path / "nothing"

    def run(*arguments):
        done = subprocess.run(  # noqa: S603  our own program
            [sys.executable, "-m", "finance_portal", "verify", *map(str, arguments)],
            env=os.environ | {"PORTAL_DATA_DIR": str(empty)},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    yield run
    assert not (empty / "portal.db").exists()


@pytest.fixture
def file(tmp_path):
    plain = typeset(
        "letter-1",
        {"from": letterhead(), "words": ["Paid."]},
        title="Paid",
        dated_on=date(2026, 11, 23),
        keywords=seal.place(KEY),
    )
    path = tmp_path / "letter.pdf"
    path.write_bytes(seal.sealed(plain, KEY))
    return path


def test_what_a_key_has_sealed_is_ours_by_that_key_and_by_no_other(verify, file):
    assert verify(file, "--key", DIGITS) == (0, f"{file} is ours and unchanged.\n")
    assert verify(file, "--key", OTHER, "--key", DIGITS)[0] == 0
    assert verify(file, "--key", OTHER)[0] == 1
    assert verify(file)[0] == 1  # this installation has another key


def test_one_byte_flipped_is_found(verify, file):
    changed = bytearray(file.read_bytes())
    changed[100] ^= 1
    file.write_bytes(changed)

    assert verify(file, "--key", DIGITS) == (1, f"{file} is not ours, or it was changed.\n")


def test_a_file_that_is_not_there_and_a_key_that_is_none_are_said(verify, file, tmp_path):
    code, said = verify(tmp_path / "none.pdf", "--key", DIGITS)
    assert code == 2
    assert "none.pdf cannot be read: No such file or directory." in said

    code, said = verify(file, "--key", "abc")
    assert code == 2
    assert "64 hexadecimal digits" in said
