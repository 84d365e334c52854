"""The parts of the page of scheduled payments."""

from typing import Any

import reflex as rx

from finance_portal.pages.scheduled.views import PastView, WaitingView
from finance_portal.ui import routes
from finance_portal.ui.client import own_time
from finance_portal.ui.controls import STANDS_ALONE, Text, action_link, button, text_link
from finance_portal.ui.feedback import empty_state, notice, skeleton, waiting
from finance_portal.ui.money import amount
from finance_portal.ui.surfaces import Fact, card, card_title, chip
from finance_portal.ui.words import t

GRID = "grid items-start gap-4 lg:grid-cols-2"


def news(region_id: str, said: Text, error: Text, just_set: Text) -> rx.Component:
    """Say what has just been done: the region is there before the words are."""
    return rx.el.div(
        rx.cond(just_set, notice(rx.el.p(just_set), tone="good", class_name="mb-4")),
        rx.cond(said, notice(rx.el.p(said), tone="good", class_name="mb-4")),
        rx.cond(error, notice(rx.el.p(error), tone="danger", class_name="mb-4")),
        id=region_id,
        role="status",
        tab_index=-1,
        class_name="outline-none",
    )


def head(query: Text) -> rx.Component:
    """Draw the list's heading, and the way to add to it."""
    return rx.el.div(
        rx.el.h2(t("Waiting for their day"), class_name="text-title font-semibold"),
        text_link(
            t("Schedule another"),
            href=f"{routes.PAY}{query}",
            class_name=f"{STANDS_ALONE} text-body",
        ),
        class_name="mb-3 flex items-baseline justify-between gap-4",
    )


def waiting_card(each: WaitingView, *, ask: Any, cancel: Any) -> rx.Component:
    """Draw one payment that waits, and what may be done about it."""
    return card(
        rx.el.div(
            rx.el.h3(each.when, class_name="text-body font-semibold"),
            chip(t("Scheduled"), "info"),
            class_name="flex items-start justify-between gap-3",
        ),
        rx.el.div(amount(each.amount, "head"), class_name="mt-1"),
        rx.el.dl(
            rx.foreach(each.facts, _fact),
            class_name="mt-4 grid gap-2.5 border-t border-line pt-4 text-body",
        ),
        rx.cond(
            each.change_until,
            rx.el.p(
                t("Change or cancel it until {time}.", time=own_time(each.change_until)),
                class_name="mt-4 text-note text-muted",
            ),
        ),
        rx.cond(each.why_not, rx.el.p(each.why_not, class_name="mt-4 text-note text-muted")),
        rx.cond(each.is_asked, _question(ask, cancel), _actions(each, ask)),
    )


def past_card(past: list[PastView]) -> rx.Component:
    """Draw what became of the latest that do not wait any more."""
    return card(
        card_title(t("Lately")),
        rx.el.ul(rx.foreach(past, _past), class_name="mt-2 divide-y divide-line"),
        class_name="mt-4",
    )


def nothing_waits(query: Text) -> rx.Component:
    """Say that nothing is scheduled."""
    return empty_state(
        rx.icon("calendar-clock", size=32),
        t("Nothing is scheduled"),
        t(
            "Set a payment for a day up to 60 days ahead. You can change or cancel "
            "it until the evening before."
        ),
        action_link(t("Schedule a payment"), href=f"{routes.PAY}{query}"),
    )


def placeholder() -> rx.Component:
    """Hold the place of the list while it loads."""
    return waiting(skeleton("h-72"), class_name=f"mt-9 {GRID}")


def _actions(each: WaitingView, ask: Any) -> rx.Component:
    return rx.cond(
        each.can_change,
        rx.el.div(
            action_link(t("Change"), href=each.change, look="quiet"),
            button(
                t("Cancel this payment"),
                look="text",
                on_click=lambda: ask(each.ref),
                auto_focus=each.is_kept,
            ),
            class_name="mt-4 flex flex-wrap gap-2",
        ),
    )


def _question(ask: Any, cancel: Any) -> rx.Component:
    return rx.el.div(
        rx.el.p(
            t("Cancel this payment? Nothing will be taken."), class_name="text-body font-medium"
        ),
        rx.el.div(
            button(t("Yes, cancel it"), on_click=cancel, auto_focus=True),
            button(t("Keep it"), look="quiet", on_click=lambda: ask("")),
            class_name="mt-3 flex flex-wrap gap-2",
        ),
        role="group",
        aria_label=t("Cancel this payment?"),
        class_name="mt-4 border-t border-line pt-4",
    )


def _fact(fact: Fact) -> rx.Component:
    return rx.el.div(
        rx.el.dt(fact.label, class_name="text-muted"),
        rx.el.dd(fact.value, class_name="text-right font-medium"),
        class_name="flex justify-between gap-6",
    )


def _past(each: PastView) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(each.words, class_name="block text-body font-medium"),
            rx.cond(each.note, rx.el.span(each.note, class_name="block text-note text-muted")),
            rx.cond(
                each.receipt,
                text_link(t("Receipt"), href=each.receipt, class_name=f"{STANDS_ALONE} text-note"),
            ),
            class_name="min-w-0",
        ),
        chip(each.status, each.tone),
        class_name="flex items-start justify-between gap-4 py-3",
    )
