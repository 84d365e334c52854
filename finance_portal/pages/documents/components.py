"""The list of documents, and what narrows it."""

from typing import Any

import reflex as rx

from finance_portal.pages.documents.views import EVERYTHING, KINDS, Row
from finance_portal.ui.controls import FIELD, STANDS_ALONE, Text, select, text_link
from finance_portal.ui.feedback import empty_state, skeleton, waiting
from finance_portal.ui.surfaces import CARD, chip, tile
from finance_portal.ui.words import t

SEARCH = "search-documents"


def controls(
    *,
    kind: Text,
    year: Text,
    years: Any,
    choose_kind: Any,
    choose_year: Any,
    look_for: Any,
) -> rx.Component:
    """Draw what narrows the list: a search, a kind, a year."""
    return rx.el.div(
        rx.el.label(
            rx.el.span(t("Search by title or date"), class_name="sr-only"),
            rx.el.input(
                type="search",
                id=SEARCH,
                placeholder=t("Search, like November 2026"),
                on_change=look_for,
                auto_complete="off",
                max_length=100,
                class_name=FIELD,
            ),
            class_name="col-span-2 sm:w-72",
        ),
        select(
            [(value, t(words)) for value, (words, _) in KINDS.items()],
            label=t("Kind of document"),
            name="kind",
            value=kind,
            on_change=choose_kind,
        ),
        _years(year, years, choose_year),
        class_name="screen-only grid grid-cols-2 items-center gap-2 sm:flex",
    )


def listed(rows: Any) -> rx.Component:
    """Draw the documents one below the other, each a link to its file."""
    return rx.el.ul(rx.foreach(rows, _row), class_name=f"divide-y divide-line {CARD} px-5")


def nothing() -> rx.Component:
    """Say that there is no document yet."""
    return empty_state(
        rx.icon("file-text", size=32),
        t("No documents yet"),
        t(
            "Your statements, receipts, letters and tax papers are kept here as "
            "soon as there are any."
        ),
    )


def none_of_these() -> rx.Component:
    """Say that the filter leaves nothing."""
    return empty_state(
        rx.icon("filter", size=32),
        t("Nothing like that"),
        t("Try fewer words, or choose Everything and all years."),
    )


def placeholder() -> rx.Component:
    """Hold the place of the list while it loads."""
    return waiting(skeleton("h-12 rounded-control"), skeleton("h-[40rem]"), class_name="grid gap-4")


def _years(year: Text, years: Any, choose_year: Any) -> rx.Component:
    return rx.el.label(
        rx.el.span(t("Year"), class_name="sr-only"),
        rx.el.select(
            rx.el.option(t("All years"), value=EVERYTHING),
            rx.foreach(years, lambda each: rx.el.option(each, value=each)),
            name="year",
            value=year,
            on_change=choose_year,
            class_name=(
                "min-h-11 w-full appearance-none rounded-control border border-edge bg-surface "
                "pl-4 pr-10 text-body text-ink"
            ),
        ),
        rx.icon(
            "chevron-down",
            size=16,
            aria_hidden="true",
            class_name="pointer-events-none absolute right-3.5 top-3.5 text-muted",
        ),
        class_name="relative",
    )


def _row(row: Row) -> rx.Component:
    return rx.el.li(
        tile(rx.icon("file-text", size=18), "info"),
        rx.el.div(
            rx.el.p(
                text_link(row.title, href=row.href, class_name=f"{STANDS_ALONE} break-words"),
                rx.cond(row.is_new, chip(t("New"), "good")),
                rx.cond(row.mark, chip(row.mark, row.tone)),
                class_name="flex min-h-6 flex-wrap items-center gap-2",
            ),
            rx.el.p(row.detail, class_name="text-note text-muted"),
            class_name="min-w-0",
        ),
        class_name="flex items-center gap-3 py-3.5",
    )
