"""How much: what can be chosen with one click, what it comes to, and how it is applied."""

from datetime import date

from finance_portal.domain.acceptance import PaymentNotAccepted, check_payment
from finance_portal.domain.cents import ZERO, Cents, dollars
from finance_portal.domain.events import Intent
from finance_portal.domain.events import Payment as PaymentEvent
from finance_portal.domain.position import Position
from finance_portal.language import say
from finance_portal.services.contracts import File
from finance_portal.services.payments._orders import (
    Option,
    PaymentOrder,
    PaymentRefused,
    Purpose,
    Way,
)
from finance_portal.services.what_if import outcome

LEAST: Cents = 50  # the processor moves no less

INTENT = {
    Purpose.REGULAR: Intent.REGULAR,
    Purpose.PRINCIPAL: Intent.PRINCIPAL_ONLY,
    Purpose.SPLIT: Intent.SPLIT,
}


def maximum(position: Position) -> Cents:
    """Return the most that can be paid: what closes the contract, less what is on its way."""
    return ZERO if position.is_closed else position.payoff_on(position.on)


def still_due(position: Position) -> Cents:
    """Return what is to be paid for the next installment, less what is kept for it."""
    return max(ZERO, position.amount_due - position.unapplied)


def options(file: File, position: Position, *, closes: Cents | None = None) -> list[Option]:
    """Return the amounts that can be chosen with one click.

    `closes` pays it off by a quote that runs, or buys a leased vehicle.
    """
    if position.is_closed:
        return []
    due, most = still_due(position), maximum(position)
    offered = [Option(choice="past_due", amount=position.to_cure)] if position.to_cure else []
    if due not in {ZERO, position.to_cure}:
        offered.append(Option(choice="due", amount=min(due, most)))
    if file.terms.lease is None:
        offered.append(Option(choice="payoff", amount=most if closes is None else closes))
    elif closes is not None:
        offered.append(Option(choice="buyout", amount=closes))
    return offered


def amount_of(file: File, position: Position, order: PaymentOrder) -> Cents:
    """Return what an order comes to on the day of the position. Raises PaymentRefused."""
    if order.choice == "other":
        return order.amount
    if order.choice == "buyout":
        return maximum(position)
    for option in options(file, position):
        if option.choice == order.choice:
            return option.amount
    if position.is_closed:
        raise PaymentRefused(say("This contract is already paid off."), "choice")
    raise PaymentRefused(say("Nothing is due like that on this day. Choose again."), "choice")


def event_of(file: File, position: Position, order: PaymentOrder) -> PaymentEvent:
    """Return the payment that an order stands for, on the day of the position."""
    intent, principal_only = _applied(position, order)
    return PaymentEvent(
        effective_on=position.on,
        sequence=file.contract.version + len(file.on_their_way) + len(file.events) + 1,
        id=order.form_token,
        amount=order.amount,
        intent=intent,
        principal_only=principal_only,
    )


def refuse_unacceptable(file: File, position: Position, payment: PaymentEvent) -> None:
    """Raise PaymentRefused for an amount, or a way to apply it, that cannot be."""
    try:
        check_payment(position, payment)
    except PaymentNotAccepted as refusal:
        raise PaymentRefused(str(refusal), "amount") from refusal
    if payment.amount < min(LEAST, maximum(position)):
        raise PaymentRefused(say("Enter {least} or more.", least=dollars(LEAST)), "amount")
    if payment.intent is Intent.HELD:
        seen = outcome(file, payment.amount, payment.effective_on, intent=Intent.HELD)
        if seen.why_not:
            raise PaymentRefused(seen.why_not, "amount")


def ways(file: File, position: Position, order: PaymentOrder) -> tuple[Way, ...]:
    """Return every way to apply a freely chosen amount, and what each comes to (R3.3)."""
    if order.choice != "other" or file.terms.lease is not None:
        return ()
    offered = [Purpose.REGULAR, Purpose.NEXT, Purpose.PRINCIPAL]
    if order.amount == still_due(position):  # then the next one and the regular way are the same
        offered.remove(Purpose.NEXT)
    if order.purpose is Purpose.SPLIT:
        offered.append(Purpose.SPLIT)
    return tuple(_way(file, position, order, purpose) for purpose in offered)


def _way(file: File, position: Position, order: PaymentOrder, purpose: Purpose) -> Way:
    intent, principal_only = _intent(position, order, purpose)
    seen = outcome(file, order.amount, position.on, intent=intent, principal_only=principal_only)
    curtailed = order.amount if intent is Intent.PRINCIPAL_ONLY else principal_only
    return Way(purpose=purpose, principal_only=curtailed, outcome=seen)


def _applied(position: Position, order: PaymentOrder) -> tuple[Intent, Cents]:
    match order.choice:
        case "payoff":
            return Intent.PAYOFF, ZERO
        case "buyout":
            return Intent.BUYOUT, ZERO
        case "past_due" if not position.past_due:
            # In the usual order interest would take it first, and the fees would stay open.
            return Intent.FEES, ZERO
        case "other":
            return _intent(position, order, order.purpose)
        case _:
            return Intent.REGULAR, ZERO


def _intent(position: Position, order: PaymentOrder, purpose: Purpose) -> tuple[Intent, Cents]:
    if purpose is not Purpose.NEXT:
        return INTENT[purpose], order.principal_only if purpose is Purpose.SPLIT else ZERO
    beyond = order.amount - still_due(position)
    if beyond > ZERO:
        return Intent.SPLIT, beyond
    return (Intent.HELD if beyond else Intent.REGULAR), ZERO


def misses(position: Position, today: date) -> date | None:
    """Return the due date between today and the day of the position that is not met by then."""
    following = position.next_installment
    if following is None or not today <= following.due_on < position.on:
        return None
    return following.due_on
