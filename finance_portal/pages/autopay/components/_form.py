"""The choices of autopay, on one page; what does not apply is not shown."""

from typing import Any

import reflex as rx

from finance_portal.pages.autopay.components._cards import MAIN
from finance_portal.pages.autopay.views import FormView
from finance_portal.pages.autopay.views.choices import Choice
from finance_portal.ui.controls import FIELD, LABEL, Text, button, error_text
from finance_portal.ui.feedback import form_error
from finance_portal.ui.signature import CHECK
from finance_portal.ui.surfaces import card
from finance_portal.ui.words import t

CHOICE = (
    "choice flex cursor-pointer items-start gap-3 rounded-control border border-line p-4 "
    "transition hover:border-edge has-[:focus-visible]:outline-2 "
    "has-[:focus-visible]:outline-offset-2 has-[:focus-visible]:outline-brand "
    "has-[:disabled]:cursor-not-allowed has-[:disabled]:bg-surface2"
)
RADIO = "mt-0.5 size-5 shrink-0 accent-[var(--brand)] outline-none"
LEGEND = "mb-3 text-title font-semibold"


def choice_form(
    form: FormView, *, title_id: str, errors: Any, submit: Any, leave: Any
) -> rx.Component:
    """Ask how much, how often, when and what with. Nothing is signed by it."""
    return card(
        rx.el.form(
            form_error(errors["form"]),
            _amounts(form, title_id, errors),
            _rhythms(form, errors),
            _days(form, errors),
            _ahead(form),
            rx.cond(form.balloon, _balloon(form), rx.fragment()),
            _methods(form, errors["method"]),
            rx.el.div(
                button(t("See every debit"), type="submit", size="large"),
                button(t("Leave"), look="quiet", size="large", on_click=leave),
                class_name="grid gap-2 sm:grid-cols-[1fr_auto]",
            ),
            rx.el.p(
                t("Nothing is signed yet: next you see every debit and the words to sign."),
                class_name="-mt-4 text-center text-note text-muted",
            ),
            on_submit=submit,
            class_name="group/form grid gap-7",
        ),
        class_name=MAIN,
    )


def _amounts(form: FormView, title_id: str, errors: Any) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(
            t("How much?"), id=title_id, tab_index=-1, class_name=f"{LEGEND} outline-none"
        ),
        rx.el.div(
            rx.foreach(form.amounts, lambda each: _amount(each, form, errors)),
            error_text(errors["amount"], name="amount"),
            class_name="grid gap-2",
        ),
    )


def _amount(choice: Choice, form: FormView, errors: Any) -> rx.Component:
    """Draw one rule, and under it the amount that it asks for."""
    more = t("How much more each time, in dollars")
    return rx.el.div(
        _choice("amount", choice),
        rx.match(
            choice.value,
            ("due_plus", _money("extra", more, form.extra, errors["extra"])),
            ("fixed", _money("fixed", t("Amount in dollars"), form.fixed, errors["fixed"])),
            rx.fragment(),
        ),
        class_name="group/rule",
    )


def _rhythms(form: FormView, errors: Any) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t("How often?"), class_name=LEGEND),
        rx.el.div(
            rx.foreach(form.rhythms, lambda each: _choice("frequency", each)),
            error_text(errors["frequency"], name="frequency"),
            class_name="grid gap-2",
        ),
    )


def _days(form: FormView, errors: Any) -> rx.Component:
    """Ask for the day: after the due date, or, every two weeks, the first one."""
    fortnightly = "group-has-[[value$=weeks]:checked]/form"
    return rx.el.fieldset(
        rx.el.legend(t("Which day?"), class_name=LEGEND),
        rx.el.div(
            rx.el.label(t("Day of the debit"), html_for="days_after_due", class_name=LABEL),
            rx.el.select(
                rx.foreach(
                    form.days,
                    lambda each: rx.el.option(
                        each.title, value=each.value, selected=each.is_chosen
                    ),
                ),
                id="days_after_due",
                name="days_after_due",
                aria_describedby="grace days_after_due-error",
                class_name=FIELD,
            ),
            error_text(errors["days_after_due"], name="days_after_due"),
            class_name=f"grid gap-1.5 {fortnightly}:hidden",
        ),
        rx.el.div(
            rx.el.label(t("First debit"), html_for="starts_on", class_name=LABEL),
            rx.el.input(
                id="starts_on",
                name="starts_on",
                type="date",
                default_value=form.starts_on,
                min=form.earliest,
                aria_describedby="grace starts_on-error",
                class_name=FIELD,
            ),
            error_text(errors["starts_on"], name="starts_on"),
            class_name=f"hidden gap-1.5 {fortnightly}:grid",
        ),
        rx.el.p(form.grace, id="grace", class_name="mt-2 text-note text-muted"),
    )


def _ahead(form: FormView) -> rx.Component:
    return _tick(
        "ahead",
        t("Keep debiting while I am paid ahead"),
        t("Without it, autopay waits until something is due again."),
        form.drafts_while_ahead,
    )


def _balloon(form: FormView) -> rx.Component:
    return _tick(
        "balloon",
        t("Debit the balloon of {balloon} too", balloon=form.balloon),
        t("Without it you pay the balloon yourself: autopay ends before it."),
        form.covers_balloon,
    )


def _methods(form: FormView, error: Text) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t("What with?"), class_name=LEGEND),
        rx.el.div(
            rx.foreach(form.methods, lambda each: _choice("method", each)),
            error_text(error, name="method"),
            class_name="grid gap-2",
        ),
        aria_describedby="method-error",
    )


def _choice(name: str, choice: Choice) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name=name,
            value=choice.value,
            default_checked=choice.is_chosen,
            disabled=~choice.is_usable,
            class_name=RADIO,
        ),
        rx.el.span(
            rx.el.span(choice.title, class_name="block font-semibold"),
            rx.el.span(choice.note, class_name="block text-note text-muted"),
            class_name="min-w-0 grow",
        ),
        class_name=CHOICE,
    )


def _money(name: str, label: str, typed: Text, error: Text) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for=name, class_name=LABEL),
        rx.el.input(
            id=name,
            name=name,
            default_value=typed,
            input_mode="decimal",
            auto_complete="off",
            placeholder="0.00",
            aria_describedby=f"{name}-error",
            aria_invalid=rx.cond(error, "true", "false"),
            class_name=FIELD,
        ),
        error_text(error, name=name),
        class_name="hidden gap-1.5 pb-2 pt-3 group-has-[:checked]/rule:grid",
    )


def _tick(name: str, title: Text, note: str, is_chosen: Any) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="checkbox", name=name, default_checked=is_chosen, class_name=CHECK),
        rx.el.span(
            rx.el.span(title, class_name="block font-semibold"),
            rx.el.span(note, class_name="block text-note text-muted"),
            class_name="min-w-0",
        ),
        class_name="flex cursor-pointer items-start gap-3",
    )
