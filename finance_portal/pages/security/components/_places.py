"""Where the borrower is signed in, and which browsers are trusted."""

from typing import Any

import reflex as rx

from finance_portal.pages.security.components._rows import row
from finance_portal.pages.security.views import Device, Opening
from finance_portal.ui.controls import button
from finance_portal.ui.surfaces import card, card_title, chip
from finance_portal.ui.words import t


def sessions_list(sessions: Any, *, has_others: Any, end: Any, end_others: Any) -> rx.Component:
    """Draw every session; all but this one can be ended."""
    return card(
        card_title(t("Where you are signed in")),
        rx.el.ul(
            rx.foreach(sessions, lambda each: _session(each, end)),
            class_name="mt-2 divide-y divide-line",
        ),
        rx.cond(
            has_others,
            button(
                t("Sign out everywhere else"),
                look="quiet",
                on_click=end_others,
                class_name="mt-2 w-full",
            ),
        ),
        class_name="min-w-0",
    )


def devices_list(devices: Any, *, forget: Any) -> rx.Component:
    """Draw the trusted browsers; each can be forgotten."""
    return card(
        card_title(t("Trusted browsers")),
        rx.el.p(
            t("They are not asked for a second step when you sign in."),
            class_name="mt-1 text-note text-muted",
        ),
        rx.cond(
            devices,
            rx.el.ul(
                rx.foreach(devices, lambda each: _device(each, forget)),
                class_name="mt-2 divide-y divide-line",
            ),
            rx.el.p(t("There are none."), class_name="mt-3 text-body"),
        ),
        class_name="min-w-0",
    )


def _session(each: Opening, end: Any) -> rx.Component:
    return row(
        "monitor",
        rx.el.span(
            each.device,
            rx.cond(each.is_this, chip(t("This one"), "good")),
            class_name="flex flex-wrap items-center gap-2",
        ),
        rx.fragment(
            rx.el.p(each.when, " · ", each.where),
            rx.el.p(each.how),
        ),
        control=rx.cond(
            each.is_this, rx.fragment(), _end(t("Sign out"), f" {each.device}", end(each.ref))
        ),
    )


def _device(each: Device, forget: Any) -> rx.Component:
    return row(
        "monitor",
        each.device,
        rx.fragment(each.until, " · ", each.where),
        control=_end(t("Forget"), f" {each.device}", forget(each.ref)),
    )


def _end(words: str, what: Any, end: Any) -> rx.Component:
    return button(
        words,
        rx.el.span(what, class_name="sr-only"),
        look="quiet",
        size="compact",
        on_click=end,
        class_name="shrink-0",
    )
