"""When it ends, the way there, and what came after it."""

from typing import Any

import reflex as rx

from finance_portal.pages.lease_end.views import InvoiceView, Stage, View
from finance_portal.ui import routes
from finance_portal.ui.controls import (
    FIELD,
    LINK,
    STANDS_ALONE,
    Text,
    action_link,
    button,
    described,
    field,
)
from finance_portal.ui.feedback import empty_state, notice
from finance_portal.ui.surfaces import card, card_title, chip, facts, lines
from finance_portal.ui.words import t
from finance_portal.ui.working import working

GRID = "grid items-start gap-4 lg:grid-cols-12"
SUMMARY = "w-fit cursor-pointer py-2 text-body font-semibold text-brand"


def head_card(view: View) -> rx.Component:
    """Say when the vehicle is due back, and what is known about it."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2(
                rx.cond(
                    view.is_back | (view.bought != ""),
                    t("Your lease has ended"),
                    t("Your vehicle is due back"),
                ),
                class_name="text-note opacity-85",
            ),
            chip(view.status),
            class_name="flex flex-wrap items-start justify-between gap-3",
        ),
        rx.el.p(view.ends, class_name="text-hero font-semibold"),
        facts(view.facts, class_name="mt-5 grid grid-cols-2 gap-4 sm:grid-cols-3"),
        class_name="hero rounded-hero p-6 lifted lg:col-span-12",
    )


def timeline_card(stages: list[Stage]) -> rx.Component:
    """Draw what comes when, until the final invoice."""
    return card(
        card_title(t("What comes when")),
        rx.el.ol(rx.foreach(stages, _stage), class_name="mt-3 divide-y divide-line"),
    )


def bought_card(words: Text, query: Text) -> rx.Component:
    """Say that the vehicle was bought, and lead to its title."""
    return card(
        card_title(t("The vehicle is yours")),
        rx.el.p(words, class_name="mt-2"),
        action_link(
            t("What happens now"), href=f"{routes.AFTER_PAYOFF}{query}", class_name="mt-5 w-fit"
        ),
        class_name="lg:col-span-12",
    )


def invoice_card(invoice: InvoiceView, errors: Any, dispute: Any, query: Text) -> rx.Component:
    """Draw the final invoice, the way to pay it, and the way to object."""
    return card(
        card_title(t("Final invoice")),
        rx.el.p(invoice.title, class_name="mt-1 text-note text-muted"),
        rx.el.div(lines(invoice.lines), class_name="mt-4"),
        rx.cond(invoice.working, working(invoice.working, t("Final invoice"))),
        rx.cond(
            invoice.disputed, notice(rx.el.p(invoice.disputed), tone="info", class_name="mt-4")
        ),
        rx.el.div(
            action_link(t("Pay it"), href=f"{routes.PAY}{query}"),
            rx.el.a(
                t("The invoice (PDF)"),
                href=invoice.pdf,
                target="_blank",
                class_name=f"{LINK} {STANDS_ALONE}",
            ),
            class_name="mt-5 flex flex-wrap items-center gap-x-4 gap-y-2",
        ),
        rx.cond(invoice.can_dispute, _dispute(invoice, errors, dispute)),
        class_name="lg:col-span-7",
    )


def no_lease(query: Text) -> rx.Component:
    """Say that a loan has no lease end."""
    return empty_state(
        rx.icon("car", size=32),
        t("This contract is a loan"),
        t("There is nothing to return: once it is paid off, the vehicle is yours."),
        action_link(t("Overview"), href=f"{routes.OVERVIEW}{query}", look="quiet"),
    )


def _stage(stage: Stage) -> rx.Component:
    return rx.el.li(
        rx.el.p(
            rx.el.span(stage.title, class_name="font-medium"),
            rx.match(
                stage.state,
                ("now", chip(t("Now"), "info")),
                ("over", chip(t("Past"), "calm")),
                rx.fragment(),
            ),
            class_name="flex flex-wrap items-center gap-2",
        ),
        rx.el.p(stage.when, ". ", stage.words, class_name="mt-0.5 text-note text-muted"),
        class_name="py-2.5",
    )


def _dispute(invoice: InvoiceView, errors: Any, dispute: Any) -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("I do not agree with it"), class_name=SUMMARY),
        rx.el.form(
            field(
                t("Which line, and why?"),
                rx.el.textarea(
                    **described("words", errors["words"], hint=True),
                    rows=4,
                    max_length=2000,
                    class_name=FIELD,
                ),
                name="words",
                hint=t("A person reads it and answers in writing within 5 banking days."),
                error=errors["words"],
            ),
            button(t("Send"), type="submit", look="quiet", class_name="w-fit"),
            rx.el.p(invoice.note, class_name="text-note text-muted"),
            on_submit=dispute,
            class_name="grid gap-3 pb-3 pt-1",
        ),
        class_name="mt-4 border-t border-line pt-2",
    )
