"""Where the shared vectors are, how they are read, and how a result is compared to them."""

import json
import os
from decimal import Decimal
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
SHARED = Path(os.environ.get("PORTAL_TEST_SHARED", REPOSITORY.parent / "shared"))
VECTORS = SHARED / "vectors"
ROW_KEYS = ("due", "date", "month")


class NotSupported(Exception):
    """A case names a convention that the portal does not have."""


def cases():
    """Every case of every file, with its kind, named "kind/case"."""
    for file in sorted(VECTORS.glob("*.json")):
        content = json.loads(file.read_text())
        for case in content["cases"]:
            yield content["kind"], case


def differences(expected, actual, tolerance=None, where=""):
    """Compare by the vectors' own rules: what is expected, exactly unless a tolerance is given.

    Rows are matched by their date or month, because a case may list only some of them.
    """
    if isinstance(expected, dict):
        return [
            difference
            for field, value in expected.items()
            for difference in _field(field, value, actual, tolerance, where)
        ]
    if isinstance(expected, list):
        return _list(expected, actual, tolerance, where)
    if _same(expected, actual, tolerance):
        return []
    return [f"{where}: expected {expected}, got {actual}"]


def _field(field, value, actual, tolerance, where):
    path = f"{where}.{field}".lstrip(".")
    if field not in actual:
        return [f"{path}: missing"]
    if isinstance(tolerance, dict):
        tolerance = tolerance.get(field)
    return differences(value, actual[field], tolerance, path)


def _list(expected, actual, tolerance, where):
    key = _row_key(expected)
    if key is None:
        if len(expected) != len(actual):
            return [f"{where}: expected {len(expected)} items, got {len(actual)}"]
        pairs = enumerate(zip(expected, actual, strict=True))
    else:
        rows = {row[key]: row for row in actual}
        pairs = ((row[key], (row, rows.get(row[key], {}))) for row in expected)
    return [
        difference
        for name, (row, found) in pairs
        for difference in differences(row, found, tolerance, f"{where}[{name}]")
    ]


def _row_key(expected):
    if not expected or not isinstance(expected[0], dict):
        return None
    return next((key for key in ROW_KEYS if key in expected[0]), None)


def _same(expected, actual, tolerance):
    if isinstance(expected, bool) or isinstance(actual, (bool, int)):
        return expected == actual
    if isinstance(actual, Decimal):
        return abs(Decimal(expected) - actual) <= Decimal(tolerance or 0)
    return str(expected).casefold() == str(actual).casefold()
