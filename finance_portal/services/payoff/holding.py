"""A payoff that is set for a later day is held to its amount, as a letter is (R4.2, R6.8).

Whoever set it signed for that amount: taking more would be taking what nobody allowed, and taking
less than is owed would leave the contract open. So what is charged until then is waived when it is
paid. A payment that comes back voids it, like every quote.
"""

from datetime import datetime

from sqlmodel import Session, select

from finance_portal.domain.events import Intent
from finance_portal.domain.interest import per_diem_text
from finance_portal.domain.position import Position
from finance_portal.models.contracts import Contract
from finance_portal.models.quotes import Quote
from finance_portal.models.scheduled import ScheduledPayment
from finance_portal.services.contracts import File


def hold(
    session: Session, order: ScheduledPayment, file: File, on_the_day: Position, now: datetime
) -> None:
    """Keep the quote of a payoff that was set for a day; set anew, it is quoted anew.

    `on_the_day` is where the contract will stand just before it is paid.
    """
    if order.intent != Intent.PAYOFF:
        return
    row = session.exec(select(Quote).where(Quote.ref == order.ref)).one_or_none()
    contract = session.get_one(Contract, order.contract_id)
    row = row or Quote(
        ref=order.ref,
        contract_id=order.contract_id,
        borrower_id=order.borrower_id,
        kind="payoff",
        audience="borrower",
        quoted_on=now.date(),
        good_through=order.pay_on,
        per_diem="",
        version=0,
        made_at=now,
    )
    row.quoted_on, row.good_through, row.made_at = now.date(), order.pay_on, now
    row.version = contract.version
    row.principal_cents = on_the_day.principal
    row.interest_cents = on_the_day.interest_through(order.pay_on)
    row.late_charges_cents = on_the_day.late_charges
    row.returned_fees_cents = on_the_day.returned_fees
    row.other_fees_cents = on_the_day.other_fees
    row.unapplied_cents = on_the_day.unapplied
    row.total_cents = order.amount_cents
    row.pending_cents = file.in_flight
    row.per_diem = per_diem_text(on_the_day.per_diem)
    session.add(row)
