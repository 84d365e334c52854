"""Contract numbers: masked, and whole for half a minute after a step-up."""

from typing import Any

import reflex as rx

from finance_portal.pages.security.components._rows import change, row
from finance_portal.pages.security.views import Number
from finance_portal.ui import routes
from finance_portal.ui.auth_form import auth_form, hidden, submit
from finance_portal.ui.session import Purpose
from finance_portal.ui.surfaces import card, card_title
from finance_portal.ui.words import t

REVEAL = Purpose.REVEAL.value


def numbers_list(numbers: Any, *, fresh: Any, done: Any) -> rx.Component:
    """Draw every contract by its masked number."""
    return card(
        card_title(t("Contract numbers")),
        rx.el.ul(
            rx.foreach(numbers, lambda each: _number(each, fresh, done)),
            class_name="mt-2 divide-y divide-line",
        ),
        class_name="min-w-0",
    )


def _number(each: Number, fresh: Any, done: Any) -> rx.Component:
    place = f"contract-{each.ref}"
    return row(
        "receipt-text",
        each.vehicle,
        rx.fragment(
            rx.el.p(each.masked),
            rx.el.p(id=f"number-{each.ref}", class_name="text-name font-semibold text-ink"),
        ),
        rx.cond(fresh == REVEAL, _form(each, done)),
        control=rx.cond(
            fresh == REVEAL,
            rx.fragment(),
            change(t("Show"), what=t(" number"), place=place, purpose=REVEAL, fresh=fresh),
        ),
        id=place,
    )


def _form(each: Number, done: Any) -> rx.Component:
    return auth_form(
        hidden("account", each.ref),
        submit(t("Show for 30 seconds"), busy=t("One moment…"), look="quiet"),
        action=routes.SECURITY_NUMBER_FORM,
        on_done=done,
        class_name="ml-12 mt-2",
    )
