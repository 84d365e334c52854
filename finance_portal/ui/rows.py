"""The rows that a page about oneself consists of: what there is, and how to change it.

A change that needs a step-up links to it before, which leads back to the row; after it, the row
opens its form.
"""

from typing import Any
from urllib.parse import quote

import reflex as rx

from finance_portal.ui import routes
from finance_portal.ui.client import local
from finance_portal.ui.controls import Text, action_link, button
from finance_portal.ui.surfaces import card, card_title, tile

FORM = "mt-4 max-w-sm"
TOGGLE = """
const button = e.currentTarget;
const form = document.getElementById(button.getAttribute("aria-controls"));
form.hidden = !form.hidden;
button.setAttribute("aria-expanded", !form.hidden);
if (!form.hidden) form.querySelector("input:not([type=hidden], [hidden]), button")?.focus();
"""
OPEN_PLACE = """
const { search, hash } = window.location;
const name = new URLSearchParams(search).get("at") ?? hash.slice(1);
const place = %s && document.getElementById(name);
if (place) {
  place.scrollIntoView({ block: "center" });
  place.querySelector("[aria-expanded=false]")?.click();
}
"""


class OpenPlace(rx.Fragment):  # type: ignore[misc]  # Reflex loads its components lazily
    """Opens the row that the page's address names, as soon as the page is `ready`."""

    ready: rx.Var[bool]

    def add_imports(self) -> dict[str, Any]:
        """Bring the hook."""
        return {"react": [rx.ImportVar("useEffect")]}

    def add_hooks(self) -> list[rx.Var[Any]]:
        """Run once when the page is ready."""
        ready = rx.Var.create(self.ready)
        effect = f"useEffect(() => {{ {OPEN_PLACE % ready} }}, [{ready!s}])"
        return [rx.Var(effect, _var_data=ready._get_all_var_data())]  # noqa: SLF001 no public way


def group(title: Text, *rows: rx.Component) -> rx.Component:
    """Draw rows under a heading."""
    return card(
        card_title(title),
        rx.el.ul(*rows, class_name="mt-2 divide-y divide-line"),
        class_name="min-w-0",
    )


def row(
    icon: str,
    title: Text,
    value: Any,
    *more: rx.Component,
    control: rx.Component | None = None,
    place: str = "",
    **props: Any,
) -> rx.Component:
    """Draw one thing that there is; `more` stands below it, `place` is its name in an address."""
    named = {"id": place} if place else {}
    return rx.el.li(
        rx.el.div(
            tile(rx.icon(icon, size=18)),
            rx.el.div(
                rx.el.p(title, class_name="font-medium"),
                rx.el.div(value, class_name="text-note text-muted"),
                class_name="min-w-0 grow",
            ),
            control or rx.fragment(),
            class_name="flex items-center gap-3",
        ),
        *more,
        class_name="py-3.5",
        **named,
        **props,
    )


def change(
    words: Text, *, what: Text, place: Text, purpose: str, fresh: Any, page: str
) -> rx.Component:
    """Draw the way to a row's form: through the step-up, or to the form itself."""
    back = f"{quote(f'{page}?at=')}{place}"
    return rx.cond(
        fresh == purpose,
        disclosure(words, what=what, place=place),
        action_link(
            words,
            _what(what),
            href=routes.of_confirm(purpose, back),
            look="quiet",
            size="compact",
            class_name="shrink-0",
        ),
    )


def disclosure(words: Text, *, what: Text, place: Text) -> rx.Component:
    """Draw the button that opens and closes a row's form."""
    return button(
        words,
        _what(what),
        look="quiet",
        size="compact",
        class_name="shrink-0",
        aria_expanded="false",
        aria_controls=f"{place}-form",
        on_click=local(TOGGLE),
    )


def folded(place: Text, *content: rx.Component) -> rx.Component:
    """Draw what a disclosure opens."""
    return rx.el.div(*content, id=f"{place}-form", hidden=True)


def _what(what: Text) -> rx.Component:
    """Say what a button is about, for those who hear it without its row."""
    return rx.el.span(what, class_name="sr-only")
