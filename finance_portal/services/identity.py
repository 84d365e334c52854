"""Who somebody is by what stands in the contract: number, tax id and VIN, all three at once (R1).

It shows knowledge only, so a code to the contact on file always comes with it (R2). Whatever of the
three is wrong, the answer is the same and takes the same.
"""

import hmac
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from finance_portal.language import sentence
from finance_portal.models.contracts import Contract
from finance_portal.models.people import Borrower, Obligor
from finance_portal.services import contracts, tax_ids
from finance_portal.services.vault import Vault

LONGEST_TYPED = 64

ACCOUNT_NUMBER = sentence("Type the account number as it stands on your statement or contract.")
TAX_ID = sentence("Type the last four digits of your SSN, ITIN or EIN.")
VIN = sentence("Type the last 8 characters of the VIN, or all 17. A VIN has no letter I, O or Q.")
SENTENCES = {"account_number": ACCOUNT_NUMBER, "tax_id_last4": TAX_ID, "vin": VIN}
FORMS = {
    "account_number": re.compile(r"[^\W_]{1,32}"),
    "tax_id_last4": re.compile(r"[0-9]{4}|[0-9]{9}"),
    "vin": re.compile(r"[A-HJ-NPR-Z0-9]{8}([A-HJ-NPR-Z0-9]{9})?"),
}


class ClaimUnreadable(ValueError):
    """What was typed is right for nobody; `errors` has a sentence for each field."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


@dataclass(frozen=True)
class Claim:
    """What somebody says stands in their contract. None of it is ever shown again (R5)."""

    account_number: str = field(repr=False)
    tax_id: str = field(repr=False)  # nine digits or the last four
    vin: str = field(repr=False)  # 17 characters or the last 8


class Match(NamedTuple):
    """A contract, and the one of its obligors to whom a claim fits."""

    contract: Contract
    borrower: Borrower


def read_claim(form: dict[str, str]) -> Claim:
    """Return the claim that a form makes. Raises ClaimUnreadable."""
    typed = {name: _compact(form.get(name, "")) for name in FORMS}
    if wrong := [name for name, pattern in FORMS.items() if not pattern.fullmatch(typed[name])]:
        raise ClaimUnreadable({name: SENTENCES[name] for name in wrong})
    return Claim(typed["account_number"], typed["tax_id_last4"], typed["vin"])


def match(session: Session, vault: Vault, claim: Claim) -> Match | None:
    """Return the obligor to whom all three fit; None if there is none, or more than one.

    Each is compared, whatever the others said.
    """
    contract = contracts.by_number(session, vault, claim.account_number)
    is_vin = _is_end(claim.vin, contract.vin if contract else "")
    theirs = [
        borrower
        for borrower in _bound_by(session, contract)
        if tax_ids.is_theirs(vault, borrower, claim.tax_id)
    ]
    if contract is None or not is_vin or len(theirs) != 1 or theirs[0] is None:
        return None
    return Match(contract, theirs[0])


def _bound_by(session: Session, contract: Contract | None) -> list[Borrower | None]:
    """Return who is bound by a contract; nobody, where nobody is, so that somebody is compared."""
    bound = session.scalars(
        select(Borrower)
        .join(Obligor, col(Obligor.borrower_id) == col(Borrower.id))
        .where(col(Obligor.contract_id) == (contract.id if contract else 0))
    )
    return [*bound] or [None]


def _is_end(end: str, whole: str) -> bool:
    return hmac.compare_digest(whole[-len(end) :].encode(), end.encode())


def _compact(typed: str) -> str:
    """Return what was typed in capitals, without the spaces and dashes that people read by."""
    return re.sub(r"[\s-]", "", typed[:LONGEST_TYPED]).upper()
