"""Days by which law wants something done. Each function is one rule."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from finance_portal.domain.calendar import (
    EASTERN,
    ONE_DAY,
    add_banking_days,
    add_months,
    next_banking_day,
)
from finance_portal.domain.cents import Cents

_CREDIT_BALANCE_MONTHS = 6
_NO_DUTY_UP_TO: Cents = 1_00

LIEN_RELEASE_BUSINESS_DAYS = {
    "NY": 3,  # VTL 2121, from clearance
    "CA": 15,  # not confirmed from a source
}
LIEN_RELEASE_DAYS = {
    "TX": 10,  # Transportation Code 501.115, Finance Code 348.408, from receipt
    "FL": 10,  # not confirmed from a source
}

CLEARING_BANKING_DAYS = {"us_bank_account": 8, "card": 2, "wire": 0}
"""How long we wait for money to be final before a lien is released (R11.2)."""


def varying_amount_notice(transfer_on: date) -> date:
    """Return the last day to tell that a debit differs from the one before (R15.2)."""
    return transfer_on - timedelta(days=10)


def drawable_amount(
    previous: Cents, following: Cents, *, transfer_on: date, notice_sent_on: date | None
) -> Cents:
    """Return what may be debited: a higher amount only if notice of it was sent in time (R15.2)."""
    in_time = notice_sent_on is not None and notice_sent_on <= varying_amount_notice(transfer_on)
    return following if in_time else min(previous, following)


def stop_payment_cutoff(transfer_on: date) -> date:
    """Return the last day on which a bank must honour a stop order (R15.3)."""
    return add_banking_days(transfer_on, -3)


def error_notice_deadline(statement_sent_on: date) -> date:
    """Return the last day to tell the bank of an error on its statement (1005.11)."""
    return statement_sent_on + timedelta(days=60)


def credit_balance_refund_due_after(created_on: date, amount: Cents) -> date | None:
    """Return the day after which a refund is owed without request; None up to a dollar (R4.4)."""
    if amount <= _NO_DUTY_UP_TO:
        return None
    return add_months(created_on, _CREDIT_BALANCE_MONTHS, created_on.day)


def direct_dispute_deadline(received_on: date) -> date:
    """Return the last day to answer a direct dispute (1022.43)."""
    return received_on + timedelta(days=30)


def frivolous_notice_deadline(determined_on: date) -> date:
    """Return the last day to say that a dispute is frivolous (1022.43)."""
    return add_banking_days(determined_on, 5)


def extended_dispute_deadline(received_on: date) -> date:
    """Return the last day to answer a dispute to which more was sent (15 USC 1681i(a)(1)(B))."""
    return received_on + timedelta(days=45)


def error_decision_deadline(reported_on: date) -> date:
    """Return the day by which we say what we found about a debit (as 1005.11(c)(1) asks banks)."""
    return add_banking_days(reported_on, 10)


def error_final_deadline(reported_on: date) -> date:
    """Return the last day to end looking into a debit (as 1005.11(c)(2) asks banks)."""
    return reported_on + timedelta(days=45)


def complaint_reply_deadline(received_on: date) -> date:
    """Return the day by which a complaint has a reply (1.24)."""
    return received_on + timedelta(days=15)


def complaint_final_deadline(received_on: date) -> date:
    """Return the last day of a complaint's final answer (1.24)."""
    return received_on + timedelta(days=60)


def erasure_receipt_deadline(received_on: date) -> date:
    """Return the day by which a request to erase is confirmed (11 CCR 7021(a))."""
    return add_banking_days(received_on, 10)


def erasure_deadline(received_on: date) -> date:
    """Return the last day to answer a request to erase (Cal. Civ. Code 1798.130(a)(2))."""
    return received_on + timedelta(days=45)


def title_address_usable_on(asked_on: date) -> date:
    """Return the first day on which a title may go to an address that was asked for (1.21)."""
    return asked_on + timedelta(days=10)


def text_opt_out_deadline(received_on: date) -> date:
    """Return the outer limit to honour a request to stop texts (47 CFR 64.1200)."""
    return add_banking_days(received_on, 10)


def lien_release_deadline(title_state: str, cleared_on: date) -> date | None:
    """Return the last day to release a lien by the title's state; None if unknown (R11.3)."""
    if days := LIEN_RELEASE_BUSINESS_DAYS.get(title_state):
        return add_banking_days(cleared_on, days)
    if days := LIEN_RELEASE_DAYS.get(title_state):
        return cleared_on + timedelta(days=days)
    return None


def cleared_on(method_kind: str, paid_on: date) -> date:
    """Return the day on which money is final for us. Raises KeyError for an unknown method."""
    return add_banking_days(paid_on, CLEARING_BANKING_DAYS[method_kind])


def all_cleared_on(closed_on: date, received: Iterable[tuple[str, date]]) -> date:
    """Return the day on which all that was paid is final, each as (method, day) (R11.2).

    Raises KeyError for an unknown method.
    """
    return max([closed_on, *(cleared_on(kind, paid_on) for kind, paid_on in received)])


def interest_statement_furnish_by(year: int) -> date:
    """Return the last day to send the borrower the interest statement of a year (R19.2)."""
    return next_banking_day(date(year + 1, 1, 31))


def interest_statement_efile_by(year: int) -> date:
    """Return the last day to file the interest statements of a year electronically (R19.2)."""
    return next_banking_day(date(year + 1, 4, 1) - ONE_DAY)


def message_answer_by(written_at: datetime) -> date:
    """Return the day by which a message is answered: one business day after it came in."""
    return add_banking_days(written_at.astimezone(EASTERN).date(), 1)
