"""How a late charge and a debit of autopay came about."""

from finance_portal.domain.cents import Cents, Rounding, dollars, rounded
from finance_portal.domain.events import Charge
from finance_portal.domain.late_charge import Base
from finance_portal.domain.rates import percent
from finance_portal.domain.terms import LoanTerms
from finance_portal.domain.working.balances import open_fees
from finance_portal.domain.working.dues import installments
from finance_portal.domain.working.lines import (
    ROUNDED,
    TIMES,
    Working,
    amount_line,
    day_text,
    exact_text,
)
from finance_portal.domain.working.trace import Trace
from finance_portal.language import say


def late_charge(terms: LoanTerms, charge: Charge) -> Working | None:
    """Return how a late charge follows from the contract; None where it does not by itself.

    That is so where a limit of the contract or of a state has changed it, or where it was a share
    of what was unpaid on that day.
    """
    rule = terms.late_charge
    if rule.flat == charge.amount:
        named = amount_line(say("As the contract says"), charge.amount)
        return Working((named, amount_line(say("Late charge"), charge.amount)), charge.amount)
    if rule.percent is None or rule.base is not Base.INSTALLMENT:
        return None
    exact = terms.installment * rule.percent.exact
    if rounded(exact) != charge.amount:
        return None
    formula = f"{dollars(terms.installment)} {TIMES} {percent(rule.percent)} = {exact_text(exact)}"
    lines = (
        say("Of the installment that was late: {formula}", formula=formula),
        amount_line(say(ROUNDED[Rounding.HALF_UP]), charge.amount),
        amount_line(say("Late charge"), charge.amount),
    )
    return Working(lines, charge.amount)


def debit(traced: Trace, amount: Cents, extra: Cents) -> Working | None:
    """Return what a debit of autopay is made of, from the position of its day.

    None for a debit that is no sum of what is due then, such as a fixed amount or a half.
    """
    position = traced.position
    due = [each for each in position.open_installments if each.due_on <= position.on]
    lines = [*installments(traced, due), *open_fees(traced)]
    if position.unapplied:
        lines.append(amount_line(say("Kept for it"), -position.unapplied))
    if extra:
        lines.append(amount_line(say("Extra, to principal alone"), extra))
    total = sum(each.remaining for each in due) + position.fees - position.unapplied + extra
    if total != amount or not due:
        return None
    return Working(
        (*lines, amount_line(say("Debited {day}", day=day_text(position.on)), amount)), amount
    )
