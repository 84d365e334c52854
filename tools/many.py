"""Many contracts on a database within seconds: copies of a few that were boarded and paid."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Table, text
from sqlmodel import Session, SQLModel, col, select

from finance_portal.db import Database
from finance_portal.domain.calendar import add_months
from finance_portal.domain.events import Payment
from finance_portal.models.autopay import Autopay, PaymentAuthorization
from finance_portal.models.base import table_of
from finance_portal.models.contracts import Contract, Loan
from finance_portal.models.ledger import ContractEvent, LedgerEntry, Posting
from finance_portal.models.nightly import Bill
from finance_portal.models.payments import PaymentMethod
from finance_portal.models.people import Borrower, Obligor
from finance_portal.models.standing import ContractStanding
from finance_portal.services import ledger
from finance_portal.services.boarding.board import board as board_file
from finance_portal.services.ledger import Happening

DUE_DAYS = range(1, 29)
DAYS_AFTER_GRACE = 11
LATE_SHARE = 500  # one contract of so many gets a late charge in a night
TABLES: tuple[type[SQLModel], ...] = (
    Borrower,
    Contract,
    Loan,
    Obligor,
    ContractEvent,
    LedgerEntry,
    Posting,
    Bill,
    ContractStanding,
    PaymentMethod,
    PaymentAuthorization,
    Autopay,
)
UNIQUE = {"ref", "number_index", "external_id", "method", "key"}


def board_few(db: Database, folder: Path, today: date) -> None:
    """Board a contract for each due day, and at last one that is late; pay what fell due."""
    file = folder / "few.json"
    start = add_months(today, -4, 3)
    first = add_months(today, -2, 1)
    records = [
        _record(f"F{place}", start, first.replace(day=day))
        for place, day in enumerate((*DUE_DAYS, today.day - DAYS_AFTER_GRACE))
    ]
    business_date = (start + timedelta(days=1)).isoformat()
    file.write_text(json.dumps({"business_date": business_date, "contracts": records}))
    now = datetime.combine(start, datetime.min.time()).astimezone()
    board_file(db, file, now=now)
    with db.begin() as session:
        for contract in session.exec(select(Contract).order_by(col(Contract.id))).all():
            _pay(session, contract, today, late=contract.id == len(records))
            _sign(session, contract, now)


def copy(db: Database, contracts: int) -> None:
    """Copy every one of the few until there are about so many; the late one more seldom."""
    with db.begin() as session:
        connection, tables = session.connection(), [table_of(each) for each in TABLES]
        sizes = {table.name: _size(connection, table) for table in tables}
        times = contracts // (sizes["contract"] - 1)
        for table in tables:
            _copy(connection, table, sizes, times, contracts // LATE_SHARE)
        connection.execute(text("ANALYZE"))


def _record(name: str, start: date, first_due: date) -> dict[str, Any]:
    return {
        "id": name,
        "borrowers": [{"id": f"P{name}", "first_name": "Ada", "last_name": "Byron"}],
        "product": "loan",
        "vin": "5UX53GP03S9A00117",
        "vehicle": "2026 Sedan",
        "terms": {
            "principal": "30000.00",
            "rate": "6.00",
            "term": 60,
            "contract_date": start.isoformat(),
            "first_due": first_due.isoformat(),
            "due_day": first_due.day,
            "payment": "579.98",
            "late_charge": {"grace_days": 10, "percent": "5"},
            "grace_on_banking_days": False,
        },
        "all_payments": True,
        "last_payments": [],
    }


def _pay(session: Session, contract: Contract, today: date, *, late: bool) -> None:
    """Pay every installment on its day; the late one misses the last."""
    days = [add_months(contract.first_due_on, months, contract.due_day) for months in range(3)]
    due = [day for day in days if day < today - timedelta(days=2)]
    for place, day in enumerate(due[:-1] if late else due):
        event = Payment(
            effective_on=day,
            sequence=ledger.NEXT,
            id=f"{contract.id}-{place}",
            amount=contract.installment_cents,
        )
        happening = Happening(event, f"settled:{contract.id}-{place}")
        ledger.enter(session, contract.id or 0, [happening], contract.boarded_at)


def _sign(session: Session, contract: Contract, now: datetime) -> None:
    """Turn autopay on for everybody."""
    borrower = session.exec(
        select(Obligor.borrower_id).where(col(Obligor.contract_id) == contract.id)
    ).one()
    method = PaymentMethod(
        ref=f"m{contract.id}",
        borrower_id=borrower,
        processor="stripe",
        livemode=False,
        customer="cus_1",
        method=f"pm_{contract.id}",
        kind="us_bank_account",
        label="Test Bank",
        last4="6789",
        usable=True,
        added_at=now,
    )
    session.add(method)
    session.flush()
    signed = PaymentAuthorization(
        ref=f"z{contract.id}",
        contract_id=contract.id or 0,
        borrower_id=borrower,
        method_id=method.id or 0,
        words="I authorize it.",
        version="1",
        hash="0" * 64,
        signed_name="Ada Byron",
        signed_at=now,
        ip="127.0.0.1",
        user_agent="bench",
    )
    session.add(signed)
    session.flush()
    session.add(
        Autopay(
            ref=f"a{contract.id}",
            contract_id=contract.id or 0,
            borrower_id=borrower,
            method_id=method.id or 0,
            authorization_id=signed.id or 0,
            status="active",
            amount="due",
            frequency="monthly",
            starts_on=now.date(),
            last_amount_cents=contract.installment_cents,
            changed_at=now,
            made_at=now,
        )
    )


def _copy(
    connection: Connection, table: Table, sizes: dict[str, int], times: int, late_times: int
) -> None:
    """Insert copies; each key is moved by the size of its table, times the copy's number."""
    names = ", ".join(column.name for column in table.columns)
    values = ", ".join(_value(column, sizes) for column in table.columns)
    connection.execute(
        text(
            f"INSERT INTO {table.name} ({names})"  # noqa: S608  our own names  # nosec B608
            " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :times)"
            f" SELECT {values} FROM {table.name} t CROSS JOIN n"
            f" WHERE n.i <= :late_times OR NOT ({_is_late(table, sizes)})"
            f" ORDER BY n.i, t.{_key(table)}"
        ),
        {"times": times - 1, "late_times": late_times},
    )
    if connection.dialect.name == "postgresql" and "id" in table.columns:
        sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
        connection.execute(text(f"SELECT setval({sequence}, max(id)) FROM {table.name}"))  # noqa: S608  # nosec B608


def _value(column: Column[Any], sizes: dict[str, int]) -> str:
    if column.name in UNIQUE:
        return f"CASE WHEN t.{column.name} IS NULL THEN NULL ELSE n.i || '-' || t.{column.name} END"
    for reference in column.foreign_keys:
        return f"t.{column.name} + n.i * {sizes[reference.column.table.name]}"
    if column.name == "id":
        return f"t.id + n.i * {sizes[column.table.name]}"
    return f"t.{column.name}"


def _is_late(table: Table, sizes: dict[str, int]) -> str:
    """Return the condition that a row belongs to the contract that is late: the last of the few."""
    late = sizes["contract"]
    if table.name == "contract":
        return f"t.id = {late}"
    if table.name == "posting":
        return f"t.entry_id IN (SELECT id FROM ledger_entry WHERE contract_id = {late})"  # noqa: S608  # nosec B608
    return f"t.contract_id = {late}" if "contract_id" in table.columns else "1 = 0"


def _size(connection: Connection, table: Table) -> int:
    return connection.scalar(text(f"SELECT max({_key(table)}) FROM {table.name}")) or 0  # noqa: S608  # nosec B608


def _key(table: Table) -> str:
    return next(iter(table.primary_key.columns)).name
