"""What follows when a payment comes back: fee, method, autopay, another try, and word of it."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from finance_portal.domain import ach, events
from finance_portal.domain.allocation import Bucket
from finance_portal.domain.cents import ZERO, Cents
from finance_portal.domain.payment_status import CAME_BACK, PaymentStatus
from finance_portal.domain.returns import returned_fee_due
from finance_portal.domain.rights import Right
from finance_portal.language import say, sentence
from finance_portal.models.autopay import Autopay
from finance_portal.models.contracts import Contract
from finance_portal.models.payments import Payment, PaymentMethod
from finance_portal.notices import collecting, payment_news
from finance_portal.notices.wording import Wording
from finance_portal.services import (
    audit,
    deliveries,
    flags,
    journal,
    kept_notices,
    ledger,
    payment_methods,
    reported,
)
from finance_portal.services.access import access_of
from finance_portal.services.autopay import consequences
from finance_portal.services.ledger import Happening
from finance_portal.services.spoken_to import speaking_to
from finance_portal.services.terms import terms_of

SEEN_AT_ONCE = {"borrower", "guest"}  # a declined card is told of on the page that asked for it
WENT_THROUGH = (PaymentStatus.SETTLED, PaymentStatus.REINSTATED)


class RetryRefused(Exception):
    """The payment is not going to be tried again; the message is fit for the borrower."""


def came_back(session: Session, payment: Payment, now: datetime, *, disputed: bool) -> None:
    """Do what a return asks for, in the transaction that writes it down (payments.md 13, 14)."""
    method = session.get_one(PaymentMethod, payment.method_id)
    if method.kind == "card":
        _card_came_back(session, payment, now, disputed=disputed)
        return
    code = ach.code_of(payment.failure_code)
    if code not in payment_news.REASONS:
        payment.review = f"A bank return with a reason that is not known here: {code}."
    held = flags.restrictions(session, payment.contract_id, now.date())
    is_free = held.no_reminders or reported.is_disputed(session, payment.id)
    fee = ZERO if is_free else _charge_fee(session, payment, code, now)
    is_blocked = _withdraw_permission(session, method, code, now, disputed=disputed)
    consequences.returned(session, payment, "dispute" if disputed else code or "", now)
    if not (disputed or held.no_debits):
        payment.retry_on = planned_retry(session, payment, method, code, now.date())
    wording = (
        payment_news.payment_disputed(amount=payment.amount_cents)
        if disputed
        else payment_news.payment_returned(
            amount=payment.amount_cents,
            reason=payment_news.reason_in_words(code),
            fee=fee,
            retry_on=payment.retry_on,
            is_blocked=is_blocked,
        )
    )
    _tell(session, payment, wording, "payment_returned", now)


def not_taken(session: Session, payment: Payment, now: datetime) -> None:
    """Say that a payment was not accepted, or was canceled at the processor."""
    wording = collecting.payment_not_taken(
        on=payment.submitted_at.date(),
        why=sentence("It was not accepted for the account or card that it was to come from."),
    )
    _tell(session, payment, wording, "payment_not_taken", now)


def stands_again(session: Session, payment: Payment, now: datetime) -> None:
    """Take back what the return had cost, and say that the payment counts."""
    _waive_fee(session, payment, now)
    wording = payment_news.payment_reinstated(amount=payment.amount_cents)
    _tell(session, payment, wording, "payment_reinstated", now)


def _tell(session: Session, payment: Payment, wording: Wording, kind: str, now: datetime) -> None:
    """Tell the payer alone, whose bank it is about, and keep it among their documents.

    On a contract that is held, nothing is asked for.
    """
    words = flags.as_told(session, payment.contract_id, wording, now.date())
    deliveries.tell_borrower(session, payment.borrower_id, words, now=now, kind=kind)
    kept_notices.keep(
        session,
        words,
        contract_id=payment.contract_id,
        borrower_id=payment.borrower_id,
        key=f"{kind}:{payment.id}:{now:%Y-%m-%dT%H:%M:%S}",
        now=now,
    )


def planned_retry(
    session: Session, payment: Payment, method: PaymentMethod, code: str | None, today: date
) -> date | None:
    """Return when a returned debit is tried again by itself; None for not at all.

    Only for want of funds, once by default, within 180 days, and never after two failures in a row
    of the same account (R16.4, 12 CFR 1041.8).
    """
    tried = retries_of(session, root_of(payment))
    codes = [code or ""] * (tried + 1)
    day = ach.retry_on(today)
    if payment.origin == "guest" or tried >= ach.AUTOMATIC_RETRIES or not method.usable:
        return None
    if not ach.retries_left(_first_settlement(session, payment), codes, day):
        return None
    if failures_in_a_row(session, method) >= ach.SUSPEND_AFTER_SHORT_FUNDS:
        return None
    return day


def stop_retry(session: Session, payment: Payment, now: datetime) -> None:
    """Do not try a returned payment again. Raises RetryRefused when that is not planned."""
    if payment.retry_on is None:
        raise RetryRefused(say("This payment is not going to be tried again."))
    payment.retry_on = None
    audit.record(session, kind="payment:retry_stopped", at=now, subject=payment.ref)


def is_still_permitted(session: Session, payment: Payment, today: date) -> bool:
    """Tell whether the autopay that made a debit is still on, as it was signed then (R15.3).

    What a delegate ordered is not tried again once they may not pay any more.
    """
    if payment.authorization_id is None:  # this one payment was ordered
        payer = payment.borrower_id
        return payer is None or access_of(session, payer, payment.contract_id, today).allows(
            Right.PAY
        )
    running = session.exec(
        select(Autopay).where(
            col(Autopay.contract_id) == payment.contract_id,
            col(Autopay.authorization_id) == payment.authorization_id,
            col(Autopay.status) == "active",
        )
    ).one_or_none()
    return running is not None and (running.paused_until is None or running.paused_until <= today)


def root_of(payment: Payment) -> int:
    """Return the payment that was presented first."""
    return payment.retry_of or payment.id or 0


def retries_of(session: Session, original_id: int) -> int:
    """Count how often a payment was presented again."""
    made = session.exec(select(Payment.id).where(col(Payment.retry_of) == original_id))
    return len(made.all())


def failures_in_a_row(session: Session, method: PaymentMethod) -> int:
    """Count the debits of an account that came back since one went through, under any name."""
    same = (
        col(PaymentMethod.fingerprint_index) == method.fingerprint_index
        if method.fingerprint_index
        else col(PaymentMethod.id) == method.id
    )
    latest = session.exec(
        select(Payment.status)
        .join(PaymentMethod, col(PaymentMethod.id) == Payment.method_id)
        .where(same, col(Payment.status).in_([*CAME_BACK, *WENT_THROUGH]))
        .order_by(col(Payment.id).desc())
        .limit(ach.SUSPEND_AFTER_SHORT_FUNDS)
    ).all()
    broken = next((place for place, each in enumerate(latest) if each in WENT_THROUGH), None)
    return len(latest) if broken is None else broken


def _card_came_back(session: Session, payment: Payment, now: datetime, *, disputed: bool) -> None:
    if disputed:
        wording = payment_news.payment_disputed(amount=payment.amount_cents)
    elif payment.origin not in SEEN_AT_ONCE:
        reason = payment_news.reason_in_words(payment.failure_code, is_card=True)
        wording = payment_news.payment_returned(amount=payment.amount_cents, reason=reason)
    else:
        return
    _tell(session, payment, wording, "payment_returned", now)


def _withdraw_permission(
    session: Session,
    method: PaymentMethod,
    code: str | None,
    now: datetime,
    *,
    disputed: bool,
) -> bool:
    """End what a return forbids: this account, this mandate. Say whether it is blocked."""
    is_revoked = disputed or code in ach.REVOKED
    is_blocked = is_revoked or code in ach.UNUSABLE
    if is_blocked:
        with speaking_to(session, method.borrower_id):
            reason = say(payment_news.reason_in_words(code))
            why_not = say("A debit came back: {reason}.", reason=reason)
        payment_methods.block_account(session, method, why_not, is_revoked=is_revoked)
        audit.record(session, kind="method:blocked", at=now, subject=method.ref, code=code or "")
    return is_blocked


def _charge_fee(session: Session, payment: Payment, code: str | None, now: datetime) -> Cents:
    """Charge the contract's fee for want of funds, once for all tries of a payment (R7.2)."""
    if code is None or not ach.is_retryable(code):
        return ZERO
    contract = session.get_one(Contract, payment.contract_id)
    original = session.get_one(Payment, root_of(payment))
    fee = returned_fee_due(
        terms_of(session, contract).billing,
        journal.events_of(session, payment.contract_id),
        original.ref,
    )
    if fee:
        happening = _fee_of(original, fee, now)
        ledger.enter(session, payment.contract_id, [happening], now)
    return fee


def _fee_of(original: Payment, fee: Cents, now: datetime) -> Happening:
    event = events.Charge(
        effective_on=now.date(),
        sequence=ledger.NEXT,
        bucket=Bucket.RETURNED_FEES,
        amount=fee,
        payment_id=original.ref,
    )
    return Happening(event, f"returned-fee:{original.id}")


def _waive_fee(session: Session, payment: Payment, now: datetime) -> None:
    charged = [
        event.amount
        for event in journal.events_of(session, payment.contract_id)
        if isinstance(event, events.Charge)
        and event.bucket is Bucket.RETURNED_FEES
        and event.payment_id == payment.ref
    ]
    if charged:
        waiver = events.Waiver(
            effective_on=now.date(),
            sequence=ledger.NEXT,
            bucket=Bucket.RETURNED_FEES,
            amount=sum(charged),
        )
        happening = Happening(waiver, f"returned-fee-waived:{payment.id}")
        ledger.enter(session, payment.contract_id, [happening], now)


def _first_settlement(session: Session, payment: Payment) -> date:
    return session.get_one(Payment, root_of(payment)).expected_on
