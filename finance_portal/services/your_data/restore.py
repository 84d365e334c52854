"""Board an export into an empty installation: all of it or nothing, and the same account again.

Rows keep their numbers, for the keys of what must happen once are made from them. What an export
leaves out gets a stand-in that can do nothing: a method that cannot be charged, a login that no
password opens.
"""

import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Column, func, insert
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session, col, select

from finance_portal.db import Database
from finance_portal.documents import bundle_seal
from finance_portal.documents.bundle_seal import BundleRefused
from finance_portal.language import ENGLISH
from finance_portal.models.contracts import Contract
from finance_portal.models.people import Borrower
from finance_portal.services import audit, contracts, tax_ids
from finance_portal.services.attachments import checking, storage
from finance_portal.services.contracts import BooksDisagree
from finance_portal.services.vault import Vault
from finance_portal.services.your_data import reading
from finance_portal.services.your_data.account import attachment_name, pdf_name
from finance_portal.services.your_data.catalogue import KEPT, Kept, by_name
from finance_portal.services.your_data.reading import ImportRefused, Line
from finance_portal.services.your_data.values import ValueRefused, letters, read

AT_A_TIME = 200
LARGEST_BUNDLE = 1_000_000_000
LARGEST_PDF = 10_000_000
STAND_IN = "restored"
NOT_USABLE = "It came with an import. Please add it again."
UNLIKE = {"external_id", "form_token"}
FILES = {"document": "pdf", "attachment": "content"}
NO_PASSWORD = "-"  # no hash: nothing that is typed opens it  # noqa: S105

Values = dict[str, Any]


@dataclass(frozen=True)
class Restored:
    """How much came in."""

    borrower: str
    contracts: int
    rows: int


def restore(
    db: Database,
    vault: Vault,
    file: Path,
    *,
    keys: Iterable[Ed25519PublicKey],
    now: datetime,
) -> Restored:
    """Import a bundle in one transaction. Raises ImportRefused, and then nothing has changed.

    The bundle must be whole and sealed by one of `keys`, and nobody may be on the system yet.
    """
    files = list[str]()
    try:
        return _restored(db, vault, file, keys, now, files)
    except BaseException:
        storage.remove_all(files)  # of rows that are not there
        raise


def _restored(
    db: Database,
    vault: Vault,
    file: Path,
    keys: Iterable[Ed25519PublicKey],
    now: datetime,
    files: list[str],
) -> Restored:
    try:
        if file.stat().st_size > LARGEST_BUNDLE:
            raise ImportRefused("The bundle is larger than it may be.")
        with zipfile.ZipFile(file) as archive:
            bundle_seal.check(archive, keys)
            with db.begin() as session:
                return _Desk(session, vault, archive, now, files=files).take()
    except (BundleRefused, zipfile.BadZipFile, NotImplementedError, OSError) as refusal:
        raise ImportRefused(str(refusal)) from refusal
    except IntegrityError as error:
        raise ImportRefused("account.json: its rows do not belong together.") from error
    except DBAPIError as error:
        raise ImportRefused("account.json: the database does not take a row of it.") from error


@dataclass
class _Desk:
    """Where the rows of a bundle arrive, one after the other."""

    session: Session
    vault: Vault
    archive: zipfile.ZipFile
    now: datetime
    waiting: list[Values] = field(default_factory=list)
    table: Kept | None = None
    rows: int = 0
    files: list[str] = field(default_factory=list)

    def take(self) -> Restored:
        """Write everything, and see whether it adds up."""
        self._refuse_unless_empty()
        with self._account() as file:
            said = reading.head(file)
        with self._account() as file:
            for line in reading.rows(file):
                self._line(line)
        self._write()
        self._count_on()
        bound = self.session.get(Borrower, _whole(said.get("borrower_id")))
        if bound is None:
            raise ImportRefused("account.json does not hold the person whom it is of.")
        found = self._balanced()
        audit.record(self.session, kind="account:imported", at=self.now, subject=bound.ref)
        return Restored(bound.ref, found, self.rows)

    def _account(self) -> BinaryIO:
        return cast("BinaryIO", self.archive.open("account.json"))

    def _refuse_unless_empty(self) -> None:
        for model in (Borrower, Contract):
            if self.session.exec(select(func.count()).select_from(model)).one():
                raise ImportRefused("An account is imported into an empty installation only.")

    def _line(self, line: Line) -> None:
        kept = by_name()[line.table]
        if kept is not self.table or len(self.waiting) >= AT_A_TIME:
            self._write()
        self.table = kept
        self.waiting.append(self._values(kept, line))
        self.rows += 1

    def _write(self) -> None:
        if self.table is not None and self.waiting:
            self.session.connection().execute(insert(self.table.table), self.waiting)
        self.waiting = []

    def _values(self, kept: Kept, line: Line) -> Values:
        """Return the row as it is written. Raises ImportRefused."""
        given = dict(line.fields)
        file = given.pop(FILES[kept.name], None) if kept.name in FILES else None
        opened = {column: given.pop(name, None) for column, name in kept.opened.items()}
        values = Values()
        for column in kept.columns:
            try:
                values[column.name] = self._value(kept, column, given, values)
            except ValueRefused as refusal:
                raise line.refused(str(refusal), column.name) from None
        if given:
            raise line.refused("has a field that is unknown")
        try:
            return values | self._stand_ins(kept, values) | self._sealed(kept, values, opened, file)
        except ValueRefused as refusal:
            raise line.refused(str(refusal)) from None

    def _value(self, kept: Kept, column: Column[Any], given: Values, known: Values) -> Any:
        if column.name in given:
            return read(column, given.pop(column.name))
        if column.name not in kept.of_others:
            raise ValueRefused("is missing")
        return None if column.nullable else _stand_in(column, known)

    def _stand_ins(self, kept: Kept, values: Values) -> Values:
        """Return what is put where an export has nothing."""
        mark = f"{STAND_IN}:{values.get('id')}"
        found: Mapping[str, Values] = {
            "login": {"password_hash": NO_PASSWORD},
            "payment_method": {
                "customer": STAND_IN,
                "method": mark,
                "usable": False,
                "why_not": NOT_USABLE,
                "verification_tries": 0,
            },
            "dispute": {"processor_dispute": mark},
            "account_flag": {"noted_by": STAND_IN},
            "message": {"due_at": values.get("written_at")},
            "delegation": {"secret_hash": mark},
            "quote_link": {"secret_hash": mark},
        }
        return dict(found.get(kept.name, {}))

    def _sealed(self, kept: Kept, values: Values, opened: Values, file: object) -> Values:
        """Return what is sealed here of what came open."""
        if kept.name == "document":
            return {"file": None if values["template"] else self._pdf(values, file)}
        ref = values.get("ref", "")
        stored = self._attachment(values, file) if kept.name == "attachment" else {}
        if kept.name == "contract":
            return self._number(letters(opened["number_sealed"], 64), ref)
        return stored | {
            column: None
            if text is None
            else self.vault.seal(
                _tax_id(text) if column == "tax_id_sealed" else letters(text),
                table=kept.name,
                column=column,
                row=ref,
            )
            for column, text in opened.items()
        }

    def _number(self, number: str, ref: str) -> Values:
        try:
            kept = contracts.keep_number(self.vault, number, ref)
        except ValueError as error:
            raise ValueRefused("has no account number") from error
        source = self.vault.seal(STAND_IN, table="contract", column="source_sealed", row=ref)
        return {
            "number_sealed": kept.sealed,
            "number_index": kept.index,
            "number_end": kept.end,
            "source_sealed": source,
        }

    def _pdf(self, values: Values, name: object) -> bytes:
        said = values | {"dated_on": values["dated_on"].isoformat()}
        if name != pdf_name(said):
            raise ValueRefused("names another file than its own")
        pdf = bundle_seal.read(self.archive, pdf_name(said), LARGEST_PDF)
        if not pdf.startswith(b"%PDF-"):
            raise ValueRefused("comes with a file that is no PDF")
        return pdf

    def _attachment(self, values: Values, name: object) -> Values:
        """Keep the file of a row under a key of its own, as it is kept when it is sent."""
        ref, kind = values["ref"], values["kind"]
        if kind not in checking.KINDS or name != attachment_name(ref, kind):
            raise ValueRefused("names another file than its own")
        content = bundle_seal.read(self.archive, attachment_name(ref, kind), checking.LARGEST)
        if len(content) != values["size"] or not content.startswith(
            checking.BEGINNINGS.get(kind, b"")
        ):
            raise ValueRefused("comes with a file that is another one")
        stored = storage.keep(content)
        self.files.append(stored.name)
        sealed = self.vault.seal(stored.key.hex(), table="attachment", column="key_sealed", row=ref)
        return {"file": stored.name, "key_sealed": sealed}

    def _count_on(self) -> None:
        """Let a server number new rows after those that came with numbers of their own."""
        if self.session.get_bind().dialect.name != "postgresql":
            return
        for kept in KEPT:
            if kept.key == "id":
                last = select(func.max(kept.table.c.id)).scalar_subquery()
                sequence = func.pg_get_serial_sequence(kept.name, "id")
                self.session.connection().execute(
                    select(func.setval(sequence, func.coalesce(last, 1)))
                )

    def _balanced(self) -> int:
        """Return how many contracts there are. Raises ImportRefused if any does not add up."""
        found = self.session.exec(select(Contract).order_by(col(Contract.id))).all()
        for place, contract in enumerate(found, start=1):
            try:
                file = contracts.file_of(self.session, contract)
                position = file.position(self.now.date())
                contracts.refuse_disagreement(self.session, file, position)
            except (BooksDisagree, ValueError, KeyError, TypeError, ArithmeticError) as error:
                raise ImportRefused(f"Contract {place}: its books do not add up.") from error
        return len(found)


def _stand_in(column: Column[Any], known: Values) -> str:
    """Return what somebody else's row has in a column: nothing, or a name unlike any other."""
    if column.name == "language":
        return ENGLISH
    return f"{STAND_IN}:{known.get('id')}" if column.name in UNLIKE else ""


def _tax_id(text: object) -> str:
    try:
        return tax_ids.digits(letters(text, 4))
    except ValueError as error:
        raise ValueRefused("has a tax id that is none") from error


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0
