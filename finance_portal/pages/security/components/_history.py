"""What happened lately, line by line, and the answer to what was not the borrower."""

from typing import Any

import reflex as rx

from finance_portal.pages.security.views.history import Row
from finance_portal.ui import brand, routes
from finance_portal.ui.auth_form import auth_form, hidden, submit
from finance_portal.ui.client import local
from finance_portal.ui.controls import HELP, button
from finance_portal.ui.surfaces import card, card_title, chip
from finance_portal.ui.words import t

ASK = """
const { event, line } = e.currentTarget.dataset;
document.getElementById("not-me-event").value = event;
document.getElementById("not-me-line").textContent = line;
document.getElementById("not-me").showModal();
"""
CLOSE = 'document.getElementById("not-me").close();'
NEXT = (
    t("Every device is signed out at once, this one too, and none is trusted any more."),
    t("Your sign-in is frozen: nobody gets in with your password."),
    t("What was added since then is taken away: passkeys, apps, recovery codes and contacts."),
    t("We tell you so at every contact we have, and a person here looks at what happened."),
    t(
        "To get back in, you prove who you are with what is on your contract "
        "and set a new password."
    ),
    t("Payments that are scheduled stay as they are."),
)


def history_card(rows: Any, pager: rx.Component, *, class_name: str = "") -> rx.Component:
    """Draw the history of the sign-in."""
    return card(
        card_title(t("What happened lately")),
        rx.el.p(
            t(
                "Every sign-in and every change, also what was refused. If something "
                "was not you, say so beside it."
            ),
            class_name="mt-1 text-note text-muted",
        ),
        rx.el.ul(rx.foreach(rows, _line), class_name="mt-2 divide-y divide-line"),
        pager,
        _not_me(),
        id="history",
        class_name=class_name,
    )


def _line(each: Row) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(
                rx.el.span(each.title, class_name="font-medium"),
                rx.cond(each.result, chip(each.result, each.tone)),
                rx.cond(each.is_here, chip(t("This session"))),
                class_name="flex min-h-6 flex-wrap items-center gap-2",
            ),
            rx.cond(each.how, rx.el.p(each.how, class_name=HELP)),
            class_name="min-w-0 lg:col-span-4",
        ),
        rx.el.p(
            rx.cond(each.device, rx.fragment(each.device, " · ", each.where)),
            class_name=f"min-w-0 {HELP} lg:col-span-3",
        ),
        rx.el.p(each.at, class_name=f"{HELP} lg:col-span-3"),
        rx.el.div(
            rx.cond(each.can_object, _ask(each)),
            class_name="lg:col-span-2 lg:text-right",
        ),
        class_name="grid items-center gap-x-4 py-3.5 lg:grid-cols-12",
    )


def _ask(each: Row) -> rx.Component:
    return button(
        t("This wasn't me"),
        look="text",
        size="compact",
        custom_attrs={"data-event": each.event, "data-line": f"{each.title}, {each.at}"},
        on_click=local(ASK),
        class_name="-ml-3 lg:ml-0",
    )


def _not_me() -> rx.Component:
    return rx.el.dialog(
        rx.el.h2(t("This was not you?"), id="not-me-title", class_name="text-head font-semibold"),
        rx.el.p(id="not-me-line", class_name="mt-1 text-body text-muted"),
        rx.el.p(t("If you freeze your sign-in:"), class_name="mt-4 text-body"),
        rx.el.ul(
            *[rx.el.li(words) for words in NEXT],
            class_name="mt-2 grid list-disc gap-1 pl-5 text-body",
        ),
        auth_form(
            hidden("event", "", id="not-me-event"),
            submit(t("Freeze my sign-in"), busy=t("Freezing…")),
            action=routes.SECURITY_NOT_ME_FORM,
        ),
        button(
            t("It was me after all"),
            look="quiet",
            size="large",
            on_click=local(CLOSE),
            class_name="mt-3 w-full",
        ),
        rx.el.p(
            t(
                "Would you rather talk? {support_phone}, {support_hours}.",
                support_phone=brand.BRAND.support_phone,
                support_hours=t(brand.BRAND.support_hours),
            ),
            class_name="mt-4 text-note text-muted",
        ),
        id="not-me",
        aria_labelledby="not-me-title",
        class_name=(
            "m-auto w-[calc(100%-2rem)] max-w-md rounded-card border border-line bg-surface p-5 "
            "text-ink sm:p-6"
        ),
    )
