"""The parts of the page on which things are asked for."""

from typing import Any

import reflex as rx

from finance_portal.pages.ask.views import QUESTIONS, Field, FormView, Link
from finance_portal.settings import settings
from finance_portal.ui import brand
from finance_portal.ui.controls import (
    CHOICE,
    FIELD,
    HELP,
    LABEL,
    RADIO,
    STANDS_ALONE,
    Text,
    action_link,
    button,
    described,
    error_text,
    text_link,
)
from finance_portal.ui.feedback import form_error, skeleton, waiting
from finance_portal.ui.surfaces import card, card_title
from finance_portal.ui.words import t

PERSON = t("You would rather talk to a person?")
GRID = "grid items-start gap-4 lg:grid-cols-12"
MAIN = "min-w-0 lg:col-span-7"
SIDE = "min-w-0 lg:col-span-5"


def directory(kinds: Any, elsewhere: Any) -> rx.Component:
    """Draw everything that can be asked for."""
    return rx.el.div(
        card(
            card_title(t("What can we do for you?")),
            rx.el.ul(rx.foreach(kinds, _kind), class_name="mt-2 divide-y divide-line"),
            class_name=MAIN,
        ),
        card(
            card_title(t("These have a page of their own")),
            rx.el.ul(
                rx.foreach(
                    elsewhere,
                    lambda each: rx.el.li(
                        text_link(each.words, href=each.href, class_name=STANDS_ALONE)
                    ),
                ),
                class_name="mt-3 grid gap-2 text-body",
            ),
            brand.call_us(PERSON),
            class_name=SIDE,
        ),
        class_name=GRID,
    )


def form(view: FormView, *, title_id: str, errors: Any, ask: Any, back: Text) -> rx.Component:
    """Draw the form of one kind, and what happens when it is sent."""
    return rx.el.div(
        card(
            card_title(view.title, id=title_id),
            rx.el.p(view.lead, class_name="mt-2 text-body text-muted"),
            rx.el.form(
                form_error(errors["form"]),
                rx.match(
                    view.kind,
                    *[
                        (kind, rx.fragment(*[_field(each, view, errors) for each in questions]))
                        for kind, questions in QUESTIONS.items()
                    ],
                    rx.fragment(),
                ),
                rx.el.div(
                    button(t("Send"), type="submit", size="large"),
                    action_link(t("Back"), href=back, look="quiet", size="large"),
                    class_name="grid gap-2 sm:grid-cols-[1fr_auto]",
                ),
                on_submit=ask,
                no_validate=True,
                class_name="mt-5 grid gap-5",
            ),
            class_name=MAIN,
        ),
        card(
            card_title(t("What happens when")),
            rx.el.ul(
                rx.foreach(view.clock, rx.el.li),
                class_name="mt-3 grid list-disc gap-2 pl-5 text-body",
            ),
            rx.el.p(view.papers, class_name="mt-3 text-body text-muted"),
            rx.el.p(
                f"{settings.brand.legal_entity}, {settings.brand.address}",
                class_name="mt-2 text-note text-muted",
            ),
            brand.call_us(PERSON),
            class_name=SIDE,
        ),
        class_name=GRID,
    )


def placeholder() -> rx.Component:
    """Hold the place of the page while it loads."""
    return waiting(skeleton(f"h-[32rem] {MAIN}"), skeleton(f"h-64 {SIDE}"), class_name=GRID)


def _kind(each: Link) -> rx.Component:
    return rx.el.li(
        text_link(each.words, href=each.href, class_name=f"{STANDS_ALONE} text-body"),
        rx.el.p(each.detail, class_name="mt-0.5 text-note text-muted"),
        class_name="py-3.5",
    )


def _field(each: Field, view: FormView, errors: Any) -> rx.Component:
    if each.look == "choice":
        return _choices(each, errors[each.name])
    control = {"item": _list, "text": _text, "day": _line, "line": _line}[each.look]
    return rx.el.div(
        rx.el.label(t(each.label), html_for=each.name, class_name=LABEL),
        _hint(each),
        control(each, view, errors[each.name]),
        error_text(errors[each.name], name=each.name),
        class_name="grid gap-1.5",
    )


def _hint(each: Field) -> rx.Component:
    said = [t(each.hint)] if each.hint else []
    if not each.is_needed:
        said.append(t("You may leave it empty."))
    if not said:
        return rx.fragment()
    return rx.el.p(" ".join(said), id=f"{each.name}-hint", class_name=HELP)


def _described(each: Field, error: Any) -> dict[str, Any]:
    return described(each.name, error, hint=bool(each.hint) or not each.is_needed)


def _line(each: Field, _view: FormView, error: Any) -> rx.Component:
    kind = {"type": "date"} if each.look == "day" else {"max_length": each.longest}
    return rx.el.input(**_described(each, error), **kind, auto_complete="off", class_name=FIELD)


def _text(each: Field, _view: FormView, error: Any) -> rx.Component:
    return rx.el.textarea(
        **_described(each, error), rows=4, max_length=each.longest, class_name=FIELD
    )


def _list(each: Field, view: FormView, error: Any) -> rx.Component:
    return rx.el.select(
        rx.el.option(t("Choose one of them."), value=""),
        rx.foreach(view.options, lambda item: rx.el.option(item.words, value=item.value)),
        **_described(each, error),
        class_name=FIELD,
    )


def _choices(each: Field, error: Any) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t(each.label), class_name=f"mb-2 {LABEL}"),
        rx.el.div(
            *[
                rx.el.label(
                    rx.el.input(type="radio", name=each.name, value=value, class_name=RADIO),
                    rx.el.span(t(words), class_name=LABEL),
                    class_name=CHOICE,
                )
                for value, words in each.choices
            ],
            class_name="grid gap-2 sm:grid-cols-2",
        ),
        error_text(error, name=each.name),
    )
