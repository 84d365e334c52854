"""What is sealed opens in its own place only, under any key of the ring, and nowhere else."""

import logging

import pytest

from finance_portal.services.vault import KeyRing, SealBroken, Vault

OLD, NEW = b"an old key of thirty-two letters", b"a new key of thirty-two letters."
SECRET = "987-65-4399"
HERE = {"table": "borrower", "column": "tax_id_sealed", "row": "abc"}


@pytest.fixture
def old():
    return Vault(KeyRing({"1": OLD}, "1"))


@pytest.fixture
def both():
    return Vault(KeyRing({"1": OLD, "2": NEW}, "2"))


def test_what_was_sealed_opens_in_its_place(old):
    assert old.open(old.seal(SECRET, **HERE), **HERE) == SECRET


def test_text_of_any_script_and_length_opens_as_it_was(old):
    for text in ("", "Ünïcödé 🚗", "x" * 20_000):
        assert old.open(old.seal(text, **HERE), **HERE) == text


def test_a_seal_says_its_version_and_key_and_nothing_of_the_text(old):
    sealed = old.seal(SECRET, **HERE)

    assert sealed.startswith("v1.1.")
    assert "4399" not in sealed


def test_the_same_text_is_sealed_differently_each_time(old):
    assert len({old.seal(SECRET, **HERE) for _ in range(100)}) == 100


def test_k1_rows_of_before_a_rotation_open_and_new_ones_take_the_new_key(old, both):
    assert both.open(old.seal(SECRET, **HERE), **HERE) == SECRET
    assert both.seal(SECRET, **HERE).startswith("v1.2.")


def test_a_value_says_whether_it_is_under_the_current_key(old, both):
    assert not old.seal(SECRET, **HERE).startswith(both.mark)
    assert both.seal(SECRET, **HERE).startswith(both.mark)


@pytest.mark.parametrize("moved", [{"table": "login"}, {"column": "name"}, {"row": "abd"}])
def test_case_73_a_seal_moved_to_another_place_fails_closed_and_raises_the_alarm(
    old, caplog, moved
):
    sealed = old.seal(SECRET, **HERE)

    with caplog.at_level(logging.CRITICAL), pytest.raises(SealBroken):
        old.open(sealed, **(HERE | moved))

    assert "A seal is broken" in caplog.text
    assert "4399" not in caplog.text


def test_case_73_a_seal_that_claims_another_key_fails_closed(both):
    sealed = both.seal(SECRET, **HERE)

    with pytest.raises(SealBroken):
        both.open(sealed.replace("v1.2.", "v1.1."), **HERE)


def test_case_73_any_changed_character_fails_closed(old):
    sealed = old.seal(SECRET, **HERE)

    for place in range(len(sealed)):
        other = "A" if sealed[place] != "A" else "Q"
        with pytest.raises(SealBroken):
            old.open(sealed[:place] + other + sealed[place + 1 :], **HERE)


@pytest.mark.parametrize(
    "junk", ["", "v1", "v1.1.", "v2.1.AAAA", "v1.9.AAAA", "v1.1.é", "v1.1.A b"]
)
def test_case_73_junk_fails_closed(old, junk):
    with pytest.raises(SealBroken):
        old.open(junk, **HERE)


def test_a_seal_whose_key_is_gone_does_not_open(old):
    sealed = old.seal(SECRET, **HERE)

    with pytest.raises(SealBroken):
        Vault(KeyRing({"2": NEW}, "2")).open(sealed, **HERE)


def test_k2_an_index_is_the_same_for_the_same_text_and_kind_only(old):
    index = old.index("5300184401", what="number")

    assert index == old.index("5300184401", what="number")
    assert index != old.index("5300184402", what="number")
    assert index != old.index("5300184401", what="fingerprint")
    assert index.startswith("1.")
    assert len(index) == len("1.") + 32  # 128 bits


def test_k2_another_installation_has_other_indexes(old):
    other = Vault(KeyRing({"1": NEW}, "1"))

    assert old.index("5300184401", what="number") != other.index("5300184401", what="number")


def test_k2_a_look_up_during_a_rotation_knows_every_key(old, both):
    known = both.indexes("5300184401", what="number")

    assert old.index("5300184401", what="number") in known
    assert both.index("5300184401", what="number") in known


def test_a_key_ring_does_not_show_its_keys():
    assert "key of thirty" not in repr(KeyRing({"1": OLD}, "1"))
