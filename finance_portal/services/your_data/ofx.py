"""OFX 2: one statement a contract, for programs that keep one's books.

OFX has no format for vehicle loans that programs read, so it is that of a line of credit: what is
owed is a negative balance, a payment is positive. Nothing here depends on when it was made: the
balance is that of the last event, so the same books are the same file.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from finance_portal.services.your_data.catalogue import by_name
from finance_portal.services.your_data.gather import Gathered, Row
from finance_portal.services.your_data.sheets import Amount

HEADER = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
    '<?OFX OFXHEADER="200" VERSION="203" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>\n'
)
OWED = ("principal", "unpaid_interest", "late_charges", "returned_fees", "other_fees")
OURS = ("unapplied", "credit_balance")
TYPES = {
    "payment": "PAYMENT",
    "returned": "DEBIT",
    "reinstated": "PAYMENT",
    "charge": "FEE",
    "waiver": "CREDIT",
    "refunded": "DEBIT",
    "convenience_fee": "FEE",
}
LONGEST_NAME, LONGEST_ID = 32, 22
BANK = "LENDER"


def statements(found: Gathered) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield the name and the pieces of one OFX file for each contract."""
    balances = _balances(found)
    for contract in found.rows(by_name()["contract"]):
        name = f"ofx/{contract['kind']}-{contract['ref']}.ofx"
        yield name, _statement(found, contract, balances[contract["id"]])


def _statement(found: Gathered, contract: Row, changes: Mapping[int, int]) -> Iterator[bytes]:
    events = [
        row
        for row in found.rows(by_name()["contract_event"])
        if row["contract_id"] == contract["id"]
    ]
    last = max(datetime.fromisoformat(row["entered_at"]) for row in events)
    first = min(row["effective_on"] for row in events)
    yield HEADER.encode()
    yield _block(
        f"<OFX>{_signed_on(last)}<BANKMSGSRSV1><STMTTRNRS><TRNUID>0</TRNUID>{_fine()}<STMTRS>"
        f"<CURDEF>USD</CURDEF>{_account(contract)}<BANKTRANLIST><DTSTART>{_day(first)}</DTSTART>"
        f"<DTEND>{_moment(last)}</DTEND>"
    )
    for row in events:
        if row["kind"] in TYPES:
            yield _block(_transaction(contract, row, changes.get(row["id"], 0)))
    owed = Amount(-sum(changes.values()))
    yield _block(
        f"</BANKTRANLIST><LEDGERBAL><BALAMT>{owed}</BALAMT><DTASOF>{_moment(last)}</DTASOF>"
        "</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
    )


def _balances(found: Gathered) -> Mapping[int, Mapping[int, int]]:
    """Return, for each contract, what each event has changed of what is owed."""
    entries = {row["id"]: row for row in found.rows(by_name()["ledger_entry"])}
    sums: dict[int, dict[int, int]] = {key: {} for key in found.keys["contract"]}
    for row in found.rows(by_name()["posting"]):
        if row["account"] in {*OWED, *OURS}:
            entry = entries[row["entry_id"]]
            of = sums[entry["contract_id"]]
            of[entry["event_id"]] = of.get(entry["event_id"], 0) + row["amount_cents"]
    return sums


def _transaction(contract: Row, row: Row, change: int) -> str:
    """Return one event: a payment by its own amount, anything else by what it has changed."""
    amount = row["amount_cents"] if row["kind"] == "payment" else -change
    memo = f"{row['kind'].replace('_', ' ')} {row['payment_ref'] or ''}".strip()
    return (
        f"<STMTTRN><TRNTYPE>{TYPES[row['kind']]}</TRNTYPE>"
        f"<DTPOSTED>{_day(row['effective_on'])}</DTPOSTED><TRNAMT>{Amount(amount)}</TRNAMT>"
        f"<FITID>{contract['ref']}-{row['sequence']}</FITID>"
        f"<NAME>{escape(contract['vehicle'][:LONGEST_NAME])}</NAME><MEMO>{escape(memo)}</MEMO>"
        "</STMTTRN>"
    )


def _signed_on(at: datetime) -> str:
    return (
        f"<SIGNONMSGSRSV1><SONRS>{_fine()}<DTSERVER>{_moment(at)}</DTSERVER>"
        "<LANGUAGE>ENG</LANGUAGE></SONRS></SIGNONMSGSRSV1>"
    )


def _account(contract: Row) -> str:
    return (
        f"<BANKACCTFROM><BANKID>{BANK}</BANKID><ACCTID>{contract['ref'][:LONGEST_ID]}</ACCTID>"
        "<ACCTTYPE>CREDITLINE</ACCTTYPE></BANKACCTFROM>"
    )


def _fine() -> str:
    return "<STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS>"


def _block(text: str) -> bytes:
    return f"{text}\n".encode()


def _day(iso: str) -> str:
    return iso.replace("-", "")


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%d%H%M%S}.000[0:GMT]"
