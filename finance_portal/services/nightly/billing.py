"""Bill each installment once, some weeks before it falls due (R2.1)."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile
from typing import Any

from sqlmodel import Session, col, select

from finance_portal.bulk import insert_many, update_many
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
        for installment in takewhile(
            lambda each: each.due_on - BILLED_BEFORE <= today, position.open_installments
        )
        if installment.due_on >= contract.serviced_from
    ]
    return Billing(
        contract.id or 0, contract.version, bills, next_bill_on(contract, position, after=today)
    )


def _write(session: Session, billings: list[Billing]) -> int:
    """Write the bills that are not there, and when to look again. Return how many there were."""
    rows = [bill for each in billings for bill in each.bills]
    looks = [
        {"contract_id": each.contract_id, "version": each.version, "bill_on": each.look_on}
        for each in billings
    ]
    written = insert_many(session, table_of(Bill), rows)
    _lock(session, [each.contract_id for each in billings])
    update_many(session, table_of(ContractStanding), looks, by=("contract_id", "version"))
    return written


def _lock(session: Session, contract_ids: list[int]) -> None:
    """Lock lines of the notebook in the order of their ids.

    An update of many takes them in any order, and two nights at once would wait for each other.
    """
    lines = select(ContractStanding.contract_id).where(
        col(ContractStanding.contract_id).in_(contract_ids)
    )
    session.exec(lines.order_by(col(ContractStanding.contract_id)).with_for_update()).all()
