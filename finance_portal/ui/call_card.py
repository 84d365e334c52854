"""What to have ready for a call, and a number by which we know who is calling."""

import reflex as rx

from finance_portal.ui import brand, routes
from finance_portal.ui.auth_form import auth_form, submit
from finance_portal.ui.controls import LINK, STANDS_ALONE, Text
from finance_portal.ui.frame import FrameState
from finance_portal.ui.surfaces import card, card_title
from finance_portal.ui.words import t

SECTION, PIN, UNTIL = "call-pin-shown", "call-pin", "call-pin-until"


def call_card(*facts: tuple[str, Text], class_name: str = "") -> rx.Component:
    """Draw the card; `facts` are what a page knows besides the name and the contract."""
    known = (
        (t("Name"), FrameState.name),
        (t("Contract"), FrameState.line),
        *facts,
        (t("Telephone"), _telephone()),
        (t("Hours"), t(brand.BRAND.support_hours)),
    )
    return card(
        card_title(t("Bring this to the call")),
        rx.el.dl(*[_fact(label, value) for label, value in known], class_name="mt-3 grid gap-2"),
        _pin(),
        class_name=class_name,
    )


def _telephone() -> rx.Component:
    return rx.el.a(
        brand.BRAND.support_phone,
        href=brand.telephone(),
        class_name=f"{LINK} {STANDS_ALONE} whitespace-nowrap",
    )


def _pin() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            t(
                "Tell this number to whoever answers, and they know that it is you. It works once,"
                " for 10 minutes."
            ),
            class_name="text-note text-muted",
        ),
        rx.el.div(
            rx.el.p(
                id=PIN,
                class_name="text-[2.125rem] font-semibold tracking-[0.08em] tabular-nums",
            ),
            rx.el.p(t("Good until"), " ", rx.el.span(id=UNTIL), class_name="text-note text-muted"),
            id=SECTION,
            hidden=True,
            tab_index=-1,
            role="status",
            class_name="mt-4 leading-tight outline-none",
        ),
        auth_form(
            submit(t("Show a number for the call"), busy=t("One moment…"), look="quiet"),
            action=routes.CALL_PIN_FORM,
            class_name="mt-3",
        ),
        rx.el.p(
            t("We ask for it only when you call us. We never ask for your password or a code."),
            class_name="mt-3 text-note text-muted",
        ),
        class_name="mt-4 border-t border-line pt-4",
    )


def _fact(label: Text, value: Text | rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.dt(label, class_name="text-muted"),
        rx.el.dd(value, class_name="text-right font-medium"),
        class_name="flex justify-between gap-6",
    )
