"""How a payment was divided: interest until its day, then each bucket in the contract's order."""

from collections.abc import Iterator

from finance_portal.domain.allocation import Bucket
from finance_portal.domain.cents import ZERO, dollars
from finance_portal.domain.events import Payment
from finance_portal.domain.working.balances import NOUNS, changed_at_the_end
from finance_portal.domain.working.lines import (
    BUCKETS,
    MINUS,
    Working,
    amount_line,
    day_text,
    interest_lines,
)
from finance_portal.domain.working.trace import Phase, Step, Taking, Trace
from finance_portal.language import say


def payment(traced: Trace, payment_id: str) -> Working:
    """Return how a payment was divided; its result is the principal after it.

    Raises ValueError for a payment that does not count: it was returned, or is not there.
    """
    step = traced.step_of(payment_id)
    if step is None or not isinstance(step.event, Payment):
        raise ValueError("no payment that counts has this id")
    return Working(tuple(_lines(traced, step, step.event)), step.after[Bucket.PRINCIPAL])


def _lines(traced: Trace, step: Step, paid: Payment) -> Iterator[str]:
    yield amount_line(say("Payment of {day}", day=day_text(paid.effective_on)), paid.amount)
    if any(phase.is_regular for phase in step.phases):
        yield from _interest(traced, step)
    for phase in step.phases:
        yield from _regular(phase, step) if phase.is_regular else _chosen(phase)
    allocation = traced.position.applied[paid.id]
    if allocation.unapplied > ZERO:
        yield amount_line(say("Kept for the next payment"), allocation.unapplied)
    if allocation.credit:
        yield amount_line(say("More than was owed"), allocation.credit)
    yield _principal_after(step)


def _regular(phase: Phase, step: Step) -> Iterator[str]:
    """Yield what was owed by then, and what each bucket took, in the order of the contract."""
    if len(step.phases) > 1:
        yield amount_line(say("To divide in the order of the contract"), phase.money)
    if phase.held:
        yield amount_line(say("Kept before, used now"), phase.held)
    if phase.due is not None:
        yield amount_line(say("Open of the installments due by then, or of the next"), phase.due)
    yield from (_taken(taking) for taking in phase.takings if taking.owed)
    if phase.curtailed:
        yield amount_line(say("To principal, beyond what is due"), phase.curtailed)


def _interest(traced: Trace, step: Step) -> Iterator[str]:
    unpaid = step.before[Bucket.INTEREST]
    if unpaid:
        yield amount_line(say(NOUNS[Bucket.INTEREST]), unpaid)
    yield from interest_lines(list(step.segments), traced.position.terms.rounding)
    if step.segments:
        yield from changed_at_the_end(step.segments[-1], step.before[Bucket.PRINCIPAL])


def _chosen(phase: Phase) -> Iterator[str]:
    yield amount_line(say("Chosen"), phase.money)
    yield from (_taken(taking) for taking in phase.takings if taking.owed)


def _taken(taking: Taking) -> str:
    owed = say(
        "To {bucket}, of {owed} owed", bucket=say(BUCKETS[taking.bucket]), owed=dollars(taking.owed)
    )
    return amount_line(owed, taking.taken)


def _principal_after(step: Step) -> str:
    before, after = step.before[Bucket.PRINCIPAL], step.after[Bucket.PRINCIPAL]
    formula = f"{dollars(before)} {MINUS} {dollars(before - after)}"
    return say("Principal after it: {formula} = {after}", formula=formula, after=dollars(after))
