"""The seal: one byte flipped anywhere, and it is not ours any more."""

from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from finance_portal.documents import seal
from finance_portal.documents.typesetting import letterhead, typeset

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes([1] * 32))


@pytest.fixture(scope="module")
def pdf():
    content = {"from": letterhead(), "words": ["Paid in full."]}
    plain = typeset(
        "letter-1",
        content,
        title="Paid in full",
        dated_on=date(2026, 11, 23),
        keywords=seal.place(KEY),
    )
    return seal.sealed(plain, KEY)


def ours(pdf, *keys):
    return seal.is_ours(pdf, [key.public_key() for key in keys or (KEY,)])


def test_what_we_sealed_is_ours(pdf):
    assert ours(pdf)
    assert ours(pdf, OTHER, KEY)
    assert not ours(pdf, OTHER)


def test_every_flipped_byte_is_found(pdf):
    around = pdf.find(b"seal-1")
    places = {*range(0, len(pdf), 7), *range(around - 10, around + 170), len(pdf) - 1}
    for place in places:
        for bit in (1, 32):  # 32 makes a capital letter of a small one
            changed = bytearray(pdf)
            changed[place] ^= bit
            assert not ours(bytes(changed)), place


@pytest.mark.parametrize("change", [lambda pdf: pdf + b"\n", lambda pdf: pdf[:-1], lambda _: b""])
def test_what_was_added_or_cut_off_is_found(pdf, change):
    assert not ours(change(pdf))


def test_a_seal_moved_to_another_file_is_found(pdf):
    signature = seal.SEAL.search(pdf).group()
    assert not ours(pdf.replace(b"Paid", b"Owed").replace(seal.place(KEY).encode(), signature))
    assert not ours(b"%PDF-1.7 " + signature)


def test_zeros_elsewhere_are_no_place_for_a_seal():
    place = seal.place(KEY).encode()
    file = seal.sealed(b"%PDF-1.7 " + place + b" " + b"0" * 128, KEY)
    signature = seal.SEAL.search(file)[2]

    assert ours(file)
    assert not ours(file.replace(b"0" * 128, signature))


def test_two_seals_are_none(pdf):
    assert not ours(pdf + b" " + seal.place(OTHER).encode())


def test_a_file_without_a_place_is_not_sealed():
    with pytest.raises(seal.SealMissing):
        seal.sealed(b"%PDF-1.7", KEY)
