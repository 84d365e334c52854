"""The form: how much, when, and what with. Nothing is paid by it."""

from typing import Any

import reflex as rx

from finance_portal.pages.pay.components._aside import MAIN
from finance_portal.pages.pay.components._choice import CHOICE, LEGEND, radio, titled
from finance_portal.pages.pay.views import LATER, NOW, Choices, MethodView, OptionView
from finance_portal.ui import routes
from finance_portal.ui.client import own_time
from finance_portal.ui.controls import (
    FIELD,
    LABEL,
    STANDS_ALONE,
    Text,
    button,
    described,
    error_text,
    text_link,
)
from finance_portal.ui.feedback import form_error
from finance_portal.ui.surfaces import card
from finance_portal.ui.words import t


def choice_form(
    view: Choices, *, title_id: str, typed: Text, errors: Any, submit: Any
) -> rx.Component:
    """Ask for all that makes a payment."""
    return card(
        rx.el.form(
            form_error(errors["form"]),
            _how_much(view, title_id, typed, errors),
            _when(view, errors),
            _what_with(view, errors),
            button(t("Review payment"), type="submit", size="large", class_name="w-full"),
            rx.el.p(
                t("Nothing is paid yet: next you see what the payment will do."),
                class_name="-mt-4 text-center text-note text-muted",
            ),
            key=view.key,
            no_validate=True,  # a bad day in a field that is not shown would block it silently
            on_submit=submit,
            class_name="grid gap-7",
        ),
        class_name=MAIN,
    )


def _how_much(view: Choices, title_id: str, typed: Text, errors: Any) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(
            t("How much?"), id=title_id, tab_index=-1, class_name=f"{LEGEND} outline-none"
        ),
        rx.el.div(
            rx.foreach(view.options, _option),
            _other(view, typed, errors["amount"]),
            error_text(errors["choice"], name="choice"),
            class_name="grid gap-2",
        ),
    )


def _when(view: Choices, errors: Any) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t("When?"), class_name=LEGEND),
        rx.el.div(
            rx.cond(
                view.is_change,
                rx.fragment(
                    rx.el.input(type="hidden", name="when", value=LATER),
                    _day(view, errors["pay_on"], "grid gap-1.5"),
                ),
                rx.fragment(
                    _now(view),
                    rx.cond(view.only_today, rx.fragment(), _later(view, errors["pay_on"])),
                ),
            ),
            error_text(errors["when"], name="when"),
            class_name="grid gap-2",
        ),
    )


def _what_with(view: Choices, errors: Any) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t("What with?"), class_name=LEGEND),
        rx.el.div(
            rx.foreach(view.methods, _method),
            error_text(errors["method"], name="method"),
            class_name="grid gap-2",
        ),
        rx.el.p(
            text_link(
                t("Add or change accounts and cards"), href=routes.METHODS, class_name=STANDS_ALONE
            ),
            class_name="mt-3 text-note",
        ),
        aria_describedby="method-error",
    )


def _option(option: OptionView) -> rx.Component:
    return rx.el.label(
        radio("choice", option.choice, option.is_chosen),
        rx.el.span(
            rx.el.span(
                rx.el.span(option.title),
                rx.el.span(option.amount),
                class_name="flex flex-wrap justify-between gap-x-4 font-semibold",
            ),
            rx.el.span(option.note, class_name="block text-note text-muted"),
            class_name="min-w-0 grow",
        ),
        class_name=CHOICE,
    )


def _other(view: Choices, typed: Text, error: Text) -> rx.Component:
    return rx.el.div(
        rx.el.label(
            radio("choice", "other", view.asks_other),
            titled(t("Another amount"), view.other_note),
            class_name=CHOICE,
        ),
        rx.el.div(
            rx.el.label(t("Amount in dollars"), html_for="amount", class_name=LABEL),
            dollars_field("amount", error, default_value=typed),
            error_text(error, name="amount"),
            class_name="hidden gap-1.5 pb-2 pt-3 group-has-[[value=other]:checked]/other:grid",
        ),
        class_name="group/other",
    )


def dollars_field(name: str, error: Text, **props: Any) -> rx.Component:
    """Draw the field of an amount."""
    return rx.el.div(
        rx.el.span(
            "$",
            aria_hidden="true",
            class_name="absolute left-4 top-1/2 -translate-y-1/2 text-input text-muted",
        ),
        rx.el.input(
            **described(name, error),
            input_mode="decimal",
            auto_complete="off",
            placeholder="0.00",
            class_name=f"{FIELD} pl-8",
            **props,
        ),
        class_name="relative",
    )


def _now(view: Choices) -> rx.Component:
    note = rx.cond(
        view.cut_off,
        t("Counts as paid today if you pay before {time}.", time=own_time(view.cut_off)),
        view.now_note,
    )
    return rx.el.label(
        radio("when", NOW, ~view.is_later),
        titled(t("Today"), note),
        class_name=CHOICE,
    )


def _later(view: Choices, error: Text) -> rx.Component:
    return rx.el.div(
        rx.el.label(
            radio("when", LATER, view.is_later),
            titled(t("On a later day"), view.later_note),
            class_name=CHOICE,
        ),
        _day(view, error, "hidden gap-1.5 pb-2 pt-3 group-has-[[value=later]:checked]/later:grid"),
        class_name="group/later",
    )


def _day(view: Choices, error: Text, class_name: str) -> rx.Component:
    return rx.el.div(
        rx.el.label(t("Day of the payment"), html_for="pay_on", class_name=LABEL),
        rx.el.input(
            **described("pay_on", error),
            type="date",
            min=view.first_day,
            max=view.last_day,
            default_value=view.pay_on,
            class_name=FIELD,
        ),
        error_text(error, name="pay_on"),
        class_name=class_name,
    )


def _method(method: MethodView) -> rx.Component:
    return rx.el.label(
        radio("method", method.ref, method.is_chosen, disabled=~method.is_usable),
        titled(method.label, method.note),
        rx.el.span(
            rx.cond(
                method.kind == "card",
                rx.icon("credit-card", size=20),
                rx.icon("landmark", size=20),
            ),
            aria_hidden="true",
            class_name="text-muted",
        ),
        class_name=CHOICE,
    )
