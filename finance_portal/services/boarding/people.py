"""The borrowers of a chunk: who is on the system already, and whether the file agrees with it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from finance_portal.models.people import Borrower
from finance_portal.models.profile import PostalAddress
from finance_portal.services import addresses, tax_ids
from finance_portal.services.boarding import bulk, rows
from finance_portal.services.boarding.people_format import BorrowerRecord
from finance_portal.services.vault import Vault


@dataclass
class Person:
    """A borrower, new unless there is a key, with the tax id as far as it is known."""

    record: BorrowerRecord
    ref: str = field(default_factory=rows.new_ref)
    key: int | None = None
    tax_id: str = field(default="", repr=False)
    is_complete: bool = True  # nothing is known of them that is not stored
    places: frozenset[str] = frozenset()  # which kinds of addresses are stored

    def agrees(self, tax_id: str | None) -> bool:
        """Take what a file says. Return False when it is not the tax id that is known."""
        if tax_id is None:
            return True
        if self.tax_id and not tax_ids.agree(self.tax_id, tax_id):
            return False
        self.is_complete &= len(tax_id) <= len(self.tax_id)
        self.tax_id = max(self.tax_id, tax_id, key=len)
        return True


class People:
    """Everybody whom the contracts of a chunk name."""

    def __init__(
        self, session: Session, vault: Vault, named: Iterable[BorrowerRecord], now: datetime
    ) -> None:
        self._session = session
        self._now = now
        self._vault = vault
        self._by_name = {record.id: Person(record) for record in named}
        self._recognise()

    def agree(self, record: BorrowerRecord) -> bool:
        """Tell whether a record's tax id is that of the person, in this file and on the system."""
        return self._by_name[record.id].agrees(record.tax_id)

    def write(self) -> dict[str, int]:
        """Write who is new, and what is new of the others. Return everybody's key by name."""
        everybody = self._by_name.values()
        for person in everybody:
            if person.key is not None and not person.is_complete:
                known = self._session.get_one(Borrower, person.key)
                known.tax_id_sealed = self._sealed(person)
                known.zip = known.zip or rows.zip_of(person.record)
        fresh = [person for person in everybody if person.key is None]
        keys = bulk.insert_all(self._session, Borrower, [self._row(person) for person in fresh])
        for person, key in zip(fresh, keys, strict=True):
            person.key = key
        self._write_places()
        return {name: person.key or 0 for name, person in self._by_name.items()}

    def _write_places(self) -> None:
        """Write the addresses that are new: what a borrower has said since stays as it is."""
        new = [
            addresses.row_of(
                given.address(),
                borrower_id=person.key or 0,
                kind=kind,
                now=self._now,
                vault=self._vault,
            )
            for person in self._by_name.values()
            for kind, given in rows.places_of(person.record)
            if kind not in person.places
        ]
        bulk.insert_all(self._session, PostalAddress, [bulk.values_of(row) for row in new])

    def _recognise(self) -> None:
        found = self._session.execute(
            select(
                col(Borrower.external_id),
                col(Borrower.id),
                col(Borrower.ref),
                col(Borrower.tax_id_sealed),
                col(Borrower.zip).is_not(None),
            ).where(col(Borrower.external_id).in_(list(self._by_name)))
        )
        for name, key, ref, sealed, has_zip in found:
            person = self._by_name[name]
            person.key, person.ref = key, ref
            person.tax_id = tax_ids.opened(self._vault, sealed, ref)
            person.is_complete = has_zip or rows.zip_of(person.record) is None
        known = {person.key: person for person in self._by_name.values() if person.key}
        stored = self._session.execute(
            select(col(PostalAddress.borrower_id), col(PostalAddress.kind)).where(
                col(PostalAddress.borrower_id).in_(known)
            )
        )
        for key, kind in stored:
            known[key].places |= {kind}

    def _row(self, person: Person) -> bulk.Values:
        return bulk.values_of(rows.borrower_row(person.record, person.ref, self._sealed(person)))

    def _sealed(self, person: Person) -> str | None:
        return tax_ids.seal(self._vault, person.tax_id, person.ref) if person.tax_id else None
