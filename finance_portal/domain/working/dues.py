"""How amounts to pay came about: what is due next, what is past due, what cures it."""

from collections.abc import Iterable, Iterator
from datetime import date

from finance_portal.domain.cents import ZERO, Cents, dollars
from finance_portal.domain.installments import InstallmentStatus
from finance_portal.domain.working.balances import interest_through, open_fees
from finance_portal.domain.working.lines import MINUS, Working, amount_line, day_text
from finance_portal.domain.working.trace import Trace
from finance_portal.language import say


def amount_due(traced: Trace) -> Working:
    """Return what is still to pay of the next installment, less money that is kept for it."""
    position = traced.position
    following = position.next_installment
    if following is None:
        return Working((amount_line(say("Nothing is left to pay"), ZERO),), ZERO)
    kept = min(position.unapplied, position.amount_due)
    due = position.amount_due - kept
    lines = [
        *installments(traced, [following]),
        *([amount_line(say("Kept for it"), -kept)] if kept else []),
        amount_line(say("Due {day}", day=day_text(following.due_on)), due),
    ]
    return Working(tuple(lines), due)


def past_due(traced: Trace) -> Working:
    """Return what is open of the installments that fell due before the day (R4.1)."""
    position = traced.position
    lines = _past_due(traced)
    return Working((*lines, amount_line(say("Past due"), position.past_due)), position.past_due)


def to_cure(traced: Trace) -> Working:
    """Return what brings the contract current: what is past due, and open charges and fees."""
    position = traced.position
    lines = [*_past_due(traced), *open_fees(traced)]
    total = amount_line(say("Brings the contract current"), position.to_cure)
    return Working((*lines, total), position.to_cure)


def _past_due(traced: Trace) -> list[str]:
    position = traced.position
    late = [each for each in position.open_installments if each.due_on < position.on]
    return list(installments(traced, late)) or [
        amount_line(say("No installment is past due"), ZERO)
    ]


def installments(traced: Trace, wanted: Iterable[InstallmentStatus]) -> Iterator[str]:
    """Yield what is open of each; where one takes all that is left, say what that is (R5.3)."""
    day, before = traced.position.on, ZERO
    for each in wanted:
        day = max(day, each.due_on)
        if not _takes_the_rest(traced, each):
            yield _as_scheduled(each)
        elif each.remaining:
            yield from _the_rest(traced, each, day, before)
        before += each.remaining


def _takes_the_rest(traced: Trace, each: InstallmentStatus) -> bool:
    is_last = each.number == len(traced.position.installments)
    return is_last or each.amount != traced.book.installments.scheduled(each.number)


def _as_scheduled(each: InstallmentStatus) -> str:
    label = _label(each)
    if not each.paid:
        return amount_line(label, each.amount)
    formula = say(
        "{amount} {minus} {paid} already paid",
        amount=dollars(each.amount),
        minus=MINUS,
        paid=dollars(each.paid),
    )
    return f"{label}: {formula} = {dollars(each.remaining)}"


def _the_rest(traced: Trace, each: InstallmentStatus, day: date, before: Cents) -> Iterator[str]:
    yield say("{label}, takes all that is left by {day}.", label=_label(each), day=day_text(day))
    yield amount_line(say("Principal"), traced.position.principal)
    yield from interest_through(traced, day)
    if before:
        yield amount_line(say("Of it, counted above"), -before)


def _label(each: InstallmentStatus) -> str:
    due_on = day_text(each.due_on)
    if each.is_balloon:
        return say("Balloon, due {day}", day=due_on)
    return say("Installment {number}, due {day}", number=each.number, day=due_on)
