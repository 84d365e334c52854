import pytest

from finance_portal.models.people import Borrower
from finance_portal.services import tax_ids
from finance_portal.services.vault import KeyRing, SealBroken, Vault

VAULT = Vault(KeyRing({"1": b"a key of thirty-two characters.."}, "1"))


def nameless(_value):
    """No tax id stands in the name of a test."""
    return "digits"


def borrower(tax_id=None, ref="b1"):
    sealed = tax_id and tax_ids.seal(VAULT, tax_id, ref)
    return Borrower(ref=ref, external_id="P1", first_name="A", last_name="B", tax_id_sealed=sealed)


@pytest.mark.parametrize(
    "written", ["987-65-4320", "98-7654320", "987654320", " 987 65 4320 "], ids=nameless
)
def test_nine_digits_are_a_tax_id_however_they_are_written(written):
    assert tax_ids.digits(written) == "987654320"


def test_the_last_four_will_do():
    assert tax_ids.digits("4320") == "4320"


@pytest.mark.parametrize(
    "written", ["", "432", "43200", "98765432", "9876543200", "43a0", "٤٣٢٠", "4³²0", "+432"]
)
def test_anything_else_is_no_tax_id(written):
    with pytest.raises(ValueError, match="nine digits"):
        tax_ids.digits(written)


@pytest.mark.parametrize(
    "written", ["0000", "000-00-0000", "999999999", "111-11-1111"], ids=nameless
)
def test_what_fills_a_field_is_nobodys_tax_id(written):
    with pytest.raises(ValueError, match="nobody's"):
        tax_ids.digits(written)


@pytest.mark.parametrize("on_file", ["987654320", "4320"], ids=nameless)
@pytest.mark.parametrize("typed", ["4320", "987-65-4320", "987654320", " 43 20"], ids=nameless)
def test_r1_the_last_four_and_all_nine_are_recognised(on_file, typed):
    assert tax_ids.is_theirs(VAULT, borrower(on_file), typed)


@pytest.mark.parametrize(
    "typed", ["4321", "987-65-4321", "", "20", "320", "54320", "nobody's"], ids=nameless
)
def test_r1_anything_else_is_not_theirs(typed):
    assert not tax_ids.is_theirs(VAULT, borrower("987654320"), typed)


def test_r1_nine_digits_must_all_be_right_where_all_are_known():
    assert not tax_ids.is_theirs(VAULT, borrower("987654320"), "123-45-4320")


@pytest.mark.parametrize("typed", ["0000", "000000000", "", "4320"], ids=nameless)
@pytest.mark.parametrize("who", [None, borrower()])
def test_r1_nobody_and_a_borrower_without_a_tax_id_are_never_recognised(who, typed):
    assert not tax_ids.is_theirs(VAULT, who, typed)


def test_case_73_a_tax_id_moved_to_another_borrower_fails_closed():
    mine = borrower("987654320", ref="b1")
    mine.ref = "b2"

    with pytest.raises(SealBroken):
        tax_ids.is_theirs(VAULT, mine, "4320")
