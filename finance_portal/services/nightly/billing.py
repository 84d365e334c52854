"""Bill each installment once, some weeks before it falls due (R2.1)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select, update

from finance_portal.db import insert
from finance_portal.models.base import table_of
from finance_portal.models.nightly import Bill
from finance_portal.models.standing import ContractStanding
from finance_portal.services.nightly.files import Known, known
from finance_portal.services.nightly.standings import BILLED_BEFORE, next_bill_on
from finance_portal.services.nightly.work import Work


@dataclass(frozen=True)
class Billing:
    """What is billed to one contract, and when to look at it again."""

    contract_id: int
    version: int
    bills: list[dict[str, Any]]
    look_on: date | None


def billing(now: datetime) -> Work[Billing]:
    """Return the work of billing what falls due within three weeks."""
    today = now.date()
    return Work(
        "bill",
        lambda session, after, most: _due(session, today, after, most),
        lambda session, ids: [_bill(each, today) for each in known(session, ids, today)],
        _write,
    )


def _due(session: Session, today: date, after: int, most: int) -> list[int]:
    standing = ContractStanding
    due = (
        select(standing.contract_id)
        .where(col(standing.bill_on) <= today, col(standing.contract_id) > after)
        .order_by(col(standing.contract_id))
        .limit(most)
    )
    return list(session.exec(due))


def _bill(each: Known, today: date) -> Billing:
    """Bill the open installments that nobody was billed for; those of before we serviced it none.

    The amount is what is open of it now, payments on their way counted as made.
    """
    contract, position = each.contract, each.foreseen(today)
    bills = [
        {
            "contract_id": contract.id,
            "due_on": installment.due_on,
            "installment": installment.number,
            "amount_cents": installment.remaining,
            "billed_on": today,
        }
        for installment in position.installments
        if not installment.is_satisfied
        and installment.due_on >= contract.serviced_from
        and installment.due_on - BILLED_BEFORE <= today
    ]
    return Billing(
        contract.id or 0, contract.version, bills, next_bill_on(contract, position, after=today)
    )


def _write(session: Session, billings: list[Billing]) -> int:
    """Write the bills that are not there, and when to look again. Return how many there were."""
    rows = [bill for each in billings for bill in each.bills]
    written = 0
    if rows:
        written = len(
            session.connection()
            .execute(
                insert(session, Bill)
                .on_conflict_do_nothing(index_elements=["contract_id", "due_on"])
                .returning(col(Bill.id)),
                rows,
            )
            .all()
        )
    standing = table_of(ContractStanding)
    session.connection().execute(
        update(standing)
        .where(
            standing.c.contract_id == bindparam("of"), standing.c.version == bindparam("of_version")
        )
        .values(bill_on=bindparam("look_on")),
        [
            {"of": each.contract_id, "of_version": each.version, "look_on": each.look_on}
            for each in billings
        ],
    )
    return written
