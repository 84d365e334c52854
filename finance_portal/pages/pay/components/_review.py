"""The review: what the payment will do, what else it could do, and the click."""

from typing import Any

import reflex as rx
from reflex_components_core.core.banner import (  # type: ignore[import-untyped]  # no py.typed
    has_connection_errors,
)

from finance_portal.pages.pay.components._aside import MAIN, SIDE
from finance_portal.pages.pay.components._choice import CHOICE, RADIO
from finance_portal.pages.pay.components._form import dollars_field
from finance_portal.pages.pay.views import Preview, WayView
from finance_portal.ui.client import is_offline, own_time
from finance_portal.ui.controls import LABEL, LINK, STANDS_ALONE, Text, button, error_text
from finance_portal.ui.feedback import notice
from finance_portal.ui.money import amount, parts
from finance_portal.ui.surfaces import Fact, card, card_title
from finance_portal.ui.words import t
from finance_portal.ui.working import working

HEADING = "mb-3 mt-6 text-body font-semibold"
TITLE = "text-title font-semibold outline-none"


def review_card(
    preview: Preview,
    *,
    title_id: str,
    busy: Any,
    errors: Any,
    confirm: Any,
    change: Any,
    choose: Any,
    divide: Any,
) -> rx.Component:
    """Show what the payment will do, and ask for the word; on a wide screen side by side."""
    return rx.fragment(
        card(
            *_what(preview, title_id),
            rx.cond(preview.ways, _ways(preview.ways, errors["principal"], choose, divide)),
            rx.el.h3(t("Where it goes"), class_name=HEADING),
            parts(preview.parts),
            rx.cond(preview.working, working(preview.working, class_name="mt-3")),
            class_name=MAIN,
        ),
        card(*_effect(preview), _buttons(preview, busy, confirm, change), class_name=SIDE),
    )


def _what(preview: Preview, title_id: str) -> list[rx.Component]:
    return [
        rx.el.h2(t("Check your payment"), id=title_id, tab_index=-1, class_name=TITLE),
        rx.foreach(
            preview.notes, lambda note: notice(rx.el.p(note), tone="warn", class_name="mt-3")
        ),
        rx.foreach(preview.hints, lambda hint: notice(rx.el.p(hint), class_name="mt-3")),
        rx.el.div(amount(preview.amount), class_name="mt-4"),
        rx.el.p(preview.paid_with, class_name="text-body text-muted"),
    ]


def _effect(preview: Preview) -> list[rx.Component]:
    return [
        card_title(t("What it does")),
        rx.el.dl(rx.foreach(preview.facts, _fact), class_name="mt-4 grid gap-2.5"),
        rx.cond(
            preview.promise,
            rx.el.p(preview.promise, class_name="mt-3 text-note text-muted"),
        ),
        rx.el.p(
            preview.authorization,
            class_name="mt-6 rounded-control bg-surface2 px-4 py-3 text-note text-muted",
        ),
        rx.cond(
            preview.change_until,
            rx.el.p(
                t("On your clock that is {time}.", time=own_time(preview.change_until)),
                class_name="mt-2 px-4 text-note text-muted",
            ),
        ),
    ]


def _buttons(preview: Preview, busy: Any, confirm: Any, change: Any) -> rx.Component:
    return rx.el.div(
        button(
            rx.cond(busy, t("One moment…"), preview.action),
            size="large",
            on_click=confirm,
            disabled=busy | has_connection_errors | is_offline(),
        ),
        button(t("Change"), look="quiet", size="large", on_click=change, disabled=busy),
        class_name="mt-4 grid gap-2 sm:grid-cols-[1fr_auto]",
    )


def _ways(ways: list[WayView], error: Text, choose: Any, divide: Any) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t("What should it do?"), class_name="mb-3 text-body font-semibold"),
        rx.el.div(
            rx.foreach(ways, lambda way: _way(way, choose)),
            class_name="grid gap-2 sm:grid-cols-3",
        ),
        rx.el.details(
            rx.el.summary(
                t("Divide it yourself"),
                class_name=f"{LINK} {STANDS_ALONE} mt-3 cursor-pointer text-note",
            ),
            rx.el.form(
                rx.el.label(t("To principal, in dollars"), html_for="principal", class_name=LABEL),
                rx.el.div(
                    dollars_field("principal", error),
                    button(t("Show what it does"), look="quiet", size="large", type="submit"),
                    class_name="grid gap-2 sm:grid-cols-[1fr_auto]",
                ),
                error_text(error, name="principal"),
                on_submit=divide,
                class_name="mt-3 grid gap-1.5",
            ),
        ),
        class_name="mt-6",
    )


def _way(way: WayView, choose: Any) -> rx.Component:
    return rx.el.label(
        rx.el.span(
            rx.el.input(
                type="radio",
                name="way",
                value=way.purpose,
                default_checked=way.is_chosen,
                disabled=way.why_not != "",
                on_change=choose,
                class_name=RADIO,
            ),
            way.title,
            class_name="flex gap-2 font-semibold",
        ),
        rx.el.span(
            rx.cond(way.why_not, way.why_not, way.note),
            class_name="text-note text-muted",
        ),
        rx.el.span(
            rx.foreach(way.facts, _small_fact),
            class_name="grid w-full grid-cols-2 gap-x-4 gap-y-2 text-note sm:grid-cols-1",
        ),
        key=way.purpose,
        class_name=f"{CHOICE} flex-col",
    )


def _small_fact(fact: Fact) -> rx.Component:
    return rx.el.span(
        rx.el.span(fact.label, " ", class_name="block text-muted"),
        rx.el.span(fact.value, class_name="block font-medium"),
    )


def _fact(fact: Fact) -> rx.Component:
    return rx.el.div(
        rx.el.dt(fact.label, class_name="text-muted"),
        rx.el.dd(fact.value, class_name="text-right font-medium"),
        class_name="flex justify-between gap-6",
    )
