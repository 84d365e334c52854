"""The three ways out with what each costs, and the figures that are kept apart."""

from typing import Any

import reflex as rx

from finance_portal.pages.lease_end.views import Amount, PriceRow, View, Way
from finance_portal.ui import routes
from finance_portal.ui.controls import (
    FIELD,
    HELP,
    LINK,
    STANDS_ALONE,
    Text,
    action_link,
    button,
    error_text,
    field,
)
from finance_portal.ui.feedback import notice
from finance_portal.ui.money import AMOUNT
from finance_portal.ui.surfaces import card, card_title, chip, lines
from finance_portal.ui.tables import cell, heading, table
from finance_portal.ui.words import t
from finance_portal.ui.working import working


def ways(view: View, *, query: Text, errors: Any, plan: Any, review: Any, ask: Any) -> rx.Component:
    """Draw the three ways side by side; planning one binds nobody."""
    return rx.el.section(
        rx.el.h2(t("Three ways on"), class_name="sr-only"),
        rx.cond(
            view.can_choose,
            rx.fragment(),
            rx.cond(
                view.warning,
                rx.fragment(),
                notice(
                    rx.el.p(
                        t(
                            "You can choose here from {day}. Until then, look.",
                            day=view.choose_from,
                        )
                    ),
                    class_name="mb-4",
                ),
            ),
        ),
        rx.el.div(
            rx.foreach(view.ways, lambda way: _way(way, view, plan, query)),
            class_name="grid items-start gap-4 sm:grid-cols-3",
        ),
        rx.cond(view.can_choose, _longer(view, errors, review, ask)),
        class_name="lg:col-span-12",
    )


def figures_card(amounts: list[Amount]) -> rx.Component:
    """Draw what is left to pay and the two prices, labelled (R14.6)."""
    return card(
        card_title(t("Three amounts that are not the same")),
        rx.el.dl(
            rx.foreach(amounts, _amount),
            class_name="mt-4 grid gap-5 sm:grid-cols-3",
        ),
        rx.el.p(
            t(
                "None of them is a payoff: a lease bears no interest, and the payments "
                "left do not buy the vehicle."
            ),
            class_name="mt-5 border-t border-line pt-3 text-note text-muted",
        ),
        class_name="lg:col-span-12",
    )


def prices_card(rows: list[PriceRow]) -> rx.Component:
    """Draw the price by the day on which it is bought."""
    return card(
        card_title(t("If you buy it, by date")),
        rx.el.p(
            t(
                "With the purchase option fee, before tax. Each is good through the "
                "day before the next payment falls due."
            ),
            class_name="mt-1 text-note text-muted",
        ),
        table(
            t("The buyout by date"),
            [
                heading(t("Until")),
                heading(t("Payments left"), is_number=True),
                heading(t("Price"), is_number=True),
            ],
            rx.foreach(rows, _row),
        ),
        class_name="grid gap-3",
    )


def _way(way: Way, view: View, plan: Any, query: Text) -> rx.Component:
    return card(
        card_title(
            way.title,
            rx.cond(way.is_planned, chip(t("Your plan"), "good"), rx.fragment()),
            level="h3",
        ),
        rx.el.p(way.when, class_name="text-note text-muted"),
        rx.el.div(lines(way.lines), class_name="mt-4"),
        rx.cond(way.working, working(way.working, way.title)),
        rx.el.p(way.note, class_name="mt-3 text-note text-muted"),
        rx.cond(
            way.name == "buy",
            rx.el.a(
                t("See the price, and get it in writing"),
                href=f"{routes.PAYOFF}{query}",
                class_name=f"{LINK} {STANDS_ALONE} text-note",
            ),
        ),
        rx.cond(
            view.can_choose,
            button(
                rx.cond(way.is_planned, t("This is my plan"), t("I plan this")),
                rx.el.span(way.title, class_name="sr-only"),
                look="quiet",
                aria_pressed=rx.cond(way.is_planned, "true", "false"),
                class_name="mt-4 w-full",
                on_click=plan(way.name),
            ),
        ),
        rx.cond(
            way.is_payable,
            action_link(
                t("Buy it now"),
                href=f"{routes.PAY}{query}&{routes.CHOICE}=buyout",
                class_name="mt-2 w-full",
            ),
        ),
    )


def _longer(view: View, errors: Any, review: Any, ask: Any) -> rx.Component:
    return card(
        card_title(t("Keep it longer"), level="h3"),
        rx.cond(view.extended, rx.el.p(view.extended, class_name="mt-1")),
        rx.cond(view.extension_waits, notice(rx.el.p(view.extension_waits), class_name="mt-3")),
        rx.cond(
            view.must_ask,
            rx.el.div(
                rx.el.p(
                    t("The law has us send you new disclosures for more than 6 months."),
                    class_name=HELP,
                ),
                button(t("Ask for more months"), look="quiet", class_name="w-fit", on_click=ask),
                error_text(errors["form"], name="months"),
                class_name="mt-3 grid gap-3",
            ),
            _months(view, errors, review),
        ),
        class_name="mt-4",
    )


def _months(view: View, errors: Any, review: Any) -> rx.Component:
    return rx.el.form(
        field(
            t("How many months more?"),
            rx.el.select(
                rx.foreach(view.months, lambda each: rx.el.option(each, value=each)),
                id="months",
                name="months",
                aria_describedby="months-hint months-error",
                class_name=FIELD,
            ),
            name="months",
            hint=t("The same payment, month to month. You can return it sooner."),
            error=errors["months"],
        ),
        button(t("See what you would sign"), type="submit", look="quiet", class_name="w-fit"),
        on_submit=review,
        class_name="mt-3 grid max-w-sm gap-3",
    )


def _amount(item: Amount) -> rx.Component:
    return rx.el.div(
        rx.el.dt(item.label, class_name="text-note text-muted"),
        rx.el.dd(item.value, class_name=AMOUNT["head"]),
        rx.el.dd(item.note, class_name="mt-1 text-note text-muted"),
        rx.cond(item.working, rx.el.dd(working(item.working, item.label), class_name="mt-1")),
    )


def _row(row: PriceRow) -> rx.Component:
    return rx.el.tr(
        cell(row.through, quiet=True),
        cell(row.left, is_number=True, quiet=True),
        cell(row.price, is_number=True, class_name="font-semibold"),
    )
