"""How money is divided: each bucket up to what is owed in it, in the contract's order (R3.1)."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from finance_portal.domain.cents import Cents


class Bucket(StrEnum):
    """What can be owed on a contract (R2.4)."""

    INTEREST = "interest"
    PRINCIPAL = "principal"
    LATE_CHARGES = "late_charges"
    RETURNED_FEES = "returned_fees"
    OTHER_FEES = "other_fees"


FEE_BUCKETS = (Bucket.LATE_CHARGES, Bucket.RETURNED_FEES, Bucket.OTHER_FEES)
DEFAULT_ORDER = (Bucket.INTEREST, Bucket.PRINCIPAL, *FEE_BUCKETS)

Name = TypeVar("Name")


def allocate(
    money: Cents, owed: Mapping[Name, Cents], order: Iterable[Name]
) -> tuple[dict[Name, Cents], Cents]:
    """Return the part that goes to each bucket, and what is left when all of them are full."""
    parts: dict[Name, Cents] = {}
    for bucket in order:
        part = min(money, owed.get(bucket, 0))
        parts[bucket] = part
        money -= part
    return parts, money
