"""The parts of the balloon page."""

from typing import Any

import reflex as rx

from finance_portal.pages.balloon.views import View, Way
from finance_portal.ui import routes
from finance_portal.ui.controls import Text, action_link, button
from finance_portal.ui.feedback import empty_state, notice
from finance_portal.ui.money import amount
from finance_portal.ui.surfaces import card, card_title, chip, facts, lines
from finance_portal.ui.words import t
from finance_portal.ui.working import working

GRID = "grid items-start gap-4 lg:grid-cols-12"


def head_card(view: View) -> rx.Component:
    """Say how much falls due, and when."""
    return rx.el.section(
        rx.el.h2(t("Your balloon, the last payment"), class_name="text-note opacity-85"),
        amount(view.amount, "hero"),
        rx.el.p(t("due {day}", day=view.due), class_name="mt-1 text-title font-semibold"),
        facts(view.facts, class_name="mt-5 grid grid-cols-2 gap-4 sm:grid-cols-3"),
        class_name="hero rounded-hero p-6 lifted lg:col-span-12",
    )


def notices(view: View) -> rx.Component:
    """Say what nobody should be surprised by."""
    return rx.el.div(
        rx.cond(view.warning, notice(rx.el.p(view.warning), tone="warn")),
        rx.cond(view.weekend, notice(rx.el.p(view.weekend))),
        notice(rx.el.p(view.autopay), tone="info"),
        class_name="grid gap-4 lg:col-span-12",
    )


def amount_card(view: View, query: Text) -> rx.Component:
    """Draw the amount in the contract and the one to expect, and the ways to pay."""
    return card(
        card_title(t("How much it is")),
        rx.el.div(lines(view.lines), class_name="mt-4"),
        rx.cond(view.working, working(view.working, t("Expected on that day"))),
        rx.el.div(lines(view.payoff), class_name="mt-2"),
        rx.cond(view.payoff_working, working(view.payoff_working, t("Payoff"))),
        rx.el.div(
            action_link(t("Pay now"), href=f"{routes.PAY}{query}", class_name="grow"),
            action_link(
                rx.cond(view.autopay_covers, t("Your autopay"), t("Let autopay do it")),
                href=f"{routes.AUTOPAY}{query}",
                look="quiet",
                class_name="grow",
            ),
            action_link(
                t("Payoff by day"), href=f"{routes.PAYOFF}{query}", look="quiet", class_name="grow"
            ),
            class_name="mt-5 flex flex-wrap gap-2",
        ),
        card_title(t("When we write to you"), level="h3"),
        rx.el.ul(
            rx.foreach(view.letters, rx.el.li), class_name="mt-2 grid gap-1 text-note text-muted"
        ),
        class_name="grid gap-2 lg:col-span-5",
    )


def ways_card(view: View, plan: Any) -> rx.Component:
    """Draw what can be done; planning it binds nobody."""
    return card(
        card_title(t("What you can do")),
        rx.el.ul(
            rx.foreach(view.ways, lambda way: _way(way, view, plan)),
            class_name="mt-3 divide-y divide-line",
        ),
        rx.cond(view.answer, notice(rx.el.p(view.answer), tone="good", class_name="mt-3")),
        class_name="lg:col-span-7",
    )


def no_balloon(query: Text) -> rx.Component:
    """Say that this contract has no balloon to pay."""
    return empty_state(
        rx.icon("circle-check", size=32),
        t("No balloon to pay"),
        t("This contract has none, or it is paid."),
        action_link(t("Overview"), href=f"{routes.OVERVIEW}{query}", look="quiet"),
    )


def _way(way: Way, view: View, plan: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.h3(
                way.title,
                rx.cond(way.is_planned, chip(t("Your plan"), "good")),
                class_name="flex flex-wrap items-center gap-2 font-semibold",
            ),
            rx.el.p(way.words, class_name="text-note text-muted"),
            class_name="min-w-0 grow",
        ),
        rx.cond(
            view.can_choose,
            button(
                rx.cond(way.is_planned, t("My plan"), t("I plan this")),
                rx.el.span(way.title, class_name="sr-only"),
                look="quiet",
                size="compact",
                aria_pressed=rx.cond(way.is_planned, "true", "false"),
                class_name="shrink-0",
                on_click=plan(way.name),
            ),
        ),
        class_name="flex items-center gap-3 py-2.5",
    )
