"""Where mail goes, where the vehicle is kept, and where that was before."""

from typing import Any

import reflex as rx

from finance_portal.domain.addresses import LONGEST, MILITARY, STATES, TERRITORIES
from finance_portal.ui import routes
from finance_portal.ui.auth_fields import text_field
from finance_portal.ui.auth_form import auth_form, error_slot, hidden, submit
from finance_portal.ui.controls import FIELD, LABEL, Text
from finance_portal.ui.rows import FORM, change, folded, row
from finance_portal.ui.session import Purpose
from finance_portal.ui.words import t

CONTACT = Purpose.CONTACT.value
SEEN = "mt-2 text-note text-muted"


def mailing_row(lines: Any, held: Text, *, fresh: Any, done: Any) -> rx.Component:
    """Draw where mail goes, and the form for another address."""
    return row(
        "mailbox",
        t("Mailing address"),
        rx.cond(lines, _lines(lines), t("None yet. Letters cannot reach you.")),
        rx.cond(
            held,
            rx.el.p(
                t(
                    "It was changed lately. For your protection we mail nothing of value to it,"
                    " such as a title, until {day}.",
                    day=held,
                ),
                class_name="ml-12 mt-2 text-note text-warn",
            ),
        ),
        folded("mailing", _form("mailing", done)),
        control=_change(t(" mailing address"), "mailing", fresh),
        place="mailing",
    )


def garaging_row(lines: Any, *, fresh: Any, done: Any) -> rx.Component:
    """Draw where the vehicle is kept, and the form for another address."""
    return row(
        "warehouse",
        t("Where the vehicle is kept"),
        rx.cond(lines, _lines(lines), t("Where your mail goes")),
        folded("garaging", _form("garaging", done), rx.cond(lines, _same(done))),
        control=_change(t(" where the vehicle is kept"), "garaging", fresh),
        place="garaging",
    )


def history(before: Any) -> rx.Component:
    """Draw the addresses that no longer count."""
    return rx.cond(
        before,
        rx.el.li(
            rx.el.details(
                rx.el.summary(
                    t("Addresses before"), class_name="min-h-6 cursor-pointer font-medium"
                ),
                rx.el.ul(
                    rx.foreach(
                        before,
                        lambda each: rx.el.li(
                            rx.el.span(each.what, " ", each.line, ", ", each.when)
                        ),
                    ),
                    class_name="mt-2 grid gap-1 text-note text-muted",
                ),
            ),
            class_name="py-3.5",
        ),
    )


def _change(what: Text, place: str, fresh: Any) -> rx.Component:
    return change(
        t("Change"), what=what, place=place, purpose=CONTACT, fresh=fresh, page=routes.PROFILE
    )


def _lines(lines: Any) -> rx.Component:
    return rx.fragment(rx.foreach(lines, _paragraph))


def _paragraph(words: str) -> rx.Component:
    return rx.el.p(words)


def _form(kind: str, done: Any) -> rx.Component:
    told = {
        "mailing": t(
            "It counts at once. We tell every contact we have, and write to the old and the new"
            " address."
        ),
        "garaging": t("Where the vehicle stands at night. It counts at once."),
    }
    return auth_form(
        hidden("kind", kind),
        rx.el.p(told[kind], class_name="text-note text-muted"),
        _line(t("Street and number"), "street", kind, "address-line1"),
        _line(
            t("Apartment or unit, if there is one"), "unit", kind, "address-line2", required=False
        ),
        _line(t("City"), "city", kind, "address-level2"),
        _state(kind),
        text_field(
            t("ZIP code"),
            name="zip",
            id=f"{kind}-zip",
            auto_complete="postal-code",
            input_mode="numeric",
            max_length=10,
        ),
        submit(t("Save this address"), busy=t("Saving…")),
        action=routes.PROFILE_ADDRESS_FORM,
        on_done=done,
        class_name=FORM,
    )


def _line(label: Text, name: str, kind: str, complete: str, **props: Any) -> rx.Component:
    return text_field(
        label,
        name=name,
        id=f"{kind}-{name}",
        auto_complete=complete,
        auto_capitalize="words",
        max_length=LONGEST[name],
        **props,
    )


def _state(kind: str) -> rx.Component:
    named = f"{kind}-state"
    every = {**STATES, **TERRITORIES, **MILITARY}
    return rx.el.div(
        rx.el.label(t("State"), html_for=named, class_name=LABEL),
        rx.el.select(
            rx.el.option(t("Choose"), value=""),
            *[rx.el.option(t(name), value=code) for code, name in every.items()],
            id=named,
            name="state",
            default_value="",
            auto_complete="address-level1",
            aria_describedby=f"{named}-error",
            class_name=FIELD,
        ),
        error_slot("state", id=named),
        class_name="grid gap-1.5",
    )


def _same(done: Any) -> rx.Component:
    return auth_form(
        hidden("kind", "garaging"),
        hidden("same", "on"),
        submit(t("It is kept where my mail goes"), busy=t("Saving…"), look="text"),
        action=routes.PROFILE_ADDRESS_FORM,
        on_done=done,
        class_name=FORM,
    )
