"""The parts of the page that shows a contract on another day."""

from typing import Any

import reflex as rx

from finance_portal.pages.on_a_day.views import Row, View
from finance_portal.ui.controls import FIELD, LABEL, Text, button, error_text
from finance_portal.ui.feedback import skeleton, waiting
from finance_portal.ui.surfaces import card, card_title, chip
from finance_portal.ui.tables import cell, heading, table
from finance_portal.ui.words import t
from finance_portal.ui.working import working

GRID = "grid items-start gap-4 lg:grid-cols-12"


def day_card(view: View, error: Text, show: Any) -> rx.Component:
    """Ask for the day."""
    return card(
        rx.el.form(
            rx.el.label(t("Day"), html_for="day", class_name=LABEL),
            rx.el.input(
                id="day",
                name="day",
                type="date",
                key=view.on,
                default_value=view.on,
                min=view.first_day,
                max=view.last_day,
                aria_describedby="day-error",
                class_name=FIELD,
            ),
            error_text(error, name="day"),
            button(t("Show this day"), type="submit", class_name="mt-2"),
            on_submit=show,
            no_validate=True,
            class_name="grid gap-1.5",
        ),
        rx.el.p(
            t(
                "Balances, what was due and how the contract stood at the end of any "
                "day since it began."
            ),
            class_name="mt-4 text-note text-muted",
        ),
        class_name="min-w-0 lg:col-span-4",
    )


def figures_card(view: View) -> rx.Component:
    """Draw where the contract stood, and what was corrected since."""
    return card(
        card_title(view.title, rx.cond(view.is_corrected, chip(t("Corrected since"), "warn"))),
        rx.el.p(view.said, role="status", class_name="mt-2 text-note text-muted"),
        rx.cond(view.is_corrected, _both(view.rows), _one(view.rows)),
        rx.cond(
            view.later,
            rx.el.div(
                rx.el.h3(t("Entered later"), class_name="font-semibold"),
                rx.el.ul(
                    rx.foreach(
                        view.later, lambda line: rx.el.li(line, class_name="text-note text-muted")
                    ),
                    class_name="mt-1 grid gap-1",
                ),
                class_name="mt-4",
            ),
        ),
        rx.el.div(
            working(view.principal_working, view.principal_title, look="titled"),
            rx.cond(
                view.payoff_working,
                working(view.payoff_working, t("Payoff on that day"), look="titled"),
            ),
            working(view.past_due_working, t("Past due, with fees"), look="titled"),
            class_name="mt-4 grid gap-1 border-t border-line pt-3",
        ),
        class_name="min-w-0 lg:col-span-8",
    )


def placeholder() -> rx.Component:
    """Hold the place of the page while it loads."""
    return waiting(skeleton("h-56 lg:col-span-4"), skeleton("h-96 lg:col-span-8"), class_name=GRID)


def _one(rows: list[Row]) -> rx.Component:
    return table(
        t("Where the contract stood"),
        [heading(t("What")), heading(t("On that day"), is_number=True)],
        rx.foreach(rows, lambda row: rx.el.tr(cell(row.label, quiet=True), _amount(row.now))),
        class_name="mt-4 w-full border-collapse",
    )


def _both(rows: list[Row]) -> rx.Component:
    return table(
        t("Where the contract stood, as it was known on that day and as it is known now"),
        [
            heading(t("What")),
            heading(t("As known then"), is_number=True),
            heading(t("As known now"), is_number=True),
        ],
        rx.foreach(rows, _pair),
        class_name="mt-4 w-full border-collapse",
    )


def _pair(row: Row) -> rx.Component:
    return rx.el.tr(
        cell(
            row.label,
            rx.cond(
                row.is_corrected, rx.el.span(" ", t("corrected"), class_name="text-chip text-warn")
            ),
            quiet=True,
        ),
        _amount(row.then),
        _amount(row.now),
    )


def _amount(words: Text) -> rx.Component:
    return cell(words, class_name="text-right")
