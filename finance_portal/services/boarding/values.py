"""How amounts, rates and VINs are written in a boarding file, and what they become."""

from decimal import Decimal, InvalidOperation
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema
from vininfo import Vin
from vininfo.exceptions import VininfoException

from finance_portal.services import tax_ids

MILLION = 1_000_000
HUNDRED = 100
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _cents(value: object) -> int:
    if not isinstance(value, str):
        raise ValueError('write an amount as text, such as "1004.91"')  # noqa: TRY004 pydantic reports ValueError
    whole, _, part = value.partition(".")
    if not (value.isascii() and whole.isdigit() and part.isdigit() and len(part) == len("91")):
        raise ValueError('an amount has digits, a point and two decimals, such as "1004.91"')
    return int(whole) * HUNDRED + int(part)


def _millionths(value: object, divisor: int) -> int:
    if not isinstance(value, str):
        raise ValueError('write a rate as text, such as "5.49"')  # noqa: TRY004 as above
    try:
        scaled = Decimal(value) * MILLION / divisor
    except InvalidOperation:
        raise ValueError('a rate is a decimal number, such as "5.49"') from None
    if scaled != int(scaled) or not 0 <= scaled <= MILLION:
        raise ValueError("a rate lies between 0 and 100 percent, with at most 4 decimals")
    return int(scaled)


def _vin(value: str) -> str:
    vin = value.strip().upper()
    try:
        is_right = Vin(vin).verify_checksum()
    except VininfoException:
        raise ValueError("a VIN has 17 letters and digits, none of them I, O or Q") from None
    if not is_right:
        raise ValueError("the VIN's check digit is wrong")
    return vin


def _plain(value: str) -> str:
    if value.startswith(FORMULA):
        raise ValueError("begins like a formula of a spreadsheet")
    if not value.isprintable():
        raise ValueError("holds characters that cannot be printed")
    return value


Plain = AfterValidator(_plain)
"""For names: what no spreadsheet runs when somebody opens an export of it (case 66)."""

Amount = Annotated[
    int,
    BeforeValidator(_cents),
    WithJsonSchema({"type": "string", "pattern": r"^\d+\.\d{2}$", "examples": ["1004.91"]}),
]
"""Dollars and cents as text; becomes integer cents."""

Percent = Annotated[
    int,
    BeforeValidator(lambda value: _millionths(value, HUNDRED)),
    WithJsonSchema({"type": "string", "pattern": r"^\d+(\.\d{1,4})?$", "examples": ["5.49"]}),
]
"""Percent a year as text; becomes parts per million."""

Factor = Annotated[
    int,
    BeforeValidator(lambda value: _millionths(value, 1)),
    WithJsonSchema({"type": "string", "pattern": r"^0\.\d{1,6}$", "examples": ["0.00198"]}),
]
"""A money factor as text; becomes parts per million."""

TaxId = Annotated[
    str,
    AfterValidator(tax_ids.digits),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^(\d{3}-?\d{2}-?\d{4}|\d{2}-?\d{7}|\d{4})$",
            "examples": ["987-65-4320", "4320"],
        }
    ),
]
"""Nine digits, or their last four; becomes digits alone."""

VinText = Annotated[str, AfterValidator(_vin)]
