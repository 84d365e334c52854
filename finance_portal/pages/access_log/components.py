"""The parts of the access log: its rows, and what stands there while nobody has looked."""

from typing import Any

import reflex as rx

from finance_portal.pages.access_log.views import Row
from finance_portal.ui import routes
from finance_portal.ui.controls import Text, action_link, text_link
from finance_portal.ui.feedback import empty_state, skeleton, waiting
from finance_portal.ui.surfaces import card, card_title, chip
from finance_portal.ui.words import t


def looks_card(rows: Any, found: Text, *more: rx.Component) -> rx.Component:
    """Draw the looks, and the way to take all of them away."""
    return card(
        card_title(
            t("Every look"),
            action_link(
                t("Download as CSV"),
                href=routes.ACCESS_LOG_CSV,
                reload_document=True,  # no page of the portal: a real navigation
                look="quiet",
                size="compact",
            ),
        ),
        rx.el.p(found, role="status", class_name="text-note text-muted"),
        rx.el.ul(rx.foreach(rows, _look), class_name="mt-2 divide-y divide-line"),
        *more,
    )


def lead(query: Text) -> rx.Component:
    """Say what is written down, and where it is changed."""
    return rx.el.p(
        t(
            "Whenever somebody else than those whom the contract binds opens something of it, it "
            "stands here: people you gave access, links to a quote, and our own staff."
        ),
        " ",
        text_link(t("People with access"), href=f"{routes.DELEGATES}{query}"),
        class_name="mb-4 max-w-2xl text-body text-muted",
    )


def nobody() -> rx.Component:
    """Say that nobody has looked."""
    return empty_state(
        rx.icon("eye-off", size=32),
        t("Nobody else has looked"),
        t("As soon as somebody does, you see here who it was, when, and what they opened."),
    )


def placeholder() -> rx.Component:
    """Hold the place of the list while it loads."""
    return waiting(skeleton("h-96"))


def _look(each: Row) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(
                rx.el.span(each.name, class_name="font-medium"),
                " ",
                chip(each.part, each.tone, class_name="align-middle"),
                class_name="break-words",
            ),
            rx.el.p(each.what, class_name="text-body"),
            rx.cond(each.reason, rx.el.p(each.reason, class_name="text-note text-muted")),
            class_name="min-w-0 grow",
        ),
        rx.el.div(
            rx.el.p(each.when),
            rx.el.p(each.place, class_name="break-all"),
            class_name="shrink-0 text-note text-muted sm:text-right",
        ),
        class_name="grid gap-1 py-3 sm:flex sm:items-start sm:gap-4",
    )
