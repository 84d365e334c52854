"""Addresses in the United States: how they are read from a form, and written on an envelope."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from finance_portal.language import sentence

STATES = {
    "AL": sentence("Alabama"),
    "AK": sentence("Alaska"),
    "AZ": sentence("Arizona"),
    "AR": sentence("Arkansas"),
    "CA": sentence("California"),
    "CO": sentence("Colorado"),
    "CT": sentence("Connecticut"),
    "DE": sentence("Delaware"),
    "DC": sentence("District of Columbia"),
    "FL": sentence("Florida"),
    "GA": sentence("Georgia"),
    "HI": sentence("Hawaii"),
    "ID": sentence("Idaho"),
    "IL": sentence("Illinois"),
    "IN": sentence("Indiana"),
    "IA": sentence("Iowa"),
    "KS": sentence("Kansas"),
    "KY": sentence("Kentucky"),
    "LA": sentence("Louisiana"),
    "ME": sentence("Maine"),
    "MD": sentence("Maryland"),
    "MA": sentence("Massachusetts"),
    "MI": sentence("Michigan"),
    "MN": sentence("Minnesota"),
    "MS": sentence("Mississippi"),
    "MO": sentence("Missouri"),
    "MT": sentence("Montana"),
    "NE": sentence("Nebraska"),
    "NV": sentence("Nevada"),
    "NH": sentence("New Hampshire"),
    "NJ": sentence("New Jersey"),
    "NM": sentence("New Mexico"),
    "NY": sentence("New York"),
    "NC": sentence("North Carolina"),
    "ND": sentence("North Dakota"),
    "OH": sentence("Ohio"),
    "OK": sentence("Oklahoma"),
    "OR": sentence("Oregon"),
    "PA": sentence("Pennsylvania"),
    "RI": sentence("Rhode Island"),
    "SC": sentence("South Carolina"),
    "SD": sentence("South Dakota"),
    "TN": sentence("Tennessee"),
    "TX": sentence("Texas"),
    "UT": sentence("Utah"),
    "VT": sentence("Vermont"),
    "VA": sentence("Virginia"),
    "WA": sentence("Washington"),
    "WV": sentence("West Virginia"),
    "WI": sentence("Wisconsin"),
    "WY": sentence("Wyoming"),
}
TERRITORIES = {
    "AS": sentence("American Samoa"),
    "GU": sentence("Guam"),
    "MP": sentence("Northern Mariana Islands"),
    "PR": sentence("Puerto Rico"),
    "VI": sentence("U.S. Virgin Islands"),
}
MILITARY = {
    "AA": sentence("Armed Forces Americas"),
    "AE": sentence("Armed Forces Europe"),
    "AP": sentence("Armed Forces Pacific"),
}
CODES = frozenset({*STATES, *TERRITORIES, *MILITARY})
LONGEST = {"street": 60, "unit": 30, "city": 40}
ZIP = re.compile(r"(\d{5})(?:[- ]?(\d{4}))?", re.ASCII)
PLAIN = re.compile(r"[^\W_][\w .,'#/&()-]*")
BOX = re.compile(r"\b(p\.?\s*o\.?\s*box|post office box|pmb)\b", re.IGNORECASE)

NO_STREET = sentence("Type the number and the street, such as 12 Main Street.")
NO_UNIT = sentence("Type letters and digits only, such as Apt 4B, or leave it empty.")
NO_CITY = sentence("Type the city.")
NO_STATE = sentence("Choose the state.")
NO_ZIP = sentence("Type the 5 digits of the ZIP code, or all 9.")
NOT_A_BOX = sentence("A vehicle is not kept in a P.O. box. Type where it is parked at night.")


class AddressRefused(Exception):
    """This is no address; `errors` has a sentence, still in English, for each wrong field."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


@dataclass(frozen=True)
class Address:
    """A place that the United States Postal Service delivers to."""

    street: str
    unit: str
    city: str
    state: str  # two letters
    zip: str  # five digits, or nine with a hyphen

    @property
    def lines(self) -> tuple[str, ...]:
        """Return it as it stands on an envelope, under the name."""
        first = f"{self.street}, {self.unit}" if self.unit else self.street
        return first, f"{self.city}, {self.state} {self.zip}"


def read_address(form: Mapping[str, str], *, garaging: bool = False) -> Address:
    """Return the address that was typed. Raises AddressRefused with everything that is wrong."""
    found = {name: " ".join(form.get(name, "").split()) for name in ("street", "unit", "city")}
    state, code = form.get("state", ""), ZIP.fullmatch(form.get("zip", "").strip())
    errors = {
        "street": _street_error(found["street"], garaging=garaging),
        "unit": NO_UNIT if found["unit"] and not _is_plain("unit", found["unit"]) else "",
        "city": "" if _is_plain("city", found["city"]) else NO_CITY,
        "state": "" if state in CODES else NO_STATE,
        "zip": "" if code else NO_ZIP,
    }
    if code is None or any(errors.values()):
        raise AddressRefused({name: words for name, words in errors.items() if words})
    whole = f"{code[1]}-{code[2]}" if code[2] else code[1]
    return Address(found["street"], found["unit"], found["city"], state, whole)


def _street_error(street: str, *, garaging: bool) -> str:
    if not _is_plain("street", street) or not re.search(r"[^\W\d_]", street):
        return NO_STREET
    return NOT_A_BOX if garaging and BOX.search(street) else ""


def _is_plain(name: str, typed: str) -> bool:
    return len(typed) <= LONGEST[name] and PLAIN.fullmatch(typed) is not None
