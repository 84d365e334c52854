"""A document stays ours when the master key is changed, while its public key is told."""

import pytest

from finance_portal.documents import seal
from finance_portal.services import document_keys, keys
from finance_portal.services.document_check import Verdict, verdict
from finance_portal.services.document_keys import public_key, public_keys, published, sealing_key


@pytest.fixture
def before():
    """A document sealed before the key was changed, and the public key of then."""
    key = sealing_key()
    return seal.sealed(b"%PDF-1.7 " + seal.place(key).encode(), key), published()[0].digits


@pytest.fixture
def another_key(before, monkeypatch):
    """Change the master key."""
    monkeypatch.setattr(keys, "derive", lambda purpose: keys.sub_key(b"another" * 8, purpose))
    sealing_key.cache_clear()
    yield
    sealing_key.cache_clear()


def test_under_another_key_it_is_not_confirmed_until_the_old_one_is_named(
    before, another_key, monkeypatch
):
    pdf, digits = before
    assert verdict(pdf) is Verdict.NOT_CONFIRMED

    monkeypatch.setattr(document_keys.settings, "former_document_keys", [digits])

    assert verdict(pdf) is Verdict.OURS
    assert [each.seals for each in published()] == [True, False]


@pytest.mark.parametrize("digits", ["", "ab", "zz" * 32, "ab" * 33])
def test_what_is_no_key_is_refused(digits):
    with pytest.raises(ValueError, match=r"."):
        public_key(digits)


def test_the_key_follows_from_the_master_key_alone():
    first = sealing_key().public_key().public_bytes_raw()
    sealing_key.cache_clear()

    assert public_keys()[0].public_bytes_raw() == first
