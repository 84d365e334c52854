"""The parts of the preferences page."""

from typing import Any

import reflex as rx

from finance_portal.pages.preferences.views import Cell, DeviceView, TextsView, TopicView
from finance_portal.ui import routes
from finance_portal.ui.auth_fields import check_field, code_field
from finance_portal.ui.auth_form import auth_form, hidden, submit
from finance_portal.ui.controls import STANDS_ALONE, Text, action_link, button, text_link
from finance_portal.ui.feedback import notice, skeleton, waiting
from finance_portal.ui.push import push_switch
from finance_portal.ui.surfaces import card, card_title
from finance_portal.ui.words import t

GRID = "grid items-start gap-4 lg:grid-cols-12"
MAIN = "min-w-0 lg:col-span-7"
SIDE = "grid min-w-0 gap-4 lg:col-span-5"
BOX = "size-5 shrink-0 accent-[var(--brand)]"
NOTE = "text-note text-muted"
FORM = "mt-4"


def topics(found: Any, *, query: Text, choose: Any) -> rx.Component:
    """Draw every topic with its ways. Each change holds at once."""
    return card(
        card_title(t("What we tell you, and how")),
        rx.el.p(
            t(
                "A change holds at once. Everything also stands under Notices in the portal. What"
                " the law has us send, and what protects your sign-in, stays on."
            ),
            class_name=f"mt-1 {NOTE}",
        ),
        rx.el.div(
            rx.foreach(found, lambda each: _topic(each, choose)),
            class_name="mt-2 divide-y divide-line",
        ),
        rx.el.p(
            text_link(
                t("How long before a payment we remind you"),
                href=f"{routes.REMINDERS}{query}",
                class_name=STANDS_ALONE,
            ),
            class_name="mt-4",
        ),
        class_name=MAIN,
    )


def mail(email: Text, query: Text) -> rx.Component:
    """Say where mail goes."""
    return card(
        card_title(t("E-mail")),
        rx.el.p(email, class_name="mt-1 text-body"),
        rx.el.p(
            text_link(
                t("Change it under Security"),
                href=f"{routes.SECURITY}{query}",
                class_name=STANDS_ALONE,
            ),
            class_name="mt-2",
        ),
    )


def texts(view: TextsView, *, version: Text, query: Text, done: Any, end: Any) -> rx.Component:
    """Say where somebody stands with texts, and let them agree or end it."""
    return card(
        card_title(t("Text messages")),
        rx.cond(
            view.phone,
            rx.el.div(
                rx.el.p(view.phone, class_name="mt-1 text-body"),
                rx.cond(view.is_on, _texts_on(view, end), _texts_off(view, version, done)),
            ),
            rx.el.div(
                rx.el.p(
                    t("To get texts, add your mobile number first."), class_name=f"mt-1 {NOTE}"
                ),
                action_link(
                    t("Add it under Security"),
                    href=f"{routes.SECURITY}{query}",
                    look="quiet",
                    class_name="mt-3",
                ),
            ),
        ),
        rx.el.p(
            t(
                "Texts and notices on devices come from 8 in the morning to 9 in the evening where"
                " you live. What happens at night waits. Codes that you ask for come at once."
            ),
            class_name=f"mt-4 border-t border-line pt-4 {NOTE}",
        ),
        id="texts",
    )


def devices(found: Any, *, key: Text, done: Any, drop: Any) -> rx.Component:
    """List the devices that show notices, and let this one be added."""
    return card(
        card_title(t("Notices on your devices")),
        rx.el.p(
            t("They say that there is something new, never an amount or an account."),
            class_name=f"mt-1 {NOTE}",
        ),
        rx.cond(
            found,
            rx.el.ul(
                rx.foreach(found, lambda each: _device(each, drop)),
                class_name="mt-2 divide-y divide-line",
            ),
        ),
        rx.el.div(
            push_switch(action=routes.PREFERENCES_PUSH_FORM, key=key, on_done=done),
            class_name="mt-4",
        ),
    )


def placeholder() -> rx.Component:
    """Hold the place of the page while it loads."""
    return waiting(
        skeleton(f"h-[60rem] {MAIN}"),
        rx.el.div(skeleton("h-28"), skeleton("h-72"), skeleton("h-44"), class_name=SIDE),
        class_name=GRID,
    )


def _topic(each: TopicView, choose: Any) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(each.title, class_name="float-left w-full text-body font-semibold"),
        rx.el.p(each.about, class_name=f"clear-both {NOTE}"),
        rx.el.div(
            _way(each.email, t("E-mail"), each.key, "email", choose),
            _way(each.text, t("Text"), each.key, "text", choose),
            _way(each.push, t("Devices"), each.key, "push", choose),
            class_name="mt-1 grid grid-cols-3 gap-2",
        ),
        class_name="py-4",
    )


def _way(cell: Cell, words: str, topic: Text, way: str, choose: Any) -> rx.Component:
    return rx.cond(
        cell.is_there,
        rx.el.label(
            rx.el.input(
                type="checkbox",
                checked=cell.is_on,
                disabled=~cell.is_open,
                on_change=lambda _value: choose(topic, way, ~cell.is_on),
                class_name=BOX,
            ),
            rx.el.span(
                words,
                rx.cond(cell.note, rx.el.span(cell.note, class_name=f"block {NOTE}")),
                class_name="min-w-0",
            ),
            class_name=(
                "flex min-h-11 cursor-pointer items-center gap-2.5 text-body "
                "has-[:disabled]:cursor-not-allowed has-[:disabled]:text-muted"
            ),
        ),
        rx.el.span(),
    )


def _texts_on(view: TextsView, end: Any) -> rx.Component:
    return rx.el.div(
        rx.el.p(view.since, class_name=NOTE),
        rx.el.details(
            rx.el.summary(
                t("What you agreed to"),
                class_name="w-fit cursor-pointer py-2 text-body font-semibold text-brand",
            ),
            rx.el.p(view.words, class_name=NOTE),
        ),
        button(t("End text messages"), look="quiet", on_click=end, class_name="mt-2"),
    )


def _texts_off(view: TextsView, version: Text, done: Any) -> rx.Component:
    return rx.el.div(
        rx.cond(
            view.has_stopped,
            notice(
                rx.el.p(t("You answered STOP. To get texts again, agree here, or text START.")),
                class_name="mt-3",
            ),
        ),
        auth_form(
            check_field(view.words, name="agrees"),
            submit(t("Send me a code"), busy=t("Sending…"), look="quiet"),
            action=routes.PREFERENCES_TEXTS_FORM,
            class_name=FORM,
        ),
        rx.el.section(
            rx.el.p(
                t("Type the code we sent to your number. It works for 10 minutes."),
                class_name="text-body",
            ),
            rx.el.p(rx.el.span(id="texts-number"), class_name=NOTE),
            auth_form(
                hidden("version", version),
                code_field(t("Code"), id="texts-digits"),
                submit(t("Turn on text messages"), busy=t("Checking…")),
                action=routes.PREFERENCES_TEXTS_CODE_FORM,
                on_done=done,
                class_name=FORM,
            ),
            id="texts-code",
            hidden=True,
            tab_index=-1,
            aria_label=t("The code we sent"),
            class_name="mt-4 outline-none",
        ),
    )


def _device(each: DeviceView, drop: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.span(each.name, class_name="block text-body font-medium"),
            rx.el.span(each.since, class_name=f"block {NOTE}"),
            class_name="min-w-0 grow",
        ),
        button(
            t("Remove"),
            rx.el.span(each.name, class_name="sr-only"),
            look="quiet",
            size="compact",
            on_click=lambda: drop(each.ref),
        ),
        class_name="flex items-center gap-3 py-3",
    )
