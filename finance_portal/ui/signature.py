"""A signature: a tick, and a full name typed (15 USC 7006(5))."""

from typing import Any

import reflex as rx

from finance_portal.ui.controls import FIELD, Text, button, described, error_text, field
from finance_portal.ui.feedback import form_error
from finance_portal.ui.words import t

CHECK = "mt-0.5 size-5 shrink-0 accent-[var(--brand)]"


def words_to_sign(words: Any) -> rx.Component:
    """Draw what is signed, paragraph by paragraph."""
    return rx.el.div(
        rx.foreach(words, rx.el.p),
        class_name="mt-4 grid gap-3 rounded-control bg-surface2 px-4 py-3 text-body",
    )


def signature_form(
    *beside: rx.Component, agrees: str, action: Text, errors: Any, sign: Any
) -> rx.Component:
    """Take a signature; what else can be done stands beside its button.

    It sends `agreed`, when the box is ticked, and `name`. `errors` may hold both, and `form`.
    """
    return rx.el.form(
        form_error(errors["form"]),
        tick(agrees, errors["agreed"]),
        full_name(errors["name"]),
        rx.el.div(
            button(action, type="submit", size="large"),
            *beside,
            class_name="grid gap-2 sm:grid-cols-[1fr_auto]",
        ),
        rx.el.p(
            t("We mail you a copy, and it stays here as a PDF."),
            class_name="text-center text-note text-muted",
        ),
        on_submit=sign,
        class_name="mt-5 grid gap-5",
    )


def tick(agrees: Text, error: Text) -> rx.Component:
    """Take the agreement; it is sent as `agreed` when the box is ticked."""
    return rx.el.div(
        rx.el.label(
            rx.el.input(
                type="checkbox",
                name="agreed",  # no id: Reflex would send what is named by one as true or false
                aria_describedby="agreed-error",
                aria_invalid=rx.cond(error, "true", "false"),
                class_name=CHECK,
            ),
            rx.el.span(agrees),
            class_name="flex cursor-pointer items-start gap-3",
        ),
        error_text(error, name="agreed"),
        class_name="grid gap-1.5",
    )


def full_name(error: Text) -> rx.Component:
    """Take the name that signs; it is sent as `name`."""
    return field(
        t("Your full name"),
        rx.el.input(**described("name", error, hint=True), auto_complete="name", class_name=FIELD),
        name="name",
        hint=t("Typed here, it is your signature."),
        error=error,
    )
