"""A choice that is drawn as a card: a radio button, and all of the card answers to it."""

from typing import Any

import reflex as rx

from finance_portal.ui.controls import Text

CHOICE = (
    "choice flex cursor-pointer items-start gap-3 rounded-control border border-line p-4 "
    "transition hover:border-edge has-[:focus-visible]:outline-2 "
    "has-[:focus-visible]:outline-offset-2 has-[:focus-visible]:outline-brand "
    "has-[:disabled]:cursor-not-allowed has-[:disabled]:bg-surface2"
)
RADIO = "mt-0.5 size-5 shrink-0 accent-[var(--brand)] outline-none"
LEGEND = "mb-3 text-title font-semibold"


def radio(name: str, value: Text, chosen: Any, **props: Any) -> rx.Component:
    """Draw the button of a choice."""
    return rx.el.input(
        type="radio", name=name, value=value, default_checked=chosen, class_name=RADIO, **props
    )


def titled(title: Text, note: Text | rx.Component) -> rx.Component:
    """Draw what a choice is called, and what it means."""
    return rx.el.span(
        rx.el.span(title, class_name="block font-semibold"),
        rx.el.span(note, class_name="block text-note text-muted"),
        class_name="min-w-0 grow",
    )
