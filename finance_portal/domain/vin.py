"""Vehicle identification numbers: their form and their check digit (49 CFR 565)."""

import re

_FORM = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
# fmt: off
_LETTERS = {
    "A": 1, "B": 2, "C": 3, "D": 4, "E": 5, "F": 6, "G": 7, "H": 8,
    "J": 1, "K": 2, "L": 3, "M": 4, "N": 5,         "P": 7,         "R": 9,
            "S": 2, "T": 3, "U": 4, "V": 5, "W": 6, "X": 7, "Y": 8, "Z": 9,
}
# fmt: on
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_CHECK_DIGITS = "0123456789X"
_CHECK_POSITION = 8


def is_well_formed(vin: str) -> bool:
    """Tell whether a VIN has 17 capitals and digits, without I, O and Q."""
    return bool(_FORM.fullmatch(vin))


def has_right_check_digit(vin: str) -> bool:
    """Tell whether the ninth character of a VIN fits the others."""
    if not is_well_formed(vin):
        return False
    weighed = sum(
        weight * (_LETTERS.get(character) or int(character))
        for character, weight in zip(vin, _WEIGHTS, strict=True)
    )
    return vin[_CHECK_POSITION] == _CHECK_DIGITS[weighed % 11]
