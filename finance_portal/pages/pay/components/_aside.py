"""What stands beside the form and the review, or in their place."""

from typing import Any

import reflex as rx

from finance_portal.settings import settings
from finance_portal.ui import brand, routes
from finance_portal.ui.controls import Text, action_link
from finance_portal.ui.feedback import empty_state, skeleton, waiting
from finance_portal.ui.glyphs import glyph
from finance_portal.ui.surfaces import Fact, card, card_title
from finance_portal.ui.words import t

GRID = "grid items-start gap-4 lg:grid-cols-12"
MAIN = "lg:col-span-7"
SIDE = "lg:col-span-5"


def steps(*, is_reviewing: Any) -> rx.Component:
    """Say how far the borrower has come."""
    return rx.el.ol(
        _step("1", t("Amount"), is_current=~is_reviewing, is_done=is_reviewing),
        _step("2", t("Review"), is_current=is_reviewing),
        _step("3", t("Receipt"), is_current=False),
        aria_label=t("Steps"),
        class_name="mb-4 flex flex-wrap gap-x-6 gap-y-1",
    )


def good_to_know(facts: list[Fact]) -> rx.Component:
    """Draw what is worth knowing before one pays; the review says the same of its payment."""
    return card(
        card_title(t("Good to know")),
        rx.el.dl(rx.foreach(facts, _stacked_fact), class_name="mt-4 grid gap-4"),
        class_name=SIDE,
    )


def nothing_to_pay(query: Text) -> rx.Component:
    """Say that nothing is owed."""
    return empty_state(
        glyph("good", class_name="size-8"),
        t("Nothing left to pay"),
        t("This contract is paid off, or what is left is already on its way."),
        action_link(t("See your payments"), href=f"{routes.HISTORY}{query}", look="quiet"),
    )


def no_method() -> rx.Component:
    """Say that there is nothing to pay with, and what to do."""
    return empty_state(
        rx.icon("landmark", size=32),
        t("No bank account or card on file"),
        t(
            "Add one on the secure page of our payment service. Or call us at "
            "{support_phone}: by telephone you pay at no cost.",
            support_phone=settings.brand.support_phone,
        ),
        action_link(t("Add an account or card"), href=routes.METHODS),
        action_link(t("Call us"), href=brand.telephone(), look="quiet"),
    )


def placeholder() -> rx.Component:
    """Hold the place of the form while it loads."""
    return waiting(
        skeleton(f"h-[34rem] {MAIN}"), skeleton(f"h-72 {SIDE}"), class_name=f"mt-9 {GRID}"
    )


def _step(number: str, words: str, *, is_current: Any, is_done: Any = False) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.cond(is_done, rx.icon("check", size=12), number),
            aria_hidden="true",
            class_name=(
                "grid size-5 place-items-center rounded-full border border-edge bg-surface "
                "text-tab font-semibold group-aria-[current=step]:border-transparent "
                "group-aria-[current=step]:bg-brand group-aria-[current=step]:text-onbrand"
            ),
        ),
        words,
        rx.cond(is_done, rx.el.span(" ", t("(done)"), class_name="sr-only")),
        aria_current=rx.cond(is_current, "step", "false"),
        class_name=(
            "group flex items-center gap-2 text-note text-muted aria-[current=step]:font-semibold "
            "aria-[current=step]:text-ink"
        ),
    )


def _stacked_fact(fact: Fact) -> rx.Component:
    return rx.el.div(
        rx.el.dt(fact.label, class_name="text-note text-muted"),
        rx.el.dd(fact.value, class_name="font-medium"),
    )
