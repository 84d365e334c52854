"""A page with one thing to do: a title and one column, for those who are not signed in yet."""

from typing import Any

import reflex as rx

from finance_portal.ui.controls import Text
from finance_portal.ui.shell import public_shell

COLUMN = "mx-auto w-full max-w-[26rem] px-4 py-8 sm:py-14"
WAY = (
    "block w-full cursor-pointer rounded-control border border-line bg-surface px-4 py-2.5 "
    "text-left hover:border-edge"
)


def narrow_page(
    title: Text,
    *content: rx.Component,
    lead: Text = "",
    action: rx.Component | None = None,
    reads: bool = True,
) -> rx.Component:
    """Draw it. `lead` is the sentence under the title, `action` stands at the top right."""
    return public_shell(
        rx.el.div(
            rx.el.h1(title, class_name="text-display font-semibold"),
            rx.el.p(lead, class_name="mt-1 text-body text-muted") if lead else rx.fragment(),
            *content,
            class_name=COLUMN,
        ),
        action=action,
        reads=reads,
    )


def way(title: Text, words: Text, *, href: str = "", on_click: Any = None) -> rx.Component:
    """Draw one of several ways to go on: a link, or a button."""
    inside = (
        rx.el.span(title, class_name="block font-semibold"),
        rx.el.span(words, class_name="block text-note text-muted"),
    )
    if href:
        return rx.el.li(rx.el.a(*inside, href=href, class_name=WAY))
    return rx.el.li(rx.el.button(*inside, type="button", on_click=on_click, class_name=WAY))


def ways(*each: rx.Component) -> rx.Component:
    """Draw several of them."""
    return rx.el.ul(*each, class_name="mt-6 grid gap-2")
