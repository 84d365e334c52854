"""Read the pay page's forms: a choice, a day, an amount, exactly as typed."""

import re
from dataclasses import replace
from datetime import date

from finance_portal.domain.cents import AmountRefused, Cents, parse_dollars
from finance_portal.language import say, sentence
from finance_portal.pages.pay.views import LATER, NOW, OTHER, Choices
from finance_portal.services import payments
from finance_portal.services.payments import PaymentOrder, Purpose
from finance_portal.ui.forms import FormRefused, read_choice, read_text

NO_DAY = sentence("Choose a day in the calendar, like 12/01/2026.")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def read_order(
    form: dict[str, str], view: Choices, contract_ref: str, instead_of: str
) -> PaymentOrder:
    """Return what the form asks to pay. Raises FormRefused."""
    offered = {option.choice for option in view.options}
    choice = read_choice(form, "choice", {*offered, OTHER}, say("Choose how much you want to pay."))
    when = read_choice(form, "when", {NOW, LATER}, say("Choose when you want to pay."))
    return PaymentOrder(
        form_token=payments.new_form_token(),
        contract_ref=contract_ref,
        choice=choice,
        amount=read_amount(form, "amount") if choice == OTHER else 0,
        method_ref=read_text(form, "method"),
        pay_on=_read_day(form) if when == LATER else None,
        instead_of=instead_of,
    )


def read_split(form: dict[str, str], order: PaymentOrder) -> PaymentOrder:
    """Return an order with the part for principal that was typed. Raises FormRefused."""
    part = read_amount(form, "principal")
    return replace(order, purpose=Purpose.SPLIT, principal_only=part)


def read_amount(form: dict[str, str], field: str) -> Cents:
    """Return the amount that was typed. Raises FormRefused."""
    try:
        return parse_dollars(read_text(form, field))
    except AmountRefused as refusal:
        raise FormRefused(field, str(refusal)) from refusal


def read_purpose(value: str) -> Purpose:
    """Return what the money shall do; anything unknown is the regular way."""
    return Purpose(value) if value in set(Purpose) else Purpose.REGULAR


def day_of(asked: str, today: date) -> date | None:
    """Return the later day that an address asks for; None for today and for what is no day."""
    try:
        day = date.fromisoformat(asked) if _DAY.fullmatch(asked) else today
    except ValueError:
        return None
    return day if day > today else None


def _read_day(form: dict[str, str]) -> date:
    typed = read_text(form, "pay_on")
    try:
        if _DAY.fullmatch(typed):
            return date.fromisoformat(typed)
    except ValueError:  # February 30
        pass
    raise FormRefused("pay_on", say(NO_DAY))
