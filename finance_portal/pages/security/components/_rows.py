"""The rows of this page, and how a change is begun from one of them."""

from functools import partial

import reflex as rx

from finance_portal.ui import routes, rows
from finance_portal.ui.feedback import skeleton, waiting
from finance_portal.ui.rows import FORM, OpenPlace, disclosure, folded, group, row

__all__ = [
    "FORM",
    "GRID",
    "OpenPlace",
    "change",
    "disclosure",
    "folded",
    "group",
    "placeholder",
    "row",
]

GRID = "grid items-start gap-4 lg:grid-cols-12"
change = partial(rows.change, page=routes.SECURITY)


def placeholder() -> rx.Component:
    """Hold the place of the page while it loads."""
    return waiting(
        rx.el.div(skeleton("h-96"), skeleton("h-96"), class_name="grid gap-4 lg:col-span-7"),
        rx.el.div(skeleton("h-48"), skeleton("h-48"), class_name="grid gap-4 lg:col-span-5"),
        class_name=GRID,
    )
