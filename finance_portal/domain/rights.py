"""What somebody may do with a contract: everything, if it binds them; else what they were given."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

MOST_MONTHS = 12  # of a delegated access


class Right(StrEnum):
    """One thing that may be done with a contract. EVERYTHING is never given away."""

    SEE = "see"  # figures, installments, history
    PAY = "pay"  # now, with a method of one's own
    DOCUMENTS = "documents"  # of the contract, none that is for one person alone
    EVERYTHING = "everything"  # of whom the contract binds


GIVEN: Mapping[str, frozenset[Right]] = MappingProxyType(
    {
        "look": frozenset({Right.SEE}),
        "family": frozenset({Right.SEE, Right.PAY}),
        "accountant": frozenset({Right.SEE, Right.DOCUMENTS}),
        "helper": frozenset({Right.SEE, Right.PAY, Right.DOCUMENTS}),
    }
)
"""The sets of rights that somebody else can be given, by the name of the choice."""


@dataclass(frozen=True)
class Access:
    """What one person may do with one contract."""

    rights: frozenset[Right]
    giver: str = ""  # the name of who gave it; "" for whom the contract binds
    through: date | None = None  # the last day of it

    @property
    def is_delegated(self) -> bool:
        """Tell whether it was given by somebody else."""
        return Right.EVERYTHING not in self.rights

    def allows(self, right: Right) -> bool:
        """Tell whether it covers this."""
        return right in self.rights


OWN = Access(frozenset(Right))
"""The access of whom a contract binds."""


@dataclass(frozen=True)
class Asked:
    """What somebody wants to do, and on which day of the lender's calendar."""

    right: Right
    on: date


def preset_of(rights: Iterable[Right]) -> str:
    """Return the choice by which rights were given. Raises KeyError for others."""
    wanted = frozenset(rights)
    found = next((name for name, given in GIVEN.items() if given == wanted), None)
    if found is None:
        raise KeyError(", ".join(sorted(wanted)))
    return found
