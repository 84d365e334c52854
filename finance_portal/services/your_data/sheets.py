"""The CSV files of an export: for a spreadsheet, in dollars, and with nothing that it would run.

UTF-8 with a byte order mark, for that is how every spreadsheet reads accents right; lines end as
RFC 4180 says. A text that begins like a formula gets an apostrophe before it (Z6, case 66).
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from finance_portal.services.your_data.catalogue import by_name
from finance_portal.services.your_data.gather import Gathered, Row

MARK = "\N{ZERO WIDTH NO-BREAK SPACE}".encode()
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")
CENTS = "_cents"
PARTS = ("principal", "unpaid_interest", "interest_income", "late_charges", "returned_fees")
PAID = ("payment", "returned", "reinstated", "refunded")

# fmt: off
SHEETS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "contracts": ("contract", (
        "number", "kind", "vehicle", "vin", "first_due_on", "due_day", "term",
        "installment_cents", "next_due_on", "boarded_at",
    )),
    "orders": ("payment", (
        "ref", "contract_id", "submitted_at", "effective_on", "amount_cents", "fee_cents",
        "intent", "origin", "status",
    )),
    "scheduled": ("scheduled_payment", (
        "ref", "contract_id", "pay_on", "amount_cents", "fee_cents", "intent", "status", "why",
    )),
    "requests": ("service_request", (
        "ref", "contract_id", "kind", "status", "asked_at", "answer_by", "decided_at", "reply",
        "details",
    )),
    "documents": ("document", ("ref", "contract_id", "kind", "title", "dated_on")),
    "methods": ("payment_method", ("ref", "kind", "label", "nickname", "last4", "added_at")),
}
# fmt: on
"""Files that are a table's own columns; payments and ledger are put together below."""


def sheets(found: Gathered) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield the name and the pieces of each CSV file."""
    numbers = {row["id"]: row["number"] for row in found.rows(by_name()["contract"])}
    yield "csv/payments.csv", _sheet(_payments(found, numbers))
    yield "csv/ledger.csv", _sheet(_ledger(found, numbers))
    for name, (table, columns) in SHEETS.items():
        rows = found.rows(by_name()[table])
        yield f"csv/{name}.csv", _sheet(_own(rows, columns, numbers))


def cell(value: object) -> str:
    """Return a value as a cell that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text


def dollars(cents: int | None) -> "Amount | None":
    """Return an amount as a number with two decimals, which stays a number."""
    return None if cents is None else Amount(cents)


class Amount(int):
    """Cents that are written as dollars."""

    def __str__(self) -> str:
        sign, whole = "-" * (self < 0), abs(int(self))
        return f"{sign}{whole // 100}.{whole % 100:02d}"


def _sheet(rows: Iterable[Iterable[object]]) -> Iterator[bytes]:
    yield MARK
    for row in rows:
        out = io.StringIO(newline="")
        csv.writer(out).writerow([cell(each) for each in row])
        yield out.getvalue().encode()


def _own(
    rows: Iterable[Row], columns: tuple[str, ...], numbers: Mapping[int, str]
) -> Iterator[list[object]]:
    yield [_heading(each) for each in columns]
    for row in rows:
        yield [_value(each, row.get(each), numbers) for each in columns]


def _heading(column: str) -> str:
    return "contract" if column == "contract_id" else column.removesuffix(CENTS)


def _value(column: str, value: object, numbers: Mapping[int, str]) -> object:
    if column == "contract_id" and isinstance(value, int):
        return numbers.get(value, "")
    return dollars(value) if column.endswith(CENTS) and isinstance(value, int) else value


def _payments(found: Gathered, numbers: Mapping[int, str]) -> Iterator[list[object]]:
    """Yield every payment with where each cent of it went, as the books have it."""
    yield ["contract", "counts_from", "what", "confirmation", "amount", *PARTS, "entered_at"]
    posted = _posted(found)
    for row in found.rows(by_name()["contract_event"]):
        if row["kind"] in PAID:
            parts = posted[row["id"]]
            yield [
                numbers[row["contract_id"]],
                row["effective_on"],
                row["kind"],
                row["payment_ref"],
                dollars(row["amount_cents"]),
                *(dollars(-parts.get(each, 0)) for each in PARTS),
                row["entered_at"],
            ]


def _posted(found: Gathered) -> Mapping[int, Mapping[str, int]]:
    """Return what was posted for each event, by account."""
    events = {row["id"]: row["event_id"] for row in found.rows(by_name()["ledger_entry"])}
    sums: defaultdict[int, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in found.rows(by_name()["posting"]):
        sums[events[row["entry_id"]]][row["account"]] += row["amount_cents"]
    return sums


def _ledger(found: Gathered, numbers: Mapping[int, str]) -> Iterator[list[object]]:
    """Yield the double entry itself: a debit is positive, a credit negative."""
    yield ["entry", "contract", "effective_on", "kind", "account", "amount", "posted_at"]
    entries = {row["id"]: row for row in found.rows(by_name()["ledger_entry"])}
    for row in found.rows(by_name()["posting"]):
        entry = entries[row["entry_id"]]
        yield [
            entry["id"],
            numbers[entry["contract_id"]],
            entry["effective_on"],
            entry["kind"],
            row["account"],
            dollars(row["amount_cents"]),
            entry["posted_at"],
        ]
