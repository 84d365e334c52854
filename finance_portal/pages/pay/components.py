"""The parts of the pay page: the form, the review, and what stands beside them."""

from typing import Any

import reflex as rx
from reflex_components_core.core.banner import (  # type: ignore[import-untyped]  # no py.typed
    has_connection_errors,
)

from finance_portal.pages.pay.views import MethodView, OptionView, Preview
from finance_portal.settings import settings
from finance_portal.ui import brand, routes
from finance_portal.ui.client import is_offline
from finance_portal.ui.controls import (
    FIELD,
    LABEL,
    Text,
    action_link,
    button,
    described,
    error_text,
)
from finance_portal.ui.feedback import empty_state, notice, skeleton, waiting
from finance_portal.ui.glyphs import glyph
from finance_portal.ui.money import amount, parts
from finance_portal.ui.surfaces import Fact, card, card_title

GRID = "grid items-start gap-4 lg:grid-cols-12"
MAIN = "lg:col-span-7"
SIDE = "lg:col-span-5"
CHOICE = (
    "choice flex cursor-pointer items-start gap-3 rounded-control border border-line p-4 "
    "transition hover:border-edge has-[:focus-visible]:outline-2 "
    "has-[:focus-visible]:outline-offset-2 has-[:focus-visible]:outline-brand "
    "has-[:disabled]:cursor-not-allowed has-[:disabled]:bg-surface2"
)
RADIO = "mt-0.5 size-5 shrink-0 accent-[var(--brand)] outline-none"
LEGEND = "mb-3 text-title font-semibold"


def steps(*, is_reviewing: Any) -> rx.Component:
    """Say how far the borrower has come."""
    return rx.el.ol(
        _step("1", "Amount", is_current=~is_reviewing),
        _step("2", "Review", is_current=is_reviewing),
        _step("3", "Receipt", is_current=False),
        aria_label="Steps",
        class_name="mb-4 flex flex-wrap gap-x-6 gap-y-1",
    )


def choice_form(
    options: list[OptionView],
    methods: list[MethodView],
    *,
    asks_other: Any,
    other_note: Text,
    typed: Text,
    errors: Any,
    submit: Any,
) -> rx.Component:
    """Ask how much, and what with. Nothing is paid by it."""
    return card(
        rx.el.form(
            _form_error(errors["form"]),
            rx.el.fieldset(
                rx.el.legend("How much?", class_name=LEGEND),
                rx.el.div(
                    rx.foreach(options, _option),
                    _other(asks_other, other_note, typed, errors["amount"]),
                    error_text(errors["choice"], name="choice"),
                    class_name="grid gap-2",
                ),
            ),
            rx.el.fieldset(
                rx.el.legend("What with?", class_name=LEGEND),
                rx.el.div(
                    rx.foreach(methods, _method),
                    error_text(errors["method"], name="method"),
                    class_name="grid gap-2",
                ),
                aria_describedby="method-error",
            ),
            button("Review payment", type="submit", size="large", class_name="w-full"),
            rx.el.p(
                "Nothing is paid yet: next you see what the payment will do.",
                class_name="-mt-4 text-center text-note text-muted",
            ),
            on_submit=submit,
            class_name="grid gap-7",
        ),
        class_name=MAIN,
    )


def review_card(
    preview: Preview, *, title_id: str, busy: Any, confirm: Any, change: Any
) -> rx.Component:
    """Show what the payment will do, and ask for the word."""
    return card(
        rx.el.h2(
            "Check your payment",
            id=title_id,
            tab_index=-1,
            class_name="text-title font-semibold outline-none",
        ),
        rx.foreach(
            preview.notes, lambda note: notice(rx.el.p(note), tone="warn", class_name="mt-3")
        ),
        rx.el.div(amount(preview.amount), class_name="mt-2"),
        rx.el.p("from ", preview.method, class_name="text-body text-muted"),
        rx.el.h3("Where it goes", class_name="mb-3 mt-6 text-body font-semibold"),
        parts(preview.parts),
        rx.el.h3("What it does", class_name="mb-3 mt-6 text-body font-semibold"),
        rx.el.dl(rx.foreach(preview.facts, _fact), class_name="grid gap-2.5"),
        rx.el.p(
            preview.authorization,
            class_name="mt-6 rounded-control bg-surface2 px-4 py-3 text-note text-muted",
        ),
        rx.el.div(
            button(
                rx.cond(busy, "Paying…", preview.action),
                size="large",
                on_click=confirm,
                disabled=busy | has_connection_errors | is_offline(),
            ),
            button("Change", look="quiet", size="large", on_click=change, disabled=busy),
            class_name="mt-4 grid gap-2 sm:grid-cols-[1fr_auto]",
        ),
        class_name=MAIN,
    )


def good_to_know(facts: list[Fact], *, is_reviewing: Any) -> rx.Component:
    """Draw what is worth knowing before one pays; the review says the same of this payment."""
    return card(
        card_title("Good to know"),
        rx.el.dl(rx.foreach(facts, _stacked_fact), class_name="mt-4 grid gap-4"),
        class_name=[SIDE, rx.cond(is_reviewing, "max-lg:hidden", "")],
    )


def nothing_to_pay(query: Text) -> rx.Component:
    """Say that nothing is owed."""
    return empty_state(
        glyph("good", class_name="size-8"),
        "Nothing left to pay",
        "This contract is paid off, or what is left is already on its way.",
        action_link("See your payments", href=f"{routes.HISTORY}{query}", look="quiet"),
    )


def no_method() -> rx.Component:
    """Say that there is nothing to pay with, and what to do."""
    return empty_state(
        rx.icon("landmark", size=32),
        "No bank account or card on file",
        f"Call us at {settings.brand.support_phone} and we add one, or take your payment by "
        "telephone at no cost.",
        action_link("Call us", href=brand.telephone()),
    )


def no_contract() -> rx.Component:
    """Say that there is no such contract."""
    return empty_state(
        rx.icon("file-search", size=32),
        "No contract to pay",
        "There is no such contract on this login.",
        action_link("Overview", href=routes.OVERVIEW, look="quiet"),
    )


def placeholder() -> rx.Component:
    """Hold the place of the form while it loads."""
    return waiting(
        skeleton(f"h-[34rem] {MAIN}"), skeleton(f"h-72 {SIDE}"), class_name=f"mt-9 {GRID}"
    )


def _step(number: str, words: str, *, is_current: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            number,
            aria_hidden="true",
            class_name=(
                "grid size-5 place-items-center rounded-full bg-surface2 text-tab font-semibold "
                "group-aria-[current=step]:bg-brand group-aria-[current=step]:text-onbrand"
            ),
        ),
        words,
        aria_current=rx.cond(is_current, "step", "false"),
        class_name=(
            "group flex items-center gap-2 text-note text-muted aria-[current=step]:font-semibold "
            "aria-[current=step]:text-ink"
        ),
    )


def _option(option: OptionView) -> rx.Component:
    return rx.el.label(
        _radio("choice", option.choice, option.is_chosen),
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


def _other(is_chosen: Any, note: Text, typed: Text, error: Text) -> rx.Component:
    return rx.el.div(
        rx.el.label(
            _radio("choice", "other", is_chosen),
            rx.el.span(
                rx.el.span("Another amount", class_name="block font-semibold"),
                rx.el.span(note, class_name="block text-note text-muted"),
                class_name="min-w-0",
            ),
            class_name=CHOICE,
        ),
        rx.el.div(
            rx.el.label("Amount in dollars", html_for="amount", class_name=LABEL),
            rx.el.div(
                rx.el.span(
                    "$",
                    aria_hidden="true",
                    class_name="absolute left-4 top-1/2 -translate-y-1/2 text-input text-muted",
                ),
                rx.el.input(
                    **described("amount", error),
                    default_value=typed,
                    input_mode="decimal",
                    auto_complete="off",
                    placeholder="0.00",
                    class_name=f"{FIELD} pl-8",
                ),
                class_name="relative",
            ),
            error_text(error, name="amount"),
            class_name="hidden gap-1.5 pb-2 pt-3 group-has-[[value=other]:checked]/other:grid",
        ),
        class_name="group/other",
    )


def _method(method: MethodView) -> rx.Component:
    return rx.el.label(
        _radio("method", method.ref, method.is_chosen, disabled=~method.is_usable),
        rx.el.span(
            rx.el.span(method.label, class_name="block font-semibold"),
            rx.el.span(method.note, class_name="block text-note text-muted"),
            class_name="min-w-0 grow",
        ),
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


def _radio(name: str, value: Text, chosen: Any, **props: Any) -> rx.Component:
    return rx.el.input(
        type="radio", name=name, value=value, default_checked=chosen, class_name=RADIO, **props
    )


def _form_error(error: Text) -> rx.Component:
    return rx.el.div(
        rx.cond(error, notice(rx.el.p(error), tone="danger")),
        role="alert",
        class_name="empty:hidden",
    )


def _fact(fact: Fact) -> rx.Component:
    return rx.el.div(
        rx.el.dt(fact.label, class_name="text-muted"),
        rx.el.dd(fact.value, class_name="text-right font-medium"),
        class_name="flex justify-between gap-6",
    )


def _stacked_fact(fact: Fact) -> rx.Component:
    return rx.el.div(
        rx.el.dt(fact.label, class_name="text-note text-muted"),
        rx.el.dd(fact.value, class_name="font-medium"),
    )
