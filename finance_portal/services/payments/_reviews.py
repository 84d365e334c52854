"""What can be paid, and what a payment would do: nothing is written down here."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from finance_portal.db import Database
from finance_portal.domain import calendar, working
from finance_portal.domain.cents import Cents
from finance_portal.domain.events import Payment as PaymentEvent
from finance_portal.domain.position import Position
from finance_portal.domain.rights import OWN, Asked, Right
from finance_portal.gateways.processor import PaymentProcessor
from finance_portal.language import day_of_year, say, sentence
from finance_portal.models.contracts import Contract
from finance_portal.models.payments import PaymentMethod
from finance_portal.services.access import access_of
from finance_portal.services.accounts import kind_of
from finance_portal.services.contracts import File, card_fee, contract_of
from finance_portal.services.flags import restrictions
from finance_portal.services.logins import login_of
from finance_portal.services.payment_methods import method_of, methods_of, view
from finance_portal.services.payments import _amounts, _days
from finance_portal.services.payments._foresight import Foresight, foresight_of
from finance_portal.services.payments._orders import (
    PaymentChoices,
    PaymentOrder,
    PaymentRefused,
    Review,
)
from finance_portal.services.payments._words import authorization

NOT_TO_BUY = sentence("Only whom the lease binds can buy the vehicle. You can pay what is due.")
NOT_LATER = sentence("You pay for somebody else, so it is paid today. Choose to pay today.")
LONGEST_HOLD = timedelta(hours=72)
TOO_NEW = sentence(
    "For your protection, this cannot be used until {until}, because it was added around "
    "the time you got back into your account. Please choose another, or call us."
)


def choices(
    db: Database,
    processor: PaymentProcessor,
    *,
    borrower_id: int,
    contract_ref: str,
    now: datetime,
    instead_of: str = "",
) -> PaymentChoices:
    """Return what can be paid now. Raises ContractNotFound."""
    effective_on = calendar.effective_on(now)
    with db.read() as session:
        contract = payable_by(session, borrower_id, contract_ref, now)
        access = access_of(session, borrower_id, contract.id or 0, now.date())
        seen = foresight_of(session, contract, but=instead_of)
        methods = methods_of(session, borrower_id, processor.name)
        restricted = restrictions(session, contract.id or 0, now.date())
    file, position = seen.file, seen.position(effective_on)
    return PaymentChoices(
        contract_ref=contract_ref,
        number_masked=contract.number_masked,
        vehicle=contract.vehicle,
        kind=kind_of(file),
        options=_amounts.options(file, position, closes=_closes(seen, position)),
        methods=methods,
        today=now.date(),
        effective_on=effective_on,
        bank_settles_on=calendar.settles_on("us_bank_account", effective_on),
        cut_off=calendar.cut_off(now.date()),
        last_day=_days.last_day(now),
        maximum=_amounts.maximum(position),
        in_flight=file.in_flight,
        scheduled=seen.scheduled,
        autopay=seen.next_debit(),
        card_fee=contract.card_fee_cents,
        next_due_on=position.next_installment.due_on if position.next_installment else None,
        next_due_amount=_amounts.still_due(position),
        past_due=position.past_due,
        fees=position.fees,
        restricted=restricted,
        access=access,
    )


def review(db: Database, *, borrower_id: int, order: PaymentOrder, now: datetime) -> Review:
    """Return what a payment would do. Raises PaymentRefused, ContractNotFound, MethodNotFound."""
    with db.read() as session:
        contract = payable_by(session, borrower_id, order.contract_ref, now)
        refuse_not_given(session, contract, borrower_id, order, now)
        seen = foresight_of(session, contract, but=order.instead_of)
        method = method_of(session, borrower_id, order.method_ref)
        refuse_too_new(session, method, now)
        refuse_restricted(session, contract, order, now.date())
    return reviewed(seen, method, order, now, with_ways=True)


def reviewed(
    seen: Foresight,
    method: PaymentMethod,
    order: PaymentOrder,
    now: datetime,
    *,
    with_ways: bool = False,
) -> Review:
    """Return what a payment would do, from what is foreseen. Raises PaymentRefused."""
    pay_on = order.pay_on if _days.is_later(order.pay_on, now) else None
    on = _days.counts_on(pay_on, now)
    _refuse_unpayable(seen.file, method, pay_on)
    if pay_on and order.choice == "buyout":
        raise PaymentRefused(say("A vehicle is bought at once. Choose to pay today."), "when")
    seen = _closing(seen, order, on)
    before = seen.position(on)
    order = replace(
        order,
        pay_on=pay_on,
        amount=_amounts.amount_of(seen.file, before, order),
        basis=seen.basis(on),
    )
    payment = _amounts.event_of(seen.file, before, order)
    _amounts.refuse_unacceptable(seen.file, before, payment)
    traced = working.trace(seen.file.terms.billing, [*seen.file.foreseen(), payment], on)
    shown = _shown(seen, method, order, before, traced.position, payment, now.date())
    if not with_ways:
        return shown
    return replace(
        shown,
        ways=_amounts.ways(seen.file, before, order),
        working=working.payment(traced, payment.id).lines,
    )


def _shown(
    seen: Foresight,
    method: PaymentMethod,
    order: PaymentOrder,
    before: Position,
    after: Position,
    payment: PaymentEvent,
    today: date,
) -> Review:
    following, allocation = after.next_installment, after.applied[payment.id]
    fee = card_fee(seen.file.contract, method.kind)
    shown, on = view(method), before.on
    return Review(
        order=order,
        method=shown,
        today=today,
        effective_on=on,
        settles_on=calendar.settles_on(method.kind, on),
        change_until=calendar.cut_off(order.pay_on - calendar.ONE_DAY) if order.pay_on else None,
        intent=payment.intent,
        principal_only=payment.principal_only,
        interest=allocation.interest,
        principal=allocation.principal,
        fees=allocation.fees,
        credit=allocation.credit,
        held=allocation.unapplied,
        card_fee=fee,
        principal_before=before.principal,
        principal_after=after.principal,
        next_due_on=following.due_on if following else None,
        next_due_amount=_amounts.still_due(after),
        past_due_after=after.past_due,
        fees_after=after.fees,
        closes=after.is_closed,
        is_lease=seen.file.terms.lease is not None,
        misses_due_on=_amounts.misses(before, today) if order.pay_on else None,
        autopay=seen.debit_beside(after),
        authorization=authorization(shown, order.amount, fee, today=today, pay_on=order.pay_on),
    )


def _closing(seen: Foresight, order: PaymentOrder, on: date) -> Foresight:
    """Return what is foreseen, as it is when the order closes the contract. Raises PaymentRefused.

    A vehicle is bought at once: the price of a later day depends on the payments before it.
    """
    if order.choice == "payoff":
        return seen.if_paid_off(on)
    if order.choice != "buyout":
        return seen
    bought = seen.if_bought(on)
    if bought is seen:
        raise PaymentRefused(say("The vehicle cannot be bought here. Please call us."), "choice")
    return bought


def _closes(seen: Foresight, position: Position) -> Cents | None:
    """Return what pays a contract off on the day of a position, by its quote if there is one.

    Of a lease it is what buys the vehicle; None where its contract does not say it.
    """
    if seen.file.terms.lease is None:
        return _amounts.maximum(seen.if_paid_off(position.on).position(position.on))
    bought = seen.if_bought(position.on)
    return None if bought is seen else _amounts.maximum(bought.position(position.on))


def payable_by(session: Session, borrower_id: int, ref: str, now: datetime) -> Contract:
    """Return a contract to whom may pay on it. Raises ContractNotFound."""
    return contract_of(session, borrower_id, ref, Asked(Right.PAY, now.date()))


def refuse_not_given(
    session: Session, contract: Contract, borrower_id: int, order: PaymentOrder, now: datetime
) -> None:
    """Raise PaymentRefused for what no delegate may order: a later day, or the vehicle itself."""
    if access_of(session, borrower_id, contract.id or 0, now.date()) == OWN:
        return
    if order.choice == "buyout":
        raise PaymentRefused(say(NOT_TO_BUY), "choice")
    if order.instead_of or _days.is_later(order.pay_on, now):
        raise PaymentRefused(say(NOT_LATER), "when")


def refuse_too_new(session: Session, method: PaymentMethod, now: datetime) -> None:
    """Raise PaymentRefused for a method from the time of a hold, while that lasts (Q2)."""
    login = login_of(session, method.borrower_id)
    until = login.held_until if login else None
    if until and now < until and method.added_at > until - LONGEST_HOLD:
        raise PaymentRefused(say(TOO_NEW, until=day_of_year(until)), "method")


def refuse_restricted(
    session: Session, contract: Contract, order: PaymentOrder, today: date
) -> None:
    """Raise PaymentRefused for what a contract does not allow for a time (R10.4, 1.22)."""
    restricted = restrictions(session, contract.id or 0, today)
    if restricted.forbids(order.choice):
        raise PaymentRefused(f"{restricted.words} {restricted.contact}", "choice")


def _refuse_unpayable(file: File, method: PaymentMethod, pay_on: date | None) -> None:
    if pay_on is None and file.is_submitting:
        raise PaymentRefused(
            say("Another payment is being submitted right now. Try again in a minute.")
        )
    if not method.usable:
        raise PaymentRefused(
            say(method.why_not or sentence("This method cannot be used.")), "method"
        )
    if method.expires_on and pay_on and method.expires_on < pay_on:
        raise PaymentRefused(say("This card expires before that day. Choose another."), "method")
