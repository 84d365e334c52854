"""Links to one quote, for a dealer."""

from typing import Any

import reflex as rx

from finance_portal.pages.delegates.components._form import (
    LIST,
    confirm_first,
    of_whom,
)
from finance_portal.pages.delegates.views import QuoteRow, View
from finance_portal.ui import routes
from finance_portal.ui.auth_fields import check_field, text_field
from finance_portal.ui.auth_form import auth_form, hidden, submit
from finance_portal.ui.controls import (
    FIELD,
    HELP,
    LABEL,
    button,
)
from finance_portal.ui.surfaces import card, card_title, chip
from finance_portal.ui.words import t


def quote_card(
    view: View, *, is_fresh: Any, account: Any, take_back: Any, done: Any
) -> rx.Component:
    """Draw the links to quotes, and the form for one more."""
    return card(
        card_title(t("A link to one quote")),
        rx.el.p(
            t(
                "For a dealer: what pays the contract off or buys the vehicle, for 1 to 10 days, "
                "without a sign-in. It shows nothing else, and you see who opened it."
            ),
            class_name="mt-1 text-body text-muted",
        ),
        rx.cond(
            view.quotes,
            rx.el.ul(
                rx.foreach(view.quotes, lambda each: _quote(each, take_back)), class_name=LIST
            ),
        ),
        rx.cond(
            is_fresh, _quote_form(view, account, done), confirm_first(account, class_name="mt-4")
        ),
        _quote_link(),
    )


def _quote(each: QuoteRow, take_back: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(each.title, class_name="font-medium"),
            rx.el.p(each.detail, class_name="text-note text-muted"),
            class_name="min-w-0 grow",
        ),
        rx.cond(
            each.is_open,
            button(
                t("Take it back"),
                of_whom(each.title),
                look="quiet",
                size="compact",
                on_click=take_back(each.ref),
                class_name="shrink-0",
            ),
            chip(each.status, "calm"),
        ),
        class_name="flex items-center gap-3 py-3",
    )


def _quote_form(view: View, account: Any, done: Any) -> rx.Component:
    return auth_form(
        hidden("account", account),
        text_field(t("Who is it for?"), name="recipient", max_length=120, auto_complete="off"),
        rx.el.div(
            rx.el.label(t("For how many days?"), html_for="days", class_name=LABEL),
            rx.el.select(
                rx.foreach(view.days, lambda days: rx.el.option(days, value=days)),
                id="days",
                name="days",
                class_name=FIELD,
            ),
            class_name="grid gap-1.5",
        ),
        check_field(
            t("I allow this quote to be shown to whoever has the link, and nothing else."),
            name="agreed",
        ),
        text_field(
            t("Your full name"),
            name="name",
            id="signed-name",
            max_length=120,
            auto_complete="name",
            hint=t("It is your signature."),
        ),
        submit(t("Make the link"), busy=t("Making it…")),
        action=routes.QUOTE_LINK_FORM,
        on_done=done,
        class_name="mt-4",
    )


def _quote_link() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("Copy it now and hand it on yourself. We send it to nobody."), class_name=HELP),
        rx.el.p(
            id="quote-link-address",
            class_name="select-all break-all rounded-control bg-surface2 p-3 text-body",
        ),
        id="quote-link",
        hidden=True,
        tab_index=-1,
        class_name="mt-4 grid gap-2 outline-none",
    )
