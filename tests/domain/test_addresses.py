"""Addresses as people type them, and as envelopes bear them."""

import timeit

import pytest

from finance_portal.domain.addresses import Address, AddressRefused, read_address

FORM = {"street": "12 Main Street", "unit": "", "city": "Albany", "state": "NY", "zip": "12207"}


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({}, ("12 Main Street", "Albany, NY 12207")),
        ({"unit": " Apt  4B "}, ("12 Main Street, Apt 4B", "Albany, NY 12207")),
        ({"zip": "12207 1234"}, ("12 Main Street", "Albany, NY 12207-1234")),
        ({"street": "P.O. Box 12"}, ("P.O. Box 12", "Albany, NY 12207")),
        ({"city": "Peñuelas", "state": "PR"}, ("12 Main Street", "Peñuelas, PR 12207")),
        ({"street": "1/2 O'Neil Ct. #3"}, ("1/2 O'Neil Ct. #3", "Albany, NY 12207")),
    ],
)
def test_an_address_has_one_form(changes, lines):
    assert read_address(FORM | changes).lines == lines


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("street", ""),
        ("street", "12"),
        ("street", "x" * 61),
        ("street", "12 Main\u0000Street"),
        ("street", "<b>12 Main</b>"),
        ("unit", "4B; drop"),
        ("city", ""),
        ("city", "=Albany"),
        ("state", "XX"),
        ("state", ""),
        ("zip", "1220"),
        ("zip", "12207-12"),
        ("zip", "\u0661\u0662\u0662\u0660\u0667"),
    ],
)
def test_case_67_what_is_no_address_is_refused_beside_its_field(field, typed):
    with pytest.raises(AddressRefused) as refusal:
        read_address(FORM | {field: typed})
    assert list(refusal.value.errors) == [field]


def test_everything_that_is_wrong_is_said_at_once():
    with pytest.raises(AddressRefused) as refusal:
        read_address({})
    assert list(refusal.value.errors) == ["street", "city", "state", "zip"]


@pytest.mark.parametrize("street", ["PO Box 7", "P. O. Box 7", "Post Office Box 7", "PMB 7"])
def test_no_vehicle_is_kept_in_a_box(street):
    with pytest.raises(AddressRefused):
        read_address(FORM | {"street": street}, garaging=True)


def test_what_was_read_is_read_again():
    read = read_address(FORM | {"unit": "Apt 4B", "zip": "12207-1234"})

    assert read_address(vars(read)) == read
    assert isinstance(read, Address)


@pytest.mark.parametrize("typed", ["a " * 50_000, "P.O. " * 20_000, "1" * 100_000])
def test_case_69_reading_takes_no_time(typed):
    def read():
        with pytest.raises(AddressRefused):
            read_address(FORM | {"street": typed, "zip": typed}, garaging=True)

    assert min(timeit.repeat(read, number=1, repeat=3)) < 0.5
