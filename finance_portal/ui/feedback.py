"""What the portal says back: notices, errors, waiting, nothing there, no connection."""

from typing import Any, Literal

import reflex as rx
from reflex_components_core.core.banner import (  # type: ignore[import-untyped]  # no py.typed
    has_too_many_connection_errors,
)

from finance_portal.ui.controls import Text, action_link
from finance_portal.ui.surfaces import CARD

Tone = Literal["info", "good", "warn", "danger"]

NOTICE = "flex gap-3 rounded-control border px-4 py-3 text-body"
NOTICE_TONE: dict[Tone, str] = {
    "info": "border-info/25 bg-infosoft text-info",
    "good": "border-brand/25 bg-brandsoft text-brand",
    "warn": "border-warn/25 bg-warnsoft text-warn",
    "danger": "border-danger/25 bg-dangersoft text-danger",
}


def notice(
    *words: Any, tone: Tone = "info", title: Text = "", class_name: str = "", **props: Any
) -> rx.Component:
    """Draw a message that stands on the page."""
    return rx.el.div(
        _notice_icon(tone),
        rx.el.div(
            rx.cond(title, rx.el.p(title, class_name="font-semibold")),
            *words,
            class_name="grid min-w-0 gap-1",
        ),
        class_name=f"{NOTICE} {NOTICE_TONE[tone]} {class_name}",
        **props,
    )


def alert(words: Text) -> rx.Component:
    """Stand ready to say what went wrong: the region is there before the words are."""
    return rx.el.div(
        rx.cond(words, notice(rx.el.p(words), tone="danger")),
        role="alert",
    )


def skeleton(class_name: str) -> rx.Component:
    """Hold the place of something that is loading, in its final size."""
    return rx.el.div(class_name=f"shimmer rounded-card {class_name}", aria_hidden="true")


def waiting(*children: rx.Component, class_name: str = "") -> rx.Component:
    """Stand in for a page while it loads."""
    return rx.el.div(
        rx.el.p("Loading", role="status", class_name="sr-only"), *children, class_name=class_name
    )


def empty_state(icon: rx.Component, title: Text, words: Text, *more: rx.Component) -> rx.Component:
    """Say that there is nothing here, and why."""
    return rx.el.section(
        rx.el.span(icon, aria_hidden="true", class_name="text-muted"),
        rx.el.h2(title, class_name="text-head font-semibold"),
        rx.el.p(words, class_name="max-w-md text-body text-muted"),
        *more,
        class_name=f"{CARD} grid justify-items-center gap-3 px-6 py-14 text-center",
    )


def failure(reference: Text, phone: str) -> rx.Component:
    """Say that a page could not be shown, that nothing happened, and what to do."""
    return rx.el.div(
        empty_state(
            rx.icon("cloud-alert", size=32),
            "We could not show this page",
            f"Nothing was changed and no money moved. Please try again; if it happens again, "
            f"call us at {phone}.",
            rx.el.p("Reference ", reference, class_name="text-note text-muted"),
            action_link("Try again", href="", custom_attrs={"reloadDocument": True}),
        ),
        role="alert",
    )


def connection_status() -> rx.Component:
    """Say when the portal cannot be reached; it reconnects by itself."""
    return rx.el.div(
        rx.cond(
            has_too_many_connection_errors,
            rx.el.p(
                rx.icon("wifi-off", size=16, class_name="shrink-0"),
                "No connection. Reconnecting… Figures may be out of date.",
                class_name=(
                    "pointer-events-auto flex items-center gap-2 rounded-full bg-ink px-4 py-2 "
                    "text-note font-medium text-bg shadow-card"
                ),
            ),
        ),
        role="status",
        aria_live="polite",
        class_name=(
            "screen-only pointer-events-none fixed inset-x-0 z-50 flex justify-center px-4 "
            "bottom-[calc(env(safe-area-inset-bottom)+5rem)] lg:bottom-6"
        ),
    )


def _notice_icon(tone: Tone) -> rx.Component:
    look = "mt-0.5 shrink-0"
    match tone:
        case "good":
            return rx.icon("circle-check", size=18, class_name=look, aria_hidden="true")
        case "info":
            return rx.icon("info", size=18, class_name=look, aria_hidden="true")
    return rx.icon("triangle-alert", size=18, class_name=look, aria_hidden="true")
