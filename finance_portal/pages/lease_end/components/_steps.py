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
from finance_portal.ui.words import t

TIMES = [("morning", t("In the morning")), ("afternoon", t("In the afternoon"))]
WEAR = (
    (
        t("Paint"),
        t("Scratches and chips that a credit card covers"),
        t("Longer, or through to the metal"),
    ),
    (
        t("Body"),
        t("Up to two small dents on a panel, each covered by a card"),
        t("Larger ones, and cracks"),
    ),
    (
        t("Glass"),
        t("Small chips outside the driver's view"),
        t("Cracks, and chips in the driver's view"),
    ),
    (t("Wheels"), t("Light scuffs that a card covers"), t("Bent, cracked or deeply scraped")),
    (t("Tires"), t("1/8 inch of tread or more, matching"), t("Less tread, or of different kinds")),
    (t("Inside"), t("Light wear, small stains that come out"), t("Burns, tears, stains that stay")),
    (
        t("Parts and keys"),
        t("All there"),
        t("Whatever is missing: keys, mats, cables, floor covers"),
    ),
)


def return_card(view: View, *, errors: Any, book: Any, state: rx.Component) -> rx.Component:
    """Draw the steps of a return: ask for a day, sign the odometer, hand over the keys."""
    return card(
        card_title(t("If you return it")),
        rx.cond(view.turn_in, notice(rx.el.p(view.turn_in), tone="good", class_name="mt-3")),
        rx.el.details(
            rx.el.summary(
                rx.cond(
                    view.turn_in, t("Ask for another appointment"), t("Ask for an appointment")
                ),
                class_name=SUMMARY,
            ),
            _book(view, errors, book),
        ),
        rx.el.div(
            rx.el.h3(t("Odometer statement"), class_name="font-semibold"),
            rx.el.p(
                t(
                    "Federal law asks for it when a leased vehicle changes hands. Sign it "
                    "on the day you return the vehicle."
                ),
                class_name="mt-1 text-note text-muted",
            ),
            rx.el.div(
                state,
                rx.cond(
                    view.odometer_pdf,
                    rx.el.a(
                        t("Your signed statement (PDF)"),
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
        card_title(t("Wear: what is normal")),
        rx.el.p(
            t("Hold a credit card beside it: what the card covers is normal wear."),
            class_name="mt-1 text-note text-muted",
        ),
        table(
            t("Normal wear, and what is charged"),
            [heading(t("Where")), heading(t("Normal")), heading(t("Charged"))],
            rx.fragment(*[_wear(*row) for row in WEAR]),
        ),
        class_name="grid gap-3",
    )


def _wear(where: str, normal: str, charged: str) -> rx.Component:
    return rx.el.tr(cell(where, class_name="font-medium"), cell(normal), cell(charged, quiet=True))


def _book(view: View, errors: Any, book: Any) -> rx.Component:
    return rx.el.form(
        field(
            t("Day"),
            rx.el.input(
                **described("on", errors["on"], hint=True),
                type="date",
                min=view.first_day,
                max=view.last_day,
                class_name=FIELD,
            ),
            name="on",
            hint=t("Monday to Saturday."),
            error=errors["on"],
        ),
        select(TIMES, label=t("Time of day"), name="time"),
        field(
            t("Where"),
            rx.el.input(
                **described("place", errors["place"], hint=True), max_length=200, class_name=FIELD
            ),
            name="place",
            hint=t("A dealer, or a town and its ZIP code."),
            error=errors["place"],
        ),
        button(t("Ask for this appointment"), type="submit", look="quiet", class_name="w-fit"),
        on_submit=book,
        class_name="grid max-w-sm gap-3 pb-3 pt-1",
    )
