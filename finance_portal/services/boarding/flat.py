"""The CSV form of a boarding file: one record a line, columns named like the keys of the JSON form.

record,contract,product,vin,vehicle,terms.principal,terms.rate,...
file,,,,,,                     business_date
contract,1001,loan,...         one line for each contract, then the lines that belong to it:
borrower,1001,...              id, first_name, last_name, email, phone, tax_id
payment,1001,...               on, amount, interest, principal, balance
event,1001,...                 kind, on, amount, of, bucket, installment
flag,1001,...                  kind, since, until, borrower
"""

import csv
from collections.abc import Iterator, Sequence
from typing import Any, TextIO

BLOCKS = {
    "borrower": "borrowers",
    "payment": "last_payments",
    "event": "events",
    "flag": "flags",
}
MOST_COLUMNS, LONGEST_NAME, LONGEST_LINE = 500, 100, 1_000_000
PAYMENT_COLUMNS = ("on", "amount", "interest", "principal", "balance")


class Misplaced(Exception):
    """A line that cannot stand where it stands."""

    def __init__(self, line: int, column: str, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.column = column
        self.reason = reason


def business_date(stream: TextIO) -> str | None:
    """Return what the `file` record says, or None when the first record is another."""
    first = next(csv.DictReader(_lines(stream)), {})
    return first.get("business_date") if first.get("record") == "file" else None


def contracts(stream: TextIO) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (line, contract) in the shape of the JSON form. Raises Misplaced."""
    reader = csv.DictReader(_lines(stream), restkey="(too many cells)", strict=True)
    _check_names(reader.fieldnames or ())
    current: dict[str, Any] | None = None
    started = 0
    for cells in reader:
        kind = cells.pop("record", None)
        owner = cells.pop("contract", None)
        values = nested({name: cell for name, cell in cells.items() if cell})
        if kind == "file":
            continue
        if kind == "contract":
            if current is not None:
                yield started, current
            current, started = {"id": owner, **values}, reader.line_num
        elif kind not in BLOCKS:
            raise Misplaced(
                reader.line_num,
                "record",
                "is one of file, contract, borrower, payment, event, flag",
            )
        elif current is None or owner != current["id"]:
            raise Misplaced(reader.line_num, "contract", "belongs to the contract line above")
        else:
            current.setdefault(BLOCKS[kind], []).append(
                [values.get(column) for column in PAYMENT_COLUMNS] if kind == "payment" else values
            )
    if current is not None:
        yield started, current


def _lines(stream: TextIO) -> Iterator[str]:
    """Yield lines that are no longer than any of ours. Raises Misplaced."""
    number = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            raise Misplaced(number, "line", f"is longer than {LONGEST_LINE:,} characters")
        yield line


def _check_names(names: Sequence[str]) -> None:
    """Raise Misplaced for a head that no file of ours has."""
    if len(names) > MOST_COLUMNS:
        raise Misplaced(1, "columns", f"are more than {MOST_COLUMNS}")
    if len(set(names)) < len(names):
        raise Misplaced(1, "columns", "one of them stands there twice")
    blocks = {name.rpartition(".")[0] for name in names}
    for name in names:
        if len(name) > LONGEST_NAME or name in blocks:
            raise Misplaced(1, "columns", "one of them has a name that cannot be")


def nested(cells: dict[str, Any]) -> dict[str, Any]:
    """Return `{"terms.rate": "5.49"}` as `{"terms": {"rate": "5.49"}}`."""
    record: dict[str, Any] = {}
    for name, cell in cells.items():
        *path, leaf = name.split(".")
        block = record
        for step in path:
            block = block.setdefault(step, {})
        block[leaf] = cell
    return record
