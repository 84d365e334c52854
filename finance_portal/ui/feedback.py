"""What the portal says back: notices, errors, waiting, nothing there, no connection."""

from typing import Any, Literal

import reflex as rx
from reflex_components_core.core.banner import (  # type: ignore[import-untyped]  # no py.typed
    has_too_many_connection_errors,
)

from finance_portal.ui import routes
from finance_portal.ui.client import is_offline
from finance_portal.ui.controls import LINK, Text, action_link
from finance_portal.ui.glyphs import Name, glyph
from finance_portal.ui.surfaces import CARD
from finance_portal.ui.words import t

Tone = Literal["info", "good", "warn", "danger"]

NOTICE = "flex gap-3 rounded-control border px-4 py-3 text-body"
NOTICE_TONE: dict[Tone, str] = {
    "info": "border-info/25 bg-infosoft text-info",
    "good": "border-brand/25 bg-brandsoft text-brand",
    "warn": "border-warn/25 bg-warnsoft text-warn",
    "danger": "border-danger/25 bg-dangersoft text-danger",
}
SIGN: dict[Tone, Name] = {
    "info": "info",
    "good": "good",
    "warn": "warning",
    "danger": "warning",
}


def notice(
    *words: Any, tone: Tone = "info", title: Text = "", class_name: str = "", **props: Any
) -> rx.Component:
    """Draw a message that stands on the page."""
    return rx.el.div(
        glyph(SIGN[tone], class_name="mt-0.5 size-4.5"),
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
        rx.el.p(t("Loading"), role="status", class_name="sr-only"), *children, class_name=class_name
    )


def wide_over_two_waiting(*, class_name: str) -> rx.Component:
    """Hold the places of a wide card and of two beside each other below it."""
    return waiting(
        skeleton("h-64 lg:col-span-12"),
        skeleton("h-80 lg:col-span-7"),
        skeleton("h-80 lg:col-span-5"),
        class_name=class_name,
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


def form_error(words: Text) -> rx.Component:
    """Stand ready to say what is wrong with the whole of a form."""
    return rx.el.div(
        rx.cond(words, notice(rx.el.p(words), tone="danger")),
        role="alert",
        class_name="empty:hidden",
    )


def no_contract() -> rx.Component:
    """Say that no such contract is on this login: it may well be somebody else's."""
    return empty_state(
        rx.icon("file-search", size=32),
        t("No such contract"),
        t("There is no such contract on this login."),
        action_link(t("Overview"), href=routes.OVERVIEW, look="quiet"),
    )


def failure(reference: Text, phone: str) -> rx.Component:
    """Say that a page could not be shown, that nothing happened, and what to do."""
    return rx.el.div(
        empty_state(
            rx.icon("cloud-alert", size=32),
            t("We could not show this page"),
            t(
                "Nothing was changed and no money moved. Please try again; if it "
                "happens again, call us at {phone}.",
                phone=phone,
            ),
            rx.el.p(
                t("Reference {reference}", reference=reference), class_name="text-note text-muted"
            ),
            action_link(t("Try again"), href="", reload_document=True),
        ),
        role="alert",
    )


def broken_page(phone: str) -> rx.Component:
    """Say that the page itself failed in the browser."""
    return rx.el.main(
        empty_state(
            glyph("warning", class_name="size-8"),
            t("Something broke on this page"),
            t(
                "Nothing was changed and no money moved. If it breaks again, call us at {phone}.",
                phone=phone,
            ),
            rx.el.a(t("Load it again"), href="", reload_document=True, class_name=LINK),
        ),
        role="alert",
        class_name="mx-auto max-w-xl p-6",
    )


def connection_status() -> rx.Component:
    """Say when the portal cannot be reached; it reconnects by itself."""
    return rx.el.div(
        rx.cond(
            has_too_many_connection_errors | is_offline(),
            rx.el.p(
                glyph("offline", class_name="size-4"),
                t("No connection. Reconnecting… Figures may be out of date."),
                class_name=(
                    "pointer-events-auto flex items-center gap-2 rounded-full bg-ink px-4 py-2 "
                    "text-note font-medium text-bg lifted"
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
