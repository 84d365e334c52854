"""The parts of the page of requests."""

from typing import Any

import reflex as rx

from finance_portal.pages.requests.views import RequestView
from finance_portal.ui import routes
from finance_portal.ui.controls import LINK, STANDS_ALONE, Text, action_link, button, text_link
from finance_portal.ui.feedback import empty_state, skeleton, waiting
from finance_portal.ui.surfaces import Fact, card, chip
from finance_portal.ui.words import t

GRID = "grid items-start gap-4 lg:grid-cols-2"


def head(title_id: str, query: Text) -> rx.Component:
    """Draw the list's heading, and the way to add to it."""
    return rx.el.div(
        rx.el.h2(
            t("Open"),
            id=title_id,
            tab_index=-1,
            class_name="text-title font-semibold outline-none",
        ),
        text_link(
            t("Ask for something"),
            href=f"{routes.ASK}{query}",
            class_name=f"{STANDS_ALONE} text-body",
        ),
        class_name="mb-3 flex items-baseline justify-between gap-4",
    )


def many(requests: Any, *, ask: Any = None, withdraw: Any = None) -> rx.Component:
    """Draw requests side by side."""
    return rx.el.div(rx.foreach(requests, lambda each: _card(each, ask, withdraw)), class_name=GRID)


def nothing_open(query: Text) -> rx.Component:
    """Say that nothing is open."""
    return empty_state(
        rx.icon("list-checks", size=32),
        t("Nothing is open"),
        t("What you ask for stands here, with the day by which it is answered."),
        action_link(t("Ask for something"), href=f"{routes.ASK}{query}", look="quiet"),
    )


def placeholder() -> rx.Component:
    """Hold the place of the list while it loads."""
    return waiting(skeleton("h-72"), class_name=f"mt-9 {GRID}")


def _card(each: RequestView, ask: Any, withdraw: Any) -> rx.Component:
    return card(
        rx.el.div(
            rx.el.h3(each.title, class_name="text-body font-semibold"),
            chip(each.status, each.tone),
            class_name="flex items-start justify-between gap-3",
        ),
        rx.el.p(each.about, class_name="mt-0.5 text-note text-muted"),
        rx.cond(
            each.has_number,
            rx.el.p(
                t("Number"),
                " ",
                rx.el.span(each.ref, class_name="select-all break-all"),
                class_name="text-note text-muted",
            ),
        ),
        rx.cond(each.clock, rx.el.p(each.clock, class_name="mt-3 text-body font-medium")),
        rx.cond(each.marks, _marks(each)),
        rx.cond(each.reply, rx.el.p(each.reply, class_name="mt-3 text-body")),
        rx.cond(each.following, rx.el.p(each.following, class_name="mt-3 text-body")),
        rx.cond(each.href, action_link(each.link, href=each.href, class_name="mt-3")),
        rx.cond(each.steps, _steps(each)),
        rx.cond(each.own_words, _own_words(each.own_words)),
        rx.cond(
            each.document,
            rx.el.a(
                t("The signed agreement (PDF)"),
                href=each.document,
                target="_blank",
                class_name=f"{LINK} {STANDS_ALONE} mt-3 text-body",
            ),
        ),
        _withdrawing(each, ask, withdraw) if ask else rx.fragment(),
    )


def _marks(each: RequestView) -> rx.Component:
    return rx.el.dl(
        rx.foreach(
            each.marks,
            lambda mark: rx.el.div(
                rx.el.dt(mark.value),
                rx.el.dd(mark.label, class_name="text-note text-muted"),
            ),
        ),
        class_name="mt-3 grid gap-1.5 text-body",
    )


def _steps(each: RequestView) -> rx.Component:
    return rx.el.ol(
        rx.foreach(each.steps, _step),
        class_name="mt-4 grid gap-2 border-t border-line pt-4 text-body",
    )


def _step(step: Fact) -> rx.Component:
    return rx.el.li(
        rx.el.span(step.label, class_name="block text-note text-muted"),
        step.value,
    )


def _own_words(words: Text) -> rx.Component:
    return rx.el.details(
        rx.el.summary(
            t("What you wrote"),
            class_name="w-fit cursor-pointer py-2 text-body font-semibold text-brand",
        ),
        rx.el.p(words, dir="auto", class_name="whitespace-pre-line text-body text-muted"),
        class_name="mt-2",
    )


def _withdrawing(each: RequestView, ask: Any, withdraw: Any) -> rx.Component:
    return rx.cond(
        each.is_asked,
        rx.el.div(
            rx.el.p(
                t("Take it back? Nothing will be changed."), class_name="text-body font-medium"
            ),
            rx.el.div(
                button(t("Yes, take it back"), on_click=withdraw, auto_focus=True),
                button(t("Keep it"), look="quiet", on_click=lambda: ask("")),
                class_name="mt-3 flex flex-wrap gap-2",
            ),
            role="group",
            aria_label=t("Take it back?"),
            class_name="mt-4 border-t border-line pt-4",
        ),
        rx.cond(
            each.can_withdraw,
            button(
                t("Take it back"), look="text", on_click=lambda: ask(each.ref), class_name="mt-2"
            ),
        ),
    )
