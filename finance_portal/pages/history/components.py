"""The history as a table, and as cards where a table does not fit."""

from typing import Any

import reflex as rx

from finance_portal.pages.history.views import KINDS, NOTHING, SORTS, Row
from finance_portal.ui import routes
from finance_portal.ui.controls import STANDS_ALONE, Text, select, text_link
from finance_portal.ui.feedback import empty_state, skeleton, waiting
from finance_portal.ui.frame import FrameState
from finance_portal.ui.glyphs import glyph
from finance_portal.ui.surfaces import CARD, chip, tile
from finance_portal.ui.tables import CELL, NUMBER, cell, heading, table
from finance_portal.ui.words import t
from finance_portal.ui.working import working


def controls(*, kind: Text, sort: Text, choose_kind: Any, choose_sort: Any) -> rx.Component:
    """Draw what narrows and orders the history."""
    return rx.el.div(
        select(
            [(value, t(words)) for value, (words, _) in KINDS.items()],
            label=t("Show"),
            name="kind",
            value=kind,
            on_change=choose_kind,
        ),
        select(
            [(value, t(words)) for value, (words, _, _) in SORTS.items()],
            label=t("Order"),
            name="sort",
            value=sort,
            on_change=choose_sort,
        ),
        class_name="screen-only grid grid-cols-2 gap-2 sm:flex sm:shrink-0",
    )


def loan_table(rows: Any) -> rx.Component:
    """Draw the entries of a loan with the split of each payment."""
    headings = [
        t("Date"),
        t("What"),
        t("Amount"),
        t("Principal"),
        t("Interest"),
        t("Fees"),
        t("Balance"),
    ]
    return _table(headings, rows, _loan_row)


def lease_table(rows: Any) -> rx.Component:
    """Draw the entries of a lease: there is no interest to split off."""
    return _table(
        [t("Date"), t("What"), t("Amount"), t("Fees"), t("Left to pay")], rows, _lease_row
    )


def cards(rows: Any, *, is_lease: Any) -> rx.Component:
    """Draw the entries one below the other."""
    return rx.el.ul(
        rx.foreach(rows, lambda row: _card(row, is_lease)),
        class_name=f"divide-y divide-line md:hidden {CARD} px-5",
    )


def not_mine(query: Text) -> rx.Component:
    """Lead to where a payment is reported that somebody else has made."""
    return text_link(
        t("A payment was not you?"),
        href=f"{routes.REPORT}{query}",
        class_name=f"{STANDS_ALONE} screen-only text-note",
    )


def nothing() -> rx.Component:
    """Say that nothing has happened yet."""
    return empty_state(
        rx.icon("receipt-text", size=32),
        t("No payments yet"),
        t("Every payment stands here as soon as it is made, with where each cent of it went."),
    )


def none_of_these() -> rx.Component:
    """Say that the filter leaves nothing."""
    return empty_state(
        rx.icon("filter", size=32),
        t("Nothing of this kind"),
        t("Choose Everything to see all entries."),
    )


def placeholder() -> rx.Component:
    """Hold the place of the history while it loads."""
    return waiting(skeleton("h-11 rounded-control"), skeleton("h-[40rem]"), class_name="grid gap-4")


def _table(headings: list[str], rows: Any, draw: Any) -> rx.Component:
    return rx.el.div(
        table(
            t("Everything that happened to this contract"),
            [heading(words, is_number=place > 1) for place, words in enumerate(headings)],
            rx.foreach(rows, draw),
        ),
        class_name=f"hidden overflow-x-auto md:block {CARD} px-6 pb-2 pt-5",
    )


def _loan_row(row: Row) -> rx.Component:
    return rx.el.tr(
        cell(row.on, class_name="whitespace-nowrap"),
        cell(_entry(row)),
        _figure(row, row.amount, is_main=True),
        _figure(row, row.principal),
        _figure(row, row.interest),
        _figure(row, row.fees),
        _figure(row, row.balance),
    )


def _lease_row(row: Row) -> rx.Component:
    return rx.el.tr(
        cell(row.on, class_name="whitespace-nowrap"),
        cell(_entry(row)),
        _figure(row, row.amount, is_main=True),
        _figure(row, row.fees),
        _figure(row, row.balance),
    )


def _figure(row: Row, words: Text, *, is_main: bool = False) -> rx.Component:
    weight = "font-semibold" if is_main else ""
    return rx.el.td(
        words,
        class_name=[
            f"{CELL} {NUMBER} {weight}",
            rx.cond(row.is_void, "text-muted line-through", "text-ink"),
        ],
    )


def _entry(row: Row) -> rx.Component:
    worked_out = rx.cond(row.working, working(row.working, row.on, class_name="max-w-96"))
    return rx.el.div(_icon(row), _what(row, worked_out), class_name="flex items-center gap-3")


def _icon(row: Row) -> rx.Component:
    return rx.match(
        row.kind,
        ("payment", tile(rx.icon("check", size=18))),
        ("waiting", tile(rx.icon("clock", size=18), "info")),
        ("void", tile(rx.icon("x", size=18), "danger")),
        ("return", tile(rx.icon("undo-2", size=18), "danger")),
        ("refund", tile(rx.icon("undo-2", size=18), "good")),
        ("change", tile(rx.icon("calendar-sync", size=18), "info")),
        tile(glyph("error"), "warn"),
    )


def _what(row: Row, *more: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.p(
            rx.cond(
                row.receipt,
                text_link(row.title, href=row.receipt, class_name=STANDS_ALONE),
                rx.el.span(row.title, class_name="font-medium"),
            ),
            rx.cond(FrameState.may_read, rx.cond(row.paper, _paper(row))),
            rx.cond(row.status, chip(row.status, row.tone)),
            class_name="flex min-h-6 flex-wrap items-center gap-2",
        ),
        rx.cond(row.note, rx.el.p(row.note, class_name="max-w-64 text-note text-muted")),
        *more,
    )


def _paper(row: Row) -> rx.Component:
    return rx.el.a(
        rx.icon("file-down", size=16, aria_hidden="true"),
        rx.el.span(
            t("Receipt as a PDF: {what}, {day}", what=row.title, day=row.on), class_name="sr-only"
        ),
        href=row.paper,
        target="_blank",
        class_name=f"{STANDS_ALONE} screen-only min-w-6 justify-center text-muted hover:text-ink",
    )


def _card(row: Row, is_lease: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                _what(row), rx.el.p(row.on, class_name="text-note text-muted"), class_name="min-w-0"
            ),
            rx.el.div(
                rx.el.p(
                    row.amount,
                    class_name=rx.cond(
                        row.is_void, "font-semibold text-muted line-through", "font-semibold"
                    ),
                ),
                rx.cond(
                    row.balance != NOTHING,
                    rx.el.p(
                        rx.cond(
                            is_lease,
                            t("{amount} to pay", amount=row.balance),
                            t("{amount} left", amount=row.balance),
                        ),
                        class_name="text-note text-muted",
                    ),
                ),
                class_name="shrink-0 text-right",
            ),
            class_name="flex justify-between gap-4",
        ),
        rx.cond(row.has_split & ~is_lease, _split(row)),
        rx.cond(row.working, working(row.working, row.on, class_name="mt-1")),
        class_name="py-3.5",
    )


def _split(row: Row) -> rx.Component:
    return rx.el.dl(
        _share(t("Principal"), row.principal),
        _share(t("Interest"), row.interest),
        _share(t("Fees"), row.fees),
        class_name="mt-2 grid grid-cols-3 gap-2 text-note",
    )


def _share(label: str, amount: Text) -> rx.Component:
    return rx.el.div(
        rx.el.dt(label, class_name="text-chip text-muted"),
        rx.el.dd(amount, class_name="font-medium"),
    )
