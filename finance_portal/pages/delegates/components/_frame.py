"""What stands around the cards of the page."""

import reflex as rx

from finance_portal.ui.controls import (
    Text,
)
from finance_portal.ui.feedback import notice, skeleton, waiting

GRID = "grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-12"
MAIN = "grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4 lg:col-span-7"
SIDE = "grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4 lg:col-span-5"


def news(news_id: str, said: Text, error: Text) -> rx.Component:
    """Say what was done, or why not; it takes the focus then."""
    return rx.el.div(
        rx.cond(said, notice(rx.el.p(said), tone="good", class_name="mb-4")),
        rx.cond(error, notice(rx.el.p(error), tone="danger", class_name="mb-4")),
        id=news_id,
        role="status",
        tab_index=-1,
        class_name="outline-none",
    )


def placeholder() -> rx.Component:
    """Hold the place of the page while it loads."""
    return waiting(skeleton("h-96 lg:col-span-7"), skeleton("h-64 lg:col-span-5"), class_name=GRID)
