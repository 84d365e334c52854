"""Tables and the way through their pages."""

from typing import Any

import reflex as rx

from finance_portal.ui.controls import Text, button
from finance_portal.ui.words import t

CELL = "border-t border-line py-2.5 pr-3 text-body last:pr-0"
NUMBER = "text-right whitespace-nowrap"
HEADING = "pb-2 pr-3 text-chip font-medium text-muted last:pr-0"


def table(caption: str, headings: list[rx.Component], body: Any, **props: Any) -> rx.Component:
    """Draw a table; its caption is for those who listen."""
    return rx.el.table(
        rx.el.caption(caption, class_name="sr-only"),
        rx.el.thead(rx.el.tr(*headings)),
        rx.el.tbody(body),
        **{"class_name": "w-full border-collapse", **props},
    )


def heading(words: Text | rx.Component, *, is_number: bool = False, **props: Any) -> rx.Component:
    """Draw a column's heading."""
    side = "text-right" if is_number else "text-left"
    return rx.el.th(words, scope="col", class_name=f"{HEADING} {side}", **props)


def cell(
    *words: Any, is_number: bool = False, quiet: bool = False, class_name: str = ""
) -> rx.Component:
    """Draw a cell; numbers stand at the right."""
    side = NUMBER if is_number else "text-left"
    weight = "text-muted" if quiet else "text-ink"
    return rx.el.td(*words, class_name=f"{CELL} {side} {weight} {class_name}")


def pager(
    *, where: Text, has_previous: Any, has_next: Any, previous: Any, following: Any
) -> rx.Component:
    """Draw the way to the pages before and after."""
    return rx.el.nav(
        button(t("Previous"), look="quiet", disabled=~has_previous, on_click=previous),
        rx.el.p(where, role="status", class_name="text-note text-muted"),
        button(t("Next"), look="quiet", disabled=~has_next, on_click=following),
        aria_label=t("Pages"),
        class_name="flex items-center justify-between gap-4",
    )
