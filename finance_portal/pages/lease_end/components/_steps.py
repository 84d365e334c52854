"""Returning the vehicle: the appointment, the wear guide, the odometer statement."""

from typing import Any

import reflex as rx

from finance_portal.pages.lease_end.components._end import SUMMARY
from finance_portal.pages.lease_end.views import View
from finance_portal.ui.controls import (
    FIELD,
    LINK,
    STANDS_ALONE,
    button,
    described,
    field,
    select,
)
from finance_portal.ui.feedback import notice
from finance_portal.ui.surfaces import card, card_title
from finance_portal.ui.tables import cell, heading, table

TIMES = [("morning", "In the morning"), ("afternoon", "In the afternoon")]
WEAR = (
    ("Paint", "Scratches and chips that a credit card covers", "Longer, or through to the metal"),
    ("Body", "Up to two small dents on a panel, each covered by a card", "Larger ones, and cracks"),
    ("Glass", "Small chips outside the driver's view", "Cracks, and chips in the driver's view"),
    ("Wheels", "Light scuffs that a card covers", "Bent, cracked or deeply scraped"),
    ("Tires", "1/8 inch of tread or more, matching", "Less tread, or of different kinds"),
    ("Inside", "Light wear, small stains that come out", "Burns, tears, stains that stay"),
    ("Parts and keys", "All there", "Whatever is missing: keys, mats, cables, floor covers"),
)


def return_card(view: View, *, errors: Any, book: Any, state: rx.Component) -> rx.Component:
    """Draw the steps of a return: ask for a day, sign the odometer, hand over the keys."""
    return card(
        card_title("If you return it"),
        rx.cond(view.turn_in, notice(rx.el.p(view.turn_in), tone="good", class_name="mt-3")),
        rx.el.details(
            rx.el.summary(
                rx.cond(view.turn_in, "Ask for another appointment", "Ask for an appointment"),
                class_name=SUMMARY,
            ),
            _book(view, errors, book),
        ),
        rx.el.div(
            rx.el.h3("Odometer statement", class_name="font-semibold"),
            rx.el.p(
                "Federal law asks for it when a leased vehicle changes hands. Sign it on the day "
                "you return the vehicle.",
                class_name="mt-1 text-note text-muted",
            ),
            rx.el.div(
                state,
                rx.cond(
                    view.odometer_pdf,
                    rx.el.a(
                        "Your signed statement (PDF)",
                        href=view.odometer_pdf,
                        target="_blank",
                        class_name=f"{LINK} {STANDS_ALONE}",
                    ),
                ),
                class_name="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2",
            ),
            class_name="mt-4 border-t border-line pt-4",
        ),
    )


def wear_guide() -> rx.Component:
    """Say what is normal wear, and what is charged (R14.11)."""
    return card(
        card_title("Wear: what is normal"),
        rx.el.p(
            "Hold a credit card beside it: what the card covers is normal wear.",
            class_name="mt-1 text-note text-muted",
        ),
        table(
            "Normal wear, and what is charged",
            [heading("Where"), heading("Normal"), heading("Charged")],
            rx.fragment(*[_wear(*row) for row in WEAR]),
        ),
        class_name="grid gap-3",
    )


def _wear(where: str, normal: str, charged: str) -> rx.Component:
    return rx.el.tr(cell(where, class_name="font-medium"), cell(normal), cell(charged, quiet=True))


def _book(view: View, errors: Any, book: Any) -> rx.Component:
    return rx.el.form(
        field(
            "Day",
            rx.el.input(
                **described("on", errors["on"], hint=True),
                type="date",
                min=view.first_day,
                max=view.last_day,
                class_name=FIELD,
            ),
            name="on",
            hint="Monday to Saturday.",
            error=errors["on"],
        ),
        select(TIMES, label="Time of day", name="time"),
        field(
            "Where",
            rx.el.input(
                **described("place", errors["place"], hint=True), max_length=200, class_name=FIELD
            ),
            name="place",
            hint="A dealer, or a town and its ZIP code.",
            error=errors["place"],
        ),
        button("Ask for this appointment", type="submit", look="quiet", class_name="w-fit"),
        on_submit=book,
        class_name="grid max-w-sm gap-3 pb-3 pt-1",
    )
