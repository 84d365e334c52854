"""Compare a boarded contract with the control totals of its record, to the cent."""

from collections.abc import Iterator

from finance_portal.domain.cents import dollars
from finance_portal.domain.interest import per_diem_text
from finance_portal.domain.position import Position
from finance_portal.services.boarding.format import LeaseTermsRecord, Record
from finance_portal.services.terms import Terms

Difference = tuple[str, str]  # the column, and what is wrong with it


def differences(record: Record, terms: Terms, position: Position) -> Iterator[Difference]:
    """Yield each control total that is not what the portal has worked out."""
    for column, given, worked_out in _totals(record, terms, position):
        if given is not None and given != worked_out:
            yield (
                column,
                f"the file says {_shown(given)}, the portal works out {_shown(worked_out)}",
            )


def _totals(
    record: Record, terms: Terms, position: Position
) -> Iterator[tuple[str, object, object]]:
    state, following = record.state, position.next_installment
    next_due_on = following.due_on if following else None
    if terms.lease is None:
        yield "state.principal", state.principal, position.principal
        yield "state.accrued_interest", state.accrued_interest, position.accrued_interest
        yield "state.per_diem", state.per_diem, per_diem_text(position.per_diem)
    else:
        if isinstance(record.terms, LeaseTermsRecord):
            base = terms.lease.base_monthly_payment
            yield "terms.base_payment", record.terms.base_payment, base
        yield "state.remaining_payments_total", state.remaining_payments_total, position.principal
        yield "state.payments_remaining", state.payments_remaining, position.installments_left
    yield "state.next_due", state.next_due, next_due_on
    yield "next_due", record.next_due, next_due_on
    yield from _payments(record, position)
    if record.past_due:
        owed = record.past_due.total_to_bring_current
        yield "past_due.total_to_bring_current", owed, position.to_cure
    if quote := record.payoff_10_day:
        interest = position.interest_through(quote.good_through)
        yield "payoff_10_day.principal", quote.principal, position.principal
        yield "payoff_10_day.interest", quote.interest, interest
        yield "payoff_10_day.fees", quote.fees, position.fees
        yield "payoff_10_day.total", quote.total, position.payoff_on(quote.good_through)
    if record.payoff:
        overage = sum(allocation.credit for allocation in position.applied.values())
        yield "payoff.overage", record.payoff.overage, overage


def _payments(record: Record, position: Position) -> Iterator[tuple[str, object, object]]:
    applied = {allocation.effective_on: allocation for allocation in position.applied.values()}
    for place, row in enumerate(record.last_payments):
        allocation = applied.get(row.on)
        column = f"last_payments.{place}"
        if allocation is None:
            yield column, row.on, None
            continue
        yield f"{column}.interest", row.interest, allocation.interest
        yield f"{column}.principal", row.principal, allocation.principal
        yield f"{column}.balance", row.balance, allocation.principal_after


def _shown(figure: object) -> str:
    return dollars(figure) if isinstance(figure, int) else str(figure)
