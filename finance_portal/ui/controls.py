"""What a hand touches: buttons, links, fields, choices. Looks are named, not spelled."""

from typing import Any, Literal

import reflex as rx

from finance_portal.ui.glyphs import glyph

Text = str | rx.Var[str]
Look = Literal["primary", "quiet", "plain", "hero", "text"]

BUTTON = (
    "inline-flex items-center justify-center gap-2 rounded-control border px-5 text-body "
    "font-semibold text-center no-underline cursor-pointer select-none transition "
    "active:translate-y-px disabled:cursor-not-allowed disabled:opacity-55 "
    "aria-disabled:cursor-not-allowed aria-disabled:opacity-55"
)
LOOK: dict[Look, str] = {
    "primary": "border-transparent bg-brand text-onbrand hover:opacity-90",
    "quiet": "border-transparent bg-surface2 text-ink hover:bg-line",
    "plain": "border-line bg-surface text-ink hover:border-edge",  # as quiet, on the bare page
    "hero": "border-transparent bg-accent text-hero1 hover:opacity-90",
    "text": "border-transparent bg-transparent text-brand hover:underline underline-offset-4",
}
SIZE = {"regular": "min-h-11", "large": "min-h-12", "compact": "min-h-9 px-3 text-note"}
LINK = "text-brand font-medium underline underline-offset-4 decoration-1 hover:decoration-2"
FIELD = (
    "block w-full min-h-12 rounded-control border border-edge bg-surface px-4 text-input text-ink "
    "placeholder:text-muted aria-invalid:border-danger aria-invalid:border-2 transition"
)
STANDS_ALONE = "inline-flex min-h-6 items-center"  # a link that no sentence holds: 24 px to hit
LABEL = "block text-body font-medium text-ink"
HELP = "text-note text-muted"
ERROR = "flex gap-2 text-note font-medium text-danger"
CHOICE = (
    "choice flex cursor-pointer items-start gap-3 rounded-control border border-line p-4 "
    "transition hover:border-edge has-[:focus-visible]:outline-2 "
    "has-[:focus-visible]:outline-offset-2 has-[:focus-visible]:outline-brand "
    "has-[:disabled]:cursor-not-allowed has-[:disabled]:bg-surface2"
)
RADIO = "mt-0.5 size-5 shrink-0 accent-[var(--brand)] outline-none"


def button(
    label: Text | rx.Component,
    *more: Text | rx.Component,
    look: Look = "primary",
    size: str = "regular",
    class_name: str = "",
    **props: Any,
) -> rx.Component:
    """Draw a button; `type` is "button" unless it is said to submit."""
    props.setdefault("type", "button")
    return rx.el.button(label, *more, class_name=_button(look, size, class_name), **props)


def action_link(
    label: Text | rx.Component,
    *more: Text | rx.Component,
    href: Text,
    look: Look = "primary",
    size: str = "regular",
    class_name: str = "",
    **props: Any,
) -> rx.Component:
    """Draw a link that looks like a button, because it leads to the next step."""
    return rx.el.a(label, *more, href=href, class_name=_button(look, size, class_name), **props)


def text_link(label: Text, *, href: Text, class_name: str = "", **props: Any) -> rx.Component:
    """Draw a link in running text."""
    return rx.el.a(label, href=href, class_name=f"{LINK} {class_name}", **props)


def field(
    label: Text,
    control: rx.Component,
    *,
    name: str,
    hint: Text | rx.Component | None = None,
    error: Text = "",
) -> rx.Component:
    """Label a control, and stand its hint and its error where they are read with it."""
    return rx.el.div(
        rx.el.label(label, html_for=name, class_name=LABEL),
        rx.el.p(hint, id=f"{name}-hint", class_name=HELP) if hint is not None else rx.fragment(),
        control,
        error_text(error, name=name) if isinstance(error, rx.Var) else rx.fragment(),
        class_name="grid gap-1.5",
    )


def error_text(error: Text, *, name: str) -> rx.Component:
    """Say beside a control what is wrong with it, and what to do."""
    return rx.el.p(
        rx.cond(error, glyph("error", class_name="mt-0.5 size-4")),
        error,
        id=f"{name}-error",
        tab_index=-1,  # takes the focus where its control cannot
        class_name=rx.cond(error, ERROR, "hidden"),
    )


def described(name: str, error: Text = "", *, hint: bool = False) -> dict[str, Any]:
    """Return what ties a control to its hint and its error for those who listen."""
    told = f"{name}-error {name}-hint" if hint else f"{name}-error"
    return {
        "id": name,
        "name": name,
        "aria_describedby": told,
        "aria_invalid": rx.cond(error, "true", "false"),
    }


def select(options: list[tuple[str, str]], *, label: str, name: str, **props: Any) -> rx.Component:
    """Draw the system's own list of (value, words); its label is for those who listen."""
    return rx.el.label(
        rx.el.span(label, class_name="sr-only"),
        rx.el.select(
            *[rx.el.option(words, value=value) for value, words in options],
            name=name,
            class_name=(
                "min-h-11 w-full appearance-none rounded-control border border-edge bg-surface "
                "pl-4 pr-10 text-body text-ink"
            ),
            **props,
        ),
        rx.icon(
            "chevron-down",
            size=16,
            aria_hidden="true",
            class_name="pointer-events-none absolute right-3.5 top-3.5 text-muted",
        ),
        class_name="relative",
    )


def segmented(
    legend: str, name: str, options: list[tuple[str, str]], *, chosen: str, **props: Any
) -> rx.Component:
    """Draw a choice between a few words, as radio buttons: arrow keys work by themselves."""
    return rx.el.fieldset(
        rx.el.legend(legend, class_name="sr-only"),
        *[_segment(name, value, words, chosen, props) for value, words in options],
        class_name="inline-flex shrink-0 rounded-control bg-surface2 p-1",
    )


def _segment(name: str, value: str, words: str, chosen: str, props: dict[str, Any]) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name=name,
            value=value,
            default_checked=value == chosen,
            class_name="peer sr-only",
            **props,
        ),
        rx.el.span(
            words,
            class_name=(
                "grid min-h-8 min-w-10 cursor-pointer place-items-center rounded-tile px-3 "
                "text-chip font-semibold text-muted peer-checked:bg-surface "
                "peer-checked:text-ink lifted-if-chosen peer-focus-visible:outline-2 "
                "peer-focus-visible:outline-offset-2 peer-focus-visible:outline-brand"
            ),
        ),
        class_name="relative",
    )


def _button(look: Look, size: str, more: str) -> str:
    return f"{BUTTON} {SIZE[size]} {LOOK[look]} {more}".strip()
