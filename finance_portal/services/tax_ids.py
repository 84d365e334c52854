"""Tax ids (SSN, ITIN, EIN): sealed, never shown, and compared in constant time (R1, K3)."""

import hmac

from finance_portal.models.people import Borrower
from finance_portal.services.vault import Vault

WHOLE, LAST = 9, 4
NOBODYS = {"0000", *(digit * WHOLE for digit in "0123456789")}  # what is typed to fill a field
NOBODYS_OWN = "000000000"


def digits(text: str) -> str:
    """Return the nine digits of a tax id, or its last four. Raises ValueError.

    Nothing else is asked of it: a file may hold numbers of any of the three kinds.
    """
    found = text.replace("-", "").replace(" ", "")
    if not (found.isascii() and found.isdigit() and len(found) in {WHOLE, LAST}):
        raise ValueError("a tax id has nine digits; its last four alone will do")
    if found in NOBODYS:
        raise ValueError("this is nobody's tax id; leave it out if it is not known")
    return found


def seal(vault: Vault, tax_id: str, ref: str) -> str:
    """Return what is stored of a borrower's digits."""
    return vault.seal(tax_id, **_place(ref))


def opened(vault: Vault, sealed: str | None, ref: str) -> str:
    """Return the stored digits of a borrower, or nothing. Raises SealBroken."""
    return "" if sealed is None else vault.open(sealed, **_place(ref))


def is_theirs(vault: Vault, borrower: Borrower | None, typed: str) -> bool:
    """Tell whether somebody typed the tax id of a borrower: all of it, or its last four digits.

    Nobody, a borrower without one, and what is not a tax id take the same work, and never match.
    """
    ref = borrower.ref if borrower else "nobody"
    sealed = borrower.tax_id_sealed if borrower else None
    on_file = opened(vault, sealed or seal(vault, NOBODYS_OWN, ref), ref)
    return agree(on_file, typed.replace("-", "").replace(" ", "")) and sealed is not None


def agree(one: str, other: str) -> bool:
    """Tell, in constant time, whether two are the same as far as both are known."""
    shown = WHOLE if len(one) == len(other) == WHOLE else LAST
    is_same = hmac.compare_digest(one[-shown:].encode(), other[-shown:].encode())
    return is_same and len(other) in {WHOLE, LAST}


def _place(ref: str) -> dict[str, str]:
    return {"table": "borrower", "column": "tax_id_sealed", "row": ref}
