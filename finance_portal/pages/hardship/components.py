"""The parts of the page for trouble with paying."""

from typing import Any

import reflex as rx

from finance_portal.pages.hardship.views import CHOICES, HelpView, MenuView
from finance_portal.settings import settings
from finance_portal.ui import brand, routes
from finance_portal.ui.controls import (
    CHOICE,
    FIELD,
    LABEL,
    LINK,
    RADIO,
    STANDS_ALONE,
    Text,
    action_link,
    button,
    described,
    error_text,
    field,
    text_link,
)
from finance_portal.ui.feedback import empty_state, skeleton, waiting
from finance_portal.ui.frame import FrameState
from finance_portal.ui.surfaces import card, card_title
from finance_portal.ui.words import around, t
from finance_portal.ui.working import working

GRID = "grid items-start gap-4 lg:grid-cols-12"
MAIN = "lg:col-span-7"
SIDE = "lg:col-span-5"
GOOD_TO_KNOW = (
    t("Asking costs nothing and is not reported to anybody."),
    t("No papers are needed to ask. If a person needs one, they say which."),
    t("Until something is agreed, payments are due as before: pay what you can."),
    t("What is granted stays granted."),
)


RIGHTS = (
    (
        t(
            "On what you signed before your service, the rate is 6% at most from "
            "its first day on, fees included. What is above that is forgiven, not "
            "put off. A lease can be ended early."
        )
    ),
    (
        t(
            "You have until 180 days after your service to ask. It costs nothing, "
            "and it is not reported. You need not send papers: we look it up "
            "ourselves."
        )
    ),
)


def situation_card(view: MenuView, *, errors: Any, tell: Any) -> rx.Component:
    """Ask what has happened, and how long it may last."""
    return card(
        rx.cond(view.due, rx.el.p(view.due, class_name="mb-4 text-body text-muted")),
        rx.el.form(
            _radios(t("What has happened?"), "situation", errors),
            _radios(t("How long may it last?"), "months", errors),
            button(t("See what helps"), type="submit", size="large"),
            rx.el.p(
                t("We keep your answer sealed. Only who decides on a request reads it."),
                class_name="-mt-2 text-center text-note text-muted",
            ),
            on_submit=tell,
            class_name="grid gap-6",
        ),
        class_name=MAIN,
    )


def ways_card(
    view: MenuView, *, title_id: str, is_service: Any, errors: Any, **acts: Any
) -> rx.Component:
    """Draw every way out with what it costs, the cheapest first."""
    return card(
        card_title(t("What helps, the cheapest first"), id=title_id),
        rx.cond(is_service, _service(errors, acts["ask_service"])),
        rx.el.ol(
            rx.foreach(view.helps, lambda each: _way(each, view, errors, acts["promise"])),
            class_name="mt-2 divide-y divide-line",
        ),
        rx.el.h3(t("Ask a person"), class_name="mt-6 text-title font-semibold"),
        rx.el.p(
            t("You have an answer within 5 banking days, and can follow it here."),
            class_name="mt-1 text-body text-muted",
        ),
        _request(errors, acts["ask"], acts["back"]),
        class_name=MAIN,
    )


def good_to_know() -> rx.Component:
    """Draw what holds for everybody, and whom to call."""
    return card(
        card_title(t("Good to know")),
        rx.el.ul(
            *[rx.el.li(words) for words in GOOD_TO_KNOW],
            rx.el.li(
                *around(
                    "To talk to a person: {phone}",
                    phone=rx.el.a(
                        settings.brand.support_phone,
                        href=brand.telephone(),
                        class_name=f"{LINK} whitespace-nowrap",
                    ),
                ),
            ),
            class_name="mt-3 grid gap-2.5 text-body",
        ),
        rx.el.div(
            text_link(
                t("Your requests"),
                href=f"{routes.REQUESTS}{FrameState.query}",
                class_name=STANDS_ALONE,
            ),
            class_name="mt-4 text-body",
        ),
        class_name=SIDE,
    )


def nothing(words: Text) -> rx.Component:
    """Say why nothing can be arranged here."""
    return empty_state(
        rx.icon("info", size=32),
        t("Nothing to arrange here"),
        words,
        action_link(t("Overview"), href=routes.OVERVIEW, look="quiet"),
    )


def placeholder() -> rx.Component:
    """Hold the place of the page while it loads."""
    return waiting(skeleton(f"h-[28rem] {MAIN}"), skeleton(f"h-64 {SIDE}"), class_name=GRID)


def _radios(legend: str, name: str, errors: Any) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(legend, class_name="mb-3 text-title font-semibold"),
        rx.el.div(
            *[_radio(name, value, t(words)) for value, words in CHOICES[name]],
            class_name="grid gap-2 sm:grid-cols-2",
        ),
        error_text(errors[name], name=name),
    )


def _radio(name: str, value: str, words: str) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="radio", name=name, value=value, class_name=RADIO),
        rx.el.span(words, class_name=LABEL),
        class_name=CHOICE,
    )


def _way(each: HelpView, view: MenuView, errors: Any, promise: Any) -> rx.Component:
    return rx.el.li(
        rx.el.h3(each.title, class_name="text-body font-semibold"),
        rx.el.p(each.words, class_name="mt-0.5 text-body text-muted"),
        rx.cond(each.cost, rx.el.p(each.cost, class_name="mt-1 text-body font-medium")),
        rx.cond(each.working, working(each.working, each.title)),
        rx.cond(each.why_not, rx.el.p(each.why_not, class_name="mt-1 text-body font-medium")),
        rx.cond(
            each.href,
            action_link(
                t("See all that it does"),
                rx.el.span(": ", each.title, class_name="sr-only"),
                href=each.href,
                look="quiet",
                class_name="mt-2",
            ),
        ),
        rx.cond(each.is_promise, _promise(view, errors, promise)),
        class_name="py-4",
    )


def _service(errors: Any, ask: Any) -> rx.Component:
    """Draw what the law gives in military service, and the way to ask for it."""
    return rx.el.section(
        rx.el.h3(t("Your rights in military service"), class_name="text-body font-semibold"),
        *[rx.el.p(words, class_name="mt-1 text-body text-muted") for words in RIGHTS],
        rx.el.form(
            field(
                t("First day of service"),
                rx.el.input(**described("since", errors["since"]), type="date", class_name=FIELD),
                name="since",
                error=errors["since"],
            ),
            field(
                t("Anything about your orders (you may leave it empty)"),
                rx.el.textarea(**described("orders", errors["orders"]), rows=2, class_name=FIELD),
                name="orders",
                error=errors["orders"],
            ),
            button(t("Ask for these rights"), type="submit", class_name="w-fit"),
            on_submit=ask,
            class_name="mt-3 grid gap-3",
        ),
        class_name="mt-3 rounded-card border border-line bg-surface2 p-4",
    )


def _promise(view: MenuView, errors: Any, promise: Any) -> rx.Component:
    return rx.el.form(
        rx.el.div(
            field(
                t("Amount in dollars"),
                rx.el.input(
                    **described("amount", errors["amount"]),
                    input_mode="decimal",
                    default_value=view.amount,
                    class_name=FIELD,
                ),
                name="amount",
                error=errors["amount"],
            ),
            field(
                t("By which day"),
                rx.el.input(
                    **described("on", errors["on"]),
                    type="date",
                    min=view.earliest,
                    class_name=FIELD,
                ),
                name="on",
                error=errors["on"],
            ),
            class_name="grid gap-3 sm:grid-cols-2",
        ),
        button(t("Note it"), type="submit", look="quiet", class_name="w-fit"),
        on_submit=promise,
        class_name="mt-3 grid gap-3",
    )


def _request(errors: Any, ask: Any, back: Any) -> rx.Component:
    return rx.el.form(
        _radios(t("What would help?"), "wish", errors),
        field(
            t("Anything that we should know (you may leave it empty)"),
            rx.el.textarea(**described("details", errors["details"]), rows=4, class_name=FIELD),
            name="details",
            error=errors["details"],
        ),
        rx.el.div(
            button(t("Send to a person"), type="submit", size="large"),
            button(t("Back"), look="quiet", size="large", on_click=back),
            class_name="grid gap-2 sm:grid-cols-[1fr_auto]",
        ),
        on_submit=ask,
        class_name="mt-4 grid gap-5",
    )
