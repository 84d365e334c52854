"""Read a boarding file record by record, JSON or CSV, and say where it is wrong."""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from io import TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO

import ijson
from pydantic import TypeAdapter, ValidationError

from finance_portal.services import shallow
from finance_portal.services.boarding import flat
from finance_portal.services.boarding.format import Record

RECORD: TypeAdapter[Record] = TypeAdapter(Record)
MAX_FAULTS = 100


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: in which file, in which row, under which column, and why."""

    file: str
    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, row {self.row}, {self.column}: {self.reason}"


class FileRefused(Exception):
    """Nothing of the file was boarded. `faults` says why, at most a hundred times."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


class BoardingReader:
    """One file. `row` is the line of a CSV file, the place of a contract in a JSON file, from 1."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._stream: BinaryIO | None = None

    @cached_property
    def hash(self) -> str:
        """Return a short hash of the file's bytes."""
        with self.file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()[:16]

    @property
    def share(self) -> float:
        """Return how much of the file has been read, from 0 to 1."""
        if self._stream is None or self._stream.closed:
            return 1.0
        return self._stream.tell() / self.file.stat().st_size

    def business_date(self) -> date:
        """Return the day that the file's balances are of. Raises FileRefused without one."""
        try:
            said = self._business_date()
            return date.fromisoformat(said if isinstance(said, str) else "")
        except flat.Misplaced as error:
            raise FileRefused([self.fault(error.line, error.column, error.reason)]) from error
        except (ijson.JSONError, UnicodeDecodeError, csv.Error) as error:
            raise FileRefused([self.fault(1, "file", str(error))]) from error
        except ValueError:
            raise FileRefused([self.fault(1, "business_date", "is an ISO date")]) from None

    def records(self) -> Iterator[tuple[int, Record]]:
        """Yield (row, record). Raises FileRefused, at the end, if any record is bad."""
        faults: list[Fault] = []
        for row, raw in self._raw(faults):
            try:
                yield row, RECORD.validate_python(raw)
            except ValidationError as error:
                faults += self._faults(row, error)
            if len(faults) >= MAX_FAULTS:
                break
        if faults:
            raise FileRefused(faults[:MAX_FAULTS])

    def fault(self, row: int, column: str, reason: str) -> Fault:
        """Return a fault of this file."""
        return Fault(self.file.name, row, column, reason)

    def _business_date(self) -> str | None:
        if self.file.suffix.lower() == ".csv":
            with self.file.open(newline="", encoding="utf-8-sig") as stream:
                return flat.business_date(stream)
        with self.file.open("rb") as stream:
            return next(ijson.items(ijson.parse(shallow.events(stream)), "business_date"), None)

    def _raw(self, faults: list[Fault]) -> Iterator[tuple[int, dict[str, Any]]]:
        row = 0
        try:
            for row, raw in self._csv() if self.file.suffix.lower() == ".csv" else self._json():
                yield row, raw
        except flat.Misplaced as error:
            faults.append(self.fault(error.line, error.column, error.reason))
        except (ijson.JSONError, UnicodeDecodeError, csv.Error) as error:
            faults.append(self.fault(row + 1, "file", f"cannot be read: {error}"))

    def _csv(self) -> Iterator[tuple[int, dict[str, Any]]]:
        with self.file.open("rb") as self._stream:
            text = TextIOWrapper(self._stream, "utf-8-sig", newline="")
            yield from flat.contracts(text)
            text.detach()

    def _json(self) -> Iterator[tuple[int, dict[str, Any]]]:
        with self.file.open("rb") as self._stream:
            yield from enumerate(
                ijson.items(ijson.parse(shallow.events(self._stream)), "contracts.item"), start=1
            )

    def _faults(self, row: int, error: ValidationError) -> Iterator[Fault]:
        products = {"loan", "balloon loan", "lease"}
        for detail in error.errors(include_url=False, include_input=False):
            path = [str(step) for step in detail["loc"] if step not in products]
            yield self.fault(row, ".".join(path) or "contract", _sentence(detail["msg"]))


def _sentence(message: str) -> str:
    """Return pydantic's message without its own prefix."""
    return message.removeprefix("Value error, ")
