"""What will be paid without another click: the next of autopay, and what is ordered."""

from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from sqlmodel import Session

from finance_portal.domain.cents import Cents
from finance_portal.services.autopay.outlook import outlook
from finance_portal.services.autopay.plans import autopay_on
from finance_portal.services.contracts import File
from finance_portal.services.waiting_orders import waiting_on

MONTHS = 3  # autopay waits that long at most while a contract is paid ahead a little


@dataclass(frozen=True, kw_only=True)
class Coming:
    """One payment to come, in cents."""

    on: date
    amount: Cents
    is_autopay: bool


def coming_of(session: Session, file: File, today: date) -> list[Coming]:
    """Return the payments to come on a contract, the earliest first; of autopay only the next."""
    found = [
        Coming(on=row.pay_on, amount=row.amount_cents + row.fee_cents, is_autopay=False)
        for row in waiting_on(session, file.contract.id or 0)
    ]
    return sorted([*found, *_next_of_autopay(session, file, today)], key=attrgetter("on"))


def _next_of_autopay(session: Session, file: File, today: date) -> list[Coming]:
    row = autopay_on(session, file.contract.id or 0, locks=False)
    if row is None:
        return []
    debits = outlook(session, file, row, today, months=MONTHS)
    following = next((each for each in debits if each.amount and not each.skipped), None)
    if following is None:
        return []
    return [Coming(on=following.debit_on, amount=following.amount, is_autopay=True)]
