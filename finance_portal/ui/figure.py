"""The chart of ui/chart.py, drawn."""

import reflex as rx

from finance_portal.ui.chart import Chart, Mark, Picture, TableRow, Tick
from finance_portal.ui.controls import segmented
from finance_portal.ui.surfaces import card, card_title
from finance_portal.ui.tables import cell, heading, table
from finance_portal.ui.words import t

DOTTED = "[stroke-dasharray:1_6] [stroke-linecap:round]"
THIN = "[vector-effect:non-scaling-stroke]"
LEGEND = "mt-0.5 flex flex-wrap gap-x-4 text-note text-muted"


def chart_card(chart: Chart, *, class_name: str = "") -> rx.Component:
    """Draw the balance over time, with its sentence and its table."""
    return card(
        rx.el.div(
            rx.el.div(card_title(t("Balance over time")), _legend()),
            segmented(
                t("Span of time"), "span", [("year", t("2Y")), ("all", t("All"))], chosen="all"
            ),
            class_name="flex items-start justify-between gap-3",
        ),
        rx.el.figure(
            drawing(chart.year, class_name="span-year"),
            drawing(chart.all, class_name="span-all"),
            rx.el.figcaption(
                rx.el.p(chart.summary, class_name="text-note text-muted"),
                rx.foreach(
                    chart.notes, lambda note: rx.el.p(note, class_name="text-note text-muted")
                ),
                _table(chart.rows),
                class_name="mt-4 grid gap-1",
            ),
        ),
        class_name=f"spans {class_name}",
    )


def _legend() -> rx.Component:
    return rx.el.p(
        series(t("Paid"), "border-solid"),
        series(t("Projected"), "border-dotted"),
        class_name=LEGEND,
    )


def series(words: str, line: str) -> rx.Component:
    """Draw what a line of the legend looks like, beside its name."""
    return rx.el.span(
        rx.el.span(class_name=f"w-4 border-t-2 border-brand {line}"),
        words,
        class_name="flex items-center gap-2",
    )


def drawing(picture: Picture, *, class_name: str = "") -> rx.Component:
    """Draw the lines, without their words: whoever listens gets the sentence and the table."""
    return rx.el.div(
        rx.el.div(
            _lines(picture),
            rx.foreach(picture.marks, _mark),
            rx.el.span(
                class_name=(
                    "absolute z-20 size-4.5 -translate-x-1/2 -translate-y-1/2 rounded-full "
                    "border-3 border-surface bg-brand"
                ),
                style={"left": picture.today_left, "top": picture.today_top},
            ),
            class_name="relative mr-12 h-40 sm:h-36",
        ),
        rx.el.div(
            rx.foreach(picture.amounts, _amount), class_name="absolute inset-x-0 top-0 h-40 sm:h-36"
        ),
        rx.el.div(rx.foreach(picture.dates, _date), class_name="relative mr-12 mt-2 h-5"),
        aria_hidden="true",
        class_name=f"{class_name} relative mt-4",
    )


def _lines(picture: Picture) -> rx.Component:
    return rx.el.svg(
        rx.el.path(d=picture.area, class_name="fill-brand/15"),
        rx.el.path(d=picture.line, class_name=f"fill-none stroke-brand stroke-[2.5] {THIN}"),
        rx.el.path(
            d=picture.projected,
            class_name=f"fill-none stroke-brand stroke-2 {DOTTED} {THIN}",
        ),
        view_box="0 0 100 100",
        preserve_aspect_ratio="none",
        class_name="absolute inset-0 z-10 size-full overflow-visible",
    )


def _mark(mark: Mark) -> rx.Component:
    return rx.el.span(
        title=mark.words,
        class_name=(
            "absolute z-10 size-2 -translate-x-1/2 -translate-y-1/2 rounded-full border-2 "
            "border-brand bg-surface"
        ),
        style={"left": mark.left, "top": mark.top},
    )


def _amount(tick: Tick) -> rx.Component:
    return rx.el.div(
        rx.el.span(class_name="mr-12 h-px grow bg-line"),
        rx.el.span(tick.words, class_name="absolute right-0 text-chip text-muted"),
        class_name="absolute inset-x-0 flex h-0 items-center",
        style={"top": tick.at},
    )


def _date(tick: Tick) -> rx.Component:
    return rx.el.span(
        tick.words,
        class_name=[
            "absolute text-chip",
            rx.cond(tick.is_today, "-translate-x-1/2 font-semibold text-ink", "text-muted"),
            rx.cond(tick.at == "100%", "right-0", ""),
            rx.cond(tick.is_crowded, "max-sm:hidden", ""),
        ],
        style={"left": rx.cond(tick.at == "100%", "auto", tick.at)},
    )


def _table(rows: list[TableRow]) -> rx.Component:
    return rx.el.details(
        rx.el.summary(
            t("Show the figures"),
            class_name="w-fit cursor-pointer py-1 text-note font-semibold text-brand",
        ),
        table(
            t("Balance over time"),
            [
                heading(t("Date")),
                heading(t("Balance"), is_number=True),
                heading(t("Kind"), is_number=True),
            ],
            rx.foreach(rows, _row),
        ),
    )


def _row(row: TableRow) -> rx.Component:
    return rx.el.tr(
        cell(row.on), cell(row.balance, is_number=True), cell(row.kind, is_number=True, quiet=True)
    )
