"""The parts of the page: the list, what can be done with each, and how one more is added."""

from typing import Any

import reflex as rx

from finance_portal.pages.methods.views import MethodRow
from finance_portal.ui import routes
from finance_portal.ui.auth_fields import text_field
from finance_portal.ui.auth_form import auth_form, hidden, submit
from finance_portal.ui.controls import FIELD, HELP, LABEL, LINK, Text, action_link, button
from finance_portal.ui.feedback import notice, skeleton, waiting
from finance_portal.ui.surfaces import card, card_title, chip, tile
from finance_portal.ui.words import t

GRID = "grid items-start gap-4 lg:grid-cols-12"
MAIN = "lg:col-span-7"
SIDE = "lg:col-span-5"
FORM = "mt-4 max-w-sm"
CONFIRM = routes.of_confirm("methods", routes.METHODS)


def methods_card(
    rows: Any, *, title_id: str, is_fresh: Any, rename: Any, choose: Any, remove: Any
) -> Any:
    """Draw every account and card, or say that there is none."""
    return card(
        card_title(t("Your accounts and cards"), id=title_id),
        rx.cond(
            rows,
            rx.el.ul(
                rx.foreach(rows, lambda each: _row(each, is_fresh, rename, choose, remove)),
                class_name="mt-2 divide-y divide-line",
            ),
            rx.el.p(
                t("There is none yet. Add a bank account or a debit card to pay with."),
                class_name="mt-3 text-body text-muted",
            ),
        ),
        class_name=f"min-w-0 {MAIN}",
    )


def add_card(click: Text) -> rx.Component:
    """Draw the two ways to add something."""
    return card(
        card_title(t("Add a way to pay")),
        rx.el.p(
            t(
                "You enter it on the page of our payment service. Its number never "
                "reaches us: we keep its name and the last four digits."
            ),
            class_name="mt-2 text-body text-muted",
        ),
        _adding(t("Add a bank account"), "us_bank_account", click, is_first=True),
        _adding(t("Add a debit card"), "card", click, is_first=False),
        rx.el.p(
            t(
                "Checking, savings, debit and prepaid cards are fine. Credit cards are "
                "not taken for loans and leases."
            ),
            class_name=f"mt-4 {HELP}",
        ),
        class_name=f"min-w-0 {SIDE}",
    )


def in_use_notice(words: Text, by: Any) -> rx.Component:
    """Say why something stays, and lead to what uses it."""
    return rx.el.div(
        rx.cond(
            words,
            notice(
                rx.el.p(words),
                rx.match(
                    by,
                    ("autopay", rx.el.a(t("Go to autopay"), href="/autopay", class_name=LINK)),
                    (
                        "scheduled",
                        rx.el.a(t("See scheduled payments"), href="/scheduled", class_name=LINK),
                    ),
                    (
                        "report",
                        rx.el.a(t("See your case"), href=routes.REPORT, class_name=LINK),
                    ),
                    rx.fragment(),
                ),
                tone="warn",
            ),
        ),
        id="in-use",
        role="alert",
        tab_index=-1,
        class_name="outline-none",
    )


def placeholder() -> rx.Component:
    """Hold the place of the page while it loads."""
    return waiting(skeleton(f"h-72 {MAIN}"), skeleton(f"h-72 {SIDE}"), class_name=GRID)


def _adding(words: str, kind: str, click: Text, *, is_first: bool) -> rx.Component:
    return auth_form(
        hidden("kind", kind),
        hidden("click", f"{click}-{kind[0]}"),
        submit(words, busy=t("Opening the page…"), look="primary" if is_first else "quiet"),
        action=routes.METHODS_ADD_FORM,
        class_name="mt-4" if is_first else "mt-3",
    )


def _row(each: MethodRow, is_fresh: Any, rename: Any, choose: Any, remove: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            tile(
                rx.cond(each.is_card, rx.icon("credit-card", size=18), rx.icon("landmark", size=18))
            ),
            rx.el.div(
                rx.el.p(each.name, class_name="font-medium"),
                rx.el.p(each.detail, class_name=HELP),
                rx.el.div(
                    rx.cond(each.is_default, chip(t("Default"), "calm")),
                    chip(each.status, each.tone),
                    class_name="mt-1.5 flex flex-wrap gap-1.5",
                ),
                rx.cond(each.why, rx.el.p(each.why, class_name="mt-1.5 text-note text-danger")),
                class_name="min-w-0 grow",
            ),
            class_name="flex items-start gap-3",
        ),
        rx.cond(each.asks, _deposits(each, is_fresh)),
        _manage(each, rename, choose, remove),
        key=each.ref,  # what is open stays open with its row when the order changes
        class_name="py-4",
    )


def _deposits(each: MethodRow, is_fresh: Any) -> rx.Component:
    """Ask for what has arrived; only after a step-up, so that nothing is typed in vain."""
    return rx.el.div(
        rx.el.p(each.arrives, class_name="text-body"),
        rx.cond(
            is_fresh,
            rx.cond(each.asks == "amounts", _amounts(each), _code(each)),
            action_link(
                t("Tell us what arrived"),
                href=CONFIRM,
                size="compact",
                class_name="mt-3",
            ),
        ),
        class_name="ml-12 mt-3",
    )


def _amounts(each: MethodRow) -> rx.Component:
    return _told(
        each,
        text_field(
            t("First amount"),
            name="first",
            id=f"{each.place}-first",
            placeholder="0.32",
            input_mode="decimal",
            auto_complete="off",
            max_length=8,
        ),
        text_field(
            t("Second amount"),
            name="second",
            id=f"{each.place}-second",
            placeholder="0.45",
            input_mode="decimal",
            auto_complete="off",
            max_length=8,
        ),
    )


def _code(each: MethodRow) -> rx.Component:
    return _told(
        each,
        text_field(
            t("Code beside the deposit"),
            name="code",
            id=f"{each.place}-code",
            placeholder="SM11AA",
            auto_complete="off",
            auto_capitalize="characters",
            max_length=12,
        ),
    )


def _told(each: MethodRow, *fields: rx.Component) -> rx.Component:
    return auth_form(
        hidden("ref", each.ref),
        *fields,
        rx.el.p(each.tries, class_name=HELP),
        submit(t("Confirm the account"), busy=t("Checking…")),
        action=routes.METHODS_DEPOSITS_FORM,
        class_name=FORM,
    )


def _manage(each: MethodRow, rename: Any, choose: Any, remove: Any) -> rx.Component:
    return rx.el.details(
        rx.el.summary(
            t("Manage"),
            rx.el.span(f" {each.name}", class_name="sr-only"),
            class_name="w-fit cursor-pointer py-2 text-note font-semibold text-brand",
        ),
        rx.el.form(
            rx.el.input(type="hidden", name="ref", value=each.ref, read_only=True),
            rx.el.label(t("Name for you"), html_for=f"{each.place}-name", class_name=LABEL),
            rx.el.input(
                id=f"{each.place}-name",
                name="nickname",
                default_value=each.nickname,
                placeholder=t("Joint account"),
                max_length=40,
                auto_complete="off",
                class_name=FIELD,
            ),
            button(t("Save name"), type="submit", look="quiet"),
            on_submit=rename,
            class_name="mt-2 grid max-w-sm gap-1.5",
        ),
        rx.el.div(
            rx.cond(
                each.can_default,
                button(t("Make it the default"), look="quiet", on_click=choose(each.ref)),
            ),
            button(t("Remove"), look="quiet", on_click=remove(each.ref)),
            action_link(
                t("I did not add this"),
                href=f"{routes.REPORT}?{routes.METHOD}={each.ref}",
                look="quiet",
            ),
            class_name="mt-3 flex flex-wrap gap-2",
        ),
        class_name="ml-12 mt-1",
    )
