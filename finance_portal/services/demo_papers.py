"""The papers of the demo's contracts, boarded from a folder as a lender's own are."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.documents import contract_words as words
from finance_portal.documents.typesetting import letterhead, typeset
from finance_portal.language import sentence
from finance_portal.models.contracts import Contract
from finance_portal.services import contracts
from finance_portal.services.boarding.papers import COLUMNS, INDEX, Boarded, board_papers
from finance_portal.services.contracts import File
from finance_portal.services.nightly.files import files
from finance_portal.services.obligors import bound_by_each, names_of
from finance_portal.services.vault import live_vault


@dataclass(frozen=True)
class Sheet:
    """One paper of a contract."""

    kind: str
    title: str
    dated_on: date
    content: Mapping[str, Any]


def board_demo_papers(db: Database, *, now: datetime) -> Boarded:
    """Make contracts, disclosures and privacy notices, and board them. Raises PapersRefused."""
    with TemporaryDirectory() as folder:
        with db.read() as session:
            _write(session, Path(folder))
        return board_papers(db, Path(folder), now=now)


def _write(session: Session, folder: Path) -> None:
    """Write a file for each paper, and the index that says what they are."""
    vault = live_vault()
    ids = [each or 0 for each in session.exec(select(Contract.id).order_by(col(Contract.id)))]
    bound = bound_by_each(session, ids)
    with (folder / INDEX).open("w", newline="") as index:
        lines = csv.DictWriter(index, COLUMNS)
        lines.writeheader()
        for file in files(session, ids):
            number = contracts.number_of(vault, file.contract)
            for sheet in _sheets(file, names_of(bound[file.contract.id or 0])):
                name = f"{number}-{sheet.title.lower().replace(' ', '-')}.pdf"
                (folder / name).write_bytes(_set(sheet))
                lines.writerow(
                    {
                        "file": name,
                        "contract": number,
                        "kind": sheet.kind,
                        "title": sheet.title,
                        "dated_on": sheet.dated_on.isoformat(),
                    }
                )


def _sheets(file: File, names: tuple[str, ...]) -> Iterator[Sheet]:
    contract, lease, terms = file.contract, file.terms.lease, file.terms.billing
    agreed = words.Agreed(
        names=names,
        contract=f"••{contract.number_end}",
        vehicle=contract.vehicle,
        vin=contract.vin,
        signed_on=terms.interest_from,
    )
    on = agreed.signed_on
    if lease is None:
        yield Sheet(
            "contract",
            sentence("Retail installment contract"),
            on,
            words.loan_contract(agreed, terms),
        )
        title = sentence("Truth in Lending disclosures")
        yield Sheet("disclosure", title, on, words.loan_disclosure(agreed, terms))
    else:
        yield Sheet(
            "contract", sentence("Motor vehicle lease"), on, words.lease_contract(agreed, lease)
        )
        title = sentence("Consumer Leasing Act disclosures")
        yield Sheet("disclosure", title, on, words.lease_disclosure(agreed, lease))
    yield Sheet("disclosure", sentence("Privacy notice"), on, words.privacy_notice(names))


def _set(sheet: Sheet) -> bytes:
    content = {"from": letterhead(), **sheet.content}
    return typeset(words.TEMPLATE, content, title=sheet.title, dated_on=sheet.dated_on)
