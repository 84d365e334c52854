"""The parts of the schedule page."""

from typing import Any

import reflex as rx

from finance_portal.pages.schedule.views import Bar, Row, View, Year
from finance_portal.ui import routes
from finance_portal.ui.controls import STANDS_ALONE, Text, action_link, text_link
from finance_portal.ui.feedback import skeleton, waiting
from finance_portal.ui.surfaces import Fact, card, card_title, facts
from finance_portal.ui.tables import CELL, HEADING, NUMBER, cell, heading, table
from finance_portal.ui.words import t
from finance_portal.ui.working import working

GRID = "grid items-start gap-4 lg:grid-cols-12"
WIDE = "hidden lg:table-cell"


def progress_card(view: View) -> rx.Component:
    """Draw what was paid, and what is to come."""
    return card(
        card_title(t("Paid, and to come")),
        facts(view.facts, class_name="mt-4 grid grid-cols-2 gap-4"),
        rx.el.p(view.summary, class_name="mt-4 border-t border-line pt-3 text-note text-muted"),
        rx.cond(view.last_working, working(view.last_working, t("Last payment"), look="titled")),
        class_name="min-w-0 lg:col-span-7",
    )


def dates_card(dates: list[Fact], query: Text) -> rx.Component:
    """Draw the dates worth knowing."""
    return card(
        card_title(t("Dates worth knowing")),
        rx.el.dl(rx.foreach(dates, _date), class_name="mt-4 grid gap-2.5"),
        rx.el.p(
            text_link(
                t("Look at the account on another day"),
                href=f"{routes.ON_A_DAY}{query}",
                class_name=STANDS_ALONE,
            ),
            class_name="pt-3",
        ),
        class_name="min-w-0 lg:col-span-5",
    )


def years_card(bars: list[Bar]) -> rx.Component:
    """Draw principal and interest of each year: a bar, and the same in figures."""
    return card(
        card_title(t("Principal and interest, year by year")),
        table(
            t("Principal and interest of each year, paid or to come"),
            [
                heading(t("Year")),
                rx.el.td(aria_hidden="true", class_name="w-1/2 max-sm:hidden"),
                heading(t("Principal"), is_number=True),
                heading(t("Interest"), is_number=True),
            ],
            rx.foreach(bars, _bar),
            class_name="mt-4 w-full border-collapse",
        ),
        class_name="min-w-0 lg:col-span-12",
    )


def both_card(view: View) -> rx.Component:
    """Draw both schedules, the installments of each year together."""
    return card(
        card_title(
            t("Every installment"),
            action_link(
                t("Download as CSV"),
                href=view.csv,
                reload_document=True,  # no page of the portal: a real navigation
                look="quiet",
                size="compact",
            ),
        ),
        rx.el.p(
            t(
                "Contract: as it was signed, it never changes. Projected: from today's "
                "balance, if every payment is made when it is due."
            ),
            class_name="mt-2 text-note text-muted",
        ),
        rx.foreach(view.years, lambda year: _year(year, view.is_lease)),
        class_name="min-w-0 lg:col-span-12",
    )


def placeholder() -> rx.Component:
    """Hold the place of the page while it loads."""
    return waiting(
        skeleton("h-60 lg:col-span-7"),
        skeleton("h-60 lg:col-span-5"),
        skeleton("h-[30rem] lg:col-span-12"),
        class_name=GRID,
    )


def _date(fact: Fact) -> rx.Component:
    return rx.el.div(
        rx.el.dt(fact.label, class_name="text-muted"),
        rx.el.dd(fact.value, class_name="text-right font-medium"),
        class_name="flex justify-between gap-6",
    )


def _bar(bar: Bar) -> rx.Component:
    return rx.el.tr(
        cell(bar.year),
        rx.el.td(
            rx.el.div(
                rx.el.div(class_name="bar bg-brand", style={"width": bar.principal_share}),
                rx.el.div(class_name="bar bg-series", style={"width": bar.interest_share}),
                class_name="flex h-3 gap-0.5 overflow-hidden rounded-full",
            ),
            aria_hidden="true",
            class_name="max-sm:hidden border-t border-line py-2.5 pr-3",
        ),
        cell(bar.principal, is_number=True),
        cell(bar.interest, is_number=True),
    )


def _year(year: Year, is_lease: Any) -> rx.Component:
    return rx.el.details(
        rx.el.summary(
            year.title,
            rx.el.span(" ", year.count, class_name="font-normal text-muted"),
            class_name="cursor-pointer py-2.5 font-semibold",
        ),
        rx.el.div(
            rx.cond(is_lease, _lease_table(year), _loan_table(year)),
            tab_index=0,
            role="region",
            aria_label=t("Installments of {title}", title=year.title),
            class_name="overflow-x-auto pb-3",
        ),
        open=year.is_open,
        class_name="border-t border-line first-of-type:mt-3",
    )


def _loan_table(year: Year) -> rx.Component:
    return table(
        t("{title}: both schedules", title=year.title),
        [
            heading(t("Due")),
            _heading(t("Contract:"), t("payment"), is_wide=True),
            _heading(t("Contract:"), t("interest"), is_wide=True),
            _heading(t("Contract:"), t("principal"), is_wide=True),
            _heading(t("Contract:"), t("balance")),
            _heading(t("Projected:"), t("payment")),
            _heading(t("Projected:"), t("interest"), is_wide=True),
            _heading(t("Projected:"), t("principal"), is_wide=True),
            _heading(t("Projected:"), t("balance")),
        ],
        rx.foreach(year.rows, _loan_row),
    )


def _lease_table(year: Year) -> rx.Component:
    return table(
        t("{title}: both schedules", title=year.title),
        [
            heading(t("Due")),
            heading(t("Contract"), is_number=True),
            heading(t("Projected"), is_number=True),
            heading(t("Left after it"), is_number=True),
        ],
        rx.foreach(year.rows, _lease_row),
    )


def _loan_row(row: Row) -> rx.Component:
    return rx.el.tr(
        cell(_due(row)),
        _figure(row.payment, is_wide=True),
        _figure(row.interest, is_wide=True),
        _figure(row.principal, is_wide=True),
        _figure(row.balance),
        _figure(row.expected_payment),
        _figure(row.expected_interest, is_wide=True),
        _figure(row.expected_principal, is_wide=True),
        _figure(row.expected_balance),
    )


def _lease_row(row: Row) -> rx.Component:
    return rx.el.tr(
        cell(_due(row)),
        cell(row.payment, is_number=True),
        cell(row.expected_payment, is_number=True),
        cell(row.expected_balance, is_number=True),
    )


def _due(row: Row) -> rx.Component:
    return rx.fragment(
        row.due,
        rx.cond(row.note, rx.el.span(row.note, class_name="block text-note text-muted")),
    )


def _heading(which: str, words: str, *, is_wide: bool = False) -> rx.Component:
    return rx.el.th(
        rx.el.span(which, " ", class_name="block font-normal"),
        words,
        scope="col",
        class_name=f"{HEADING} text-right {WIDE if is_wide else ''}",
    )


def _figure(words: Text, *, is_wide: bool = False) -> rx.Component:
    return rx.el.td(words, class_name=f"{CELL} {NUMBER} max-sm:text-note {WIDE if is_wide else ''}")
