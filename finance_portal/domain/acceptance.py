"""May this payment be made like that? Asked on screen, before anything is posted (R3.3, R3.7)."""

from enum import StrEnum

from finance_portal.domain.cents import ZERO, dollars
from finance_portal.domain.events import Intent, Payment
from finance_portal.domain.position import Position
from finance_portal.language import say


class PaymentProblem(StrEnum):
    """Why a payment is not accepted."""

    CLOSED = "closed"
    NOT_POSITIVE = "not_positive"
    MORE_THAN_PAYOFF = "more_than_payoff"
    PAST_DUE = "past_due"
    FEES_OPEN = "fees_open"
    MORE_THAN_PRINCIPAL = "more_than_principal"
    MORE_THAN_FEES = "more_than_fees"
    BAD_SPLIT = "bad_split"


class PaymentNotAccepted(Exception):
    """The payment cannot be made like that; the message is fit for the borrower."""

    def __init__(self, problem: PaymentProblem, message: str) -> None:
        super().__init__(message)
        self.problem = problem


def check_payment(position: Position, payment: Payment) -> None:
    """Raise PaymentNotAccepted if a payment on the day of the position must not be made."""
    if position.is_closed:
        raise PaymentNotAccepted(PaymentProblem.CLOSED, say("This contract is already paid off."))
    if payment.amount <= ZERO:
        raise PaymentNotAccepted(PaymentProblem.NOT_POSITIVE, say("Enter an amount above $0.00."))
    _check_most(position, payment)
    if payment.intent is Intent.FEES and payment.amount > position.fees:
        raise PaymentNotAccepted(
            PaymentProblem.MORE_THAN_FEES,
            say("The open fees are {fees}.", fees=dollars(position.fees)),
        )
    if payment.intent is Intent.SPLIT and not ZERO < payment.principal_only < payment.amount:
        raise PaymentNotAccepted(
            PaymentProblem.BAD_SPLIT, say("The part for principal must be less than the payment.")
        )
    if payment.curtailment:
        _check_curtailment(position, payment)


def _check_most(position: Position, payment: Payment) -> None:
    payoff = position.payoff_on(position.on)
    if payment.amount > payoff:
        raise PaymentNotAccepted(
            PaymentProblem.MORE_THAN_PAYOFF,
            say(
                "{payoff} pays off the contract on that day. Choose payoff instead.",
                payoff=dollars(payoff),
            ),
        )


def _check_curtailment(position: Position, payment: Payment) -> None:
    """Principal alone: only when the rest leaves nothing past due and no fee open (R3.3 b)."""
    rest = payment.amount - payment.curtailment
    if position.past_due > rest:
        raise PaymentNotAccepted(
            PaymentProblem.PAST_DUE,
            say(
                "{past_due} is past due. Make a regular payment instead.",
                past_due=dollars(position.past_due),
            ),
        )
    if position.to_cure > rest:
        raise PaymentNotAccepted(
            PaymentProblem.FEES_OPEN,
            say(
                "{fees} of fees is open. Make a regular payment instead.",
                fees=dollars(position.fees),
            ),
        )
    if payment.curtailment > position.principal:
        raise PaymentNotAccepted(
            PaymentProblem.MORE_THAN_PRINCIPAL,
            say("The principal is {principal}.", principal=dollars(position.principal)),
        )
