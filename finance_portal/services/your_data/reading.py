"""Read account.json of a bundle row by row: anybody may have made it (case 66).

A row has so many fields and is so deep and long as ours are, at the most; all rows together, too,
and reading takes only so long.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any, NamedTuple

import ijson

from finance_portal.services.your_data.account import FORMAT, SCHEMA
from finance_portal.services.your_data.catalogue import by_name
from finance_portal.services.your_data.values import ValueRefused

MOST_ROWS = 2_000_000
MOST_FIELDS, DEEPEST, LONGEST_ROW = 100, 8, 1_000_000
SECONDS = 600.0

Fields = dict[str, Any]


class ImportRefused(Exception):
    """Nothing of a bundle came in; the message says where and why, and repeats nothing of it."""


class Line(NamedTuple):
    """A row of an export, and where it stands."""

    table: str
    number: int
    fields: Fields

    def refused(self, why: str, column: str = "") -> ImportRefused:
        """Return the refusal of this row."""
        where = f", {column}" if column else ""
        return ImportRefused(f"account.json, {self.table}, row {self.number}{where}: {why}")


def head(file: IO[bytes]) -> Mapping[str, Any]:
    """Return what stands before the tables. Raises ImportRefused for what is no account of ours."""
    found = Fields()
    for prefix, event, value in _events(file):
        if prefix == "tables":
            break
        if event in {"string", "number"} and len(found) < MOST_FIELDS:
            found[prefix] = value
    if (found.get("format"), found.get("schema")) != (FORMAT, SCHEMA):
        raise ImportRefused(f"account.json is not of the form {FORMAT}, schema {SCHEMA}.")
    return found


def rows(file: IO[bytes], clock: Callable[[], float] = time.monotonic) -> Iterator[Line]:
    """Yield every row, table after table in the order of the catalogue. Raises ImportRefused."""
    until, order, number, table = clock() + SECONDS, list(by_name()), 0, ""
    events, count = _events(file), 0
    for prefix, event, _ in events:
        if event == "start_array" and prefix.startswith("tables."):
            table, number = prefix.removeprefix("tables."), 0
            if table not in order:
                raise ImportRefused("account.json has a table that is unknown, or twice, or late.")
            del order[: order.index(table) + 1]
        elif event == "start_map" and prefix == f"tables.{table}.item":
            number, count = number + 1, count + 1
            if count > MOST_ROWS or clock() > until:
                raise ImportRefused("account.json has more than can be read.")
            yield Line(table, number, _row(events, Line(table, number, {})))


def _row(events: Iterator[tuple[str, str, Any]], line: Line) -> Fields:
    try:
        row = _map(events, _Measure(), 1)
    except ValueRefused as refusal:
        raise line.refused(str(refusal)) from None
    return row


class _Measure:
    """How much of a row has been read."""

    def __init__(self) -> None:
        self.fields = self.letters = 0

    def take(self, letters: int) -> None:
        self.fields, self.letters = self.fields + 1, self.letters + letters
        if self.fields > 50 * MOST_FIELDS or self.letters > LONGEST_ROW:
            raise ValueRefused("is longer than a row can be")


def _map(events: Iterator[tuple[str, str, Any]], read: _Measure, depth: int) -> Fields:
    found, name = Fields(), ""
    for _, event, value in events:
        if event == "end_map":
            return found
        if event == "map_key":
            name = value
            if name in found or len(found) >= MOST_FIELDS:
                raise ValueRefused("has a field twice, or more than a row can have")
        else:
            found[name] = _value(events, event, value, read, depth)
    raise ValueRefused("breaks off")


def _list(events: Iterator[tuple[str, str, Any]], read: _Measure, depth: int) -> list[Any]:
    found = list[Any]()
    for _, event, value in events:
        if event == "end_array":
            return found
        found.append(_value(events, event, value, read, depth))
    raise ValueRefused("breaks off")


def _value(
    events: Iterator[tuple[str, str, Any]], event: str, value: Any, read: _Measure, depth: int
) -> Any:
    read.take(len(value) if isinstance(value, str) else 1)
    if depth > DEEPEST:
        raise ValueRefused("is deeper than a row can be")
    if event == "start_map":
        return _map(events, read, depth + 1)
    return _list(events, read, depth + 1) if event == "start_array" else value


def _events(file: IO[bytes]) -> Iterator[tuple[str, str, Any]]:
    """Yield what ijson reads. Raises ImportRefused where it cannot."""
    try:
        yield from ijson.parse(file, buf_size=65_536)
    except (ijson.JSONError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise ImportRefused("account.json is not JSON in UTF-8, or breaks off.") from error
