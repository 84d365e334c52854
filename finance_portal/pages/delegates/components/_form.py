"""What the forms of an invitation and of a change have in common."""

from typing import Any

import reflex as rx

from finance_portal.pages.delegates.views import View
from finance_portal.ui import routes
from finance_portal.ui.controls import (
    CHOICE,
    FIELD,
    LABEL,
    RADIO,
    Text,
    action_link,
    described,
    error_text,
    field,
)
from finance_portal.ui.words import t

LIST = "mt-2 divide-y divide-line"
FORM = "mt-5 grid max-w-lg gap-5"
BACK = "%2Fdelegates%3Faccount%3D"
PRESETS = (
    (
        "family",
        t("Family member who helps"),
        t("Sees the figures, and pays from their own account."),
    ),
    ("accountant", t("Accountant"), t("Sees the figures, the history and the documents.")),
    ("helper", t("Both"), t("Sees the figures and the documents, and pays.")),
    ("look", t("Only look"), t("Sees the figures and the history.")),
)


def confirm_first(account: Any, *, class_name: str = "") -> rx.Component:
    """Lead to the step-up, and back to this page."""
    return action_link(
        t("Confirm it is you"),
        href=rx.Var.create(routes.of_confirm("delegates", BACK)) + account,
        look="quiet",
        class_name=f"w-fit {class_name}",
    )


def presets(chosen: Any, prefix: str = "") -> rx.Component:
    """Ask what somebody may do, in one of four sets."""
    return rx.el.fieldset(
        rx.el.legend(t("What may they do?"), class_name=f"{LABEL} mb-2"),
        rx.el.div(
            *[
                rx.el.label(
                    rx.el.input(
                        type="radio",
                        name="preset",
                        value=value,
                        default_checked=chosen == value,
                        class_name=RADIO,
                    ),
                    rx.el.span(
                        rx.el.span(title, class_name="block font-semibold"),
                        rx.el.span(words, class_name="block text-note text-muted"),
                        class_name="min-w-0",
                    ),
                    class_name=CHOICE,
                )
                for value, title, words in PRESETS
            ],
            class_name="grid gap-2 sm:grid-cols-2",
        ),
        custom_attrs={"data-form": f"{prefix}presets"},
    )


def until(name: str, day: Text, view: View, error: Text, prefix: str = "") -> rx.Component:
    """Ask through which day."""
    attributes = described(name, error)
    if prefix:
        attributes |= {"id": f"{prefix}{name}", "aria_describedby": f"{prefix}{name}-error"}
    return rx.el.div(
        rx.el.label(t("Through which day?"), html_for=f"{prefix}{name}", class_name=LABEL),
        rx.el.input(
            **attributes,
            type="date",
            min=view.first_day,
            max=view.last_day,
            default_value=day,
            class_name=FIELD,
        ),
        error_text(error, name=f"{prefix}{name}"),
        class_name="grid max-w-xs gap-1.5",
    )


def text_of(name: str, label: Text, error: Text, value: Text, complete: str) -> rx.Component:
    """Draw a field of one line."""
    return field(
        label,
        rx.el.input(
            **described(name, error),
            default_value=value,
            auto_complete=complete,
            max_length=254,
            type="email" if name == "email" else "text",
            class_name=FIELD,
        ),
        name=name,
        error=error,
    )


def of_whom(name: Text) -> rx.Component:
    """Say whom a button is about, for those who hear it without its row."""
    return rx.el.span(": ", name, class_name="sr-only")
