"""The dial: a slider, a date field and buttons move one day, and every figure follows at once.

The rows of all days are in the page; which of them is shown, the browser keeps for itself, so that
nothing is asked of the server while it is dragged.
"""

from typing import Any

import reflex as rx
from reflex.experimental.client_state import ClientStateVar

from finance_portal.pages.payoff.views import CHOSEN, View
from finance_portal.ui import routes
from finance_portal.ui.client import local
from finance_portal.ui.controls import FIELD, LABEL, Text, action_link, button, error_text
from finance_portal.ui.feedback import notice
from finance_portal.ui.money import amount
from finance_portal.ui.surfaces import Fact, card, card_title, lines
from finance_portal.ui.words import t
from finance_portal.ui.working import working

GRID = "grid items-start gap-4 lg:grid-cols-12"
MAIN = "lg:col-span-7"
SIDE = "lg:col-span-5"
FIELD_ID = "payoff-day"
DAY_OF_ADDRESS = "day"  # the query parameter that says where the dial stands

_ASKED = (
    "(() => { const asked = typeof window === 'undefined' ? null"
    f" : new URLSearchParams(window.location.search).get('{DAY_OF_ADDRESS}');"
    f" return /^[0-5]?\\d$|^60$/.test(asked ?? '') ? Number(asked) : {CHOSEN}; }})()"
)
AT = ClientStateVar.create("payoff_at", default=rx.Var(_ASKED).to(int))
OUTSIDE = ClientStateVar.create("payoff_outside", default=False)


def chosen(days: Any) -> Any:
    """Return the day on which the dial stands."""
    return days[AT.value.to(int)]


def dial_card(view: View, query: Text) -> rx.Component:
    """Draw what pays it off on the chosen day, what moves the day, and the way to pay."""
    day = chosen(view.days)
    return rx.el.section(
        rx.el.h2(t("What pays it off {far}", far=day.far), class_name="text-note opacity-85"),
        amount(day.total, "hero"),
        rx.el.p(t("if paid on {day}", day=day.words), class_name="mt-1 text-title font-semibold"),
        rx.el.p(day.words, ": ", day.total, role="status", class_name="sr-only"),
        _slider(view, day),
        rx.el.div(_field(view, day), _steps(view), class_name="mt-4 grid gap-3 sm:grid-cols-2"),
        rx.el.div(
            action_link(
                day.pay,
                href=f"{routes.PAY}{query}&{routes.CHOICE}=payoff&{routes.ON}=" + day.on,
                size="large",
                class_name="grow",
            ),
            rx.cond(
                AT.value.to(int) > 0,
                action_link(
                    t("Pay it off today instead"),
                    href=f"{routes.PAY}{query}&{routes.CHOICE}=payoff",
                    look="quiet",
                    size="large",
                    class_name="grow",
                ),
            ),
            class_name="mt-5 flex flex-wrap gap-2",
        ),
        class_name=f"rounded-card border border-line bg-surface p-5 lifted sm:p-6 {MAIN}",
    )


def sum_card(view: View) -> rx.Component:
    """Draw the sum of the chosen day, line by line, and what is not in it."""
    day = chosen(view.days)
    return card(
        card_title(t("What it is made of")),
        rx.el.div(
            lines(view.before),
            _line(t("Interest through that day"), day.interest),
            lines(view.after),
            _line(t("Payoff amount"), day.total, "border-t border-line pt-2.5", "font-semibold"),
            class_name="mt-4 grid gap-2.5",
        ),
        working(day.working, t("the payoff amount"), class_name="mt-3"),
        rx.el.dl(
            _pair(t("Good through"), day.words),
            rx.foreach(view.facts, _fact),
            class_name="mt-5 grid gap-2.5 border-t border-line pt-4",
        ),
        rx.foreach(view.notes, lambda note: notice(rx.el.p(note), class_name="mt-3")),
        class_name=SIDE,
    )


def _slider(view: View, day: Any) -> rx.Component:
    return rx.el.div(
        rx.el.label(t("Day of the payoff"), html_for="payoff-slider", class_name=LABEL),
        rx.el.input(
            id="payoff-slider",
            type="range",
            min="0",
            max=(view.days.length() - 1).to_string(),  # type: ignore[attr-defined]
            step="1",
            value=AT.value,
            aria_valuetext=day.words,
            on_change=_move(view, "Number(e.target.value)"),
            class_name="h-11 w-full cursor-pointer accent-[var(--brand)]",
        ),
        rx.el.p(
            rx.el.span(view.least),
            rx.el.span(view.most),
            aria_hidden="true",
            class_name="flex justify-between text-chip text-muted",
        ),
        class_name="mt-5",
    )


def _field(view: View, day: Any) -> rx.Component:
    return rx.el.div(
        rx.el.label(t("Or type the day"), html_for=FIELD_ID, class_name=LABEL),
        rx.el.input(
            id=FIELD_ID,
            type="date",
            min=view.first_day,
            max=view.last_day,
            default_value=day.on,
            aria_describedby="payoff-outside-error",
            aria_invalid=rx.cond(OUTSIDE.value, "true", "false"),
            on_change=_type(view),
            class_name=FIELD,
        ),
        error_text(rx.cond(OUTSIDE.value, view.outside, ""), name="payoff-outside"),
        class_name="grid gap-1.5",
    )


def _steps(view: View) -> rx.Component:
    return rx.el.div(
        *[
            button(words, look="quiet", on_click=_move(view, to))
            for words, to in (
                (t("Day before"), f"{AT.value!s} - 1"),
                (t("Day after"), f"{AT.value!s} + 1"),
                (t("Today"), "0"),
                (t("In 30 days"), "30"),
            )
        ],
        class_name="grid grid-cols-2 gap-2 self-end",
        role="group",
        aria_label=t("Move the day"),
    )


def _move(view: View, to: str) -> Any:
    """Return what moves the dial, and with it the date field unless that was what moved it."""
    days = rx.Var.create(view.days)
    return local(
        f"const days = {days!s}; const at = Math.min(Math.max({to}, 0), days.length - 1);"
        f" ({AT.set!s})(at); ({OUTSIDE.set!s})(false);"
        f" const field = document.getElementById('{FIELD_ID}');"
        " if (field) field.value = days[at].on;",
        days,
        AT.value,
        AT.set,
        OUTSIDE.set,
    )


def _type(view: View) -> Any:
    """Return what a typed day does: it moves the dial, or is told to lie beyond it."""
    days = rx.Var.create(view.days)
    return local(
        "const typed = e.target.value;"
        f" const at = {days!s}.findIndex((each) => each.on === typed);"
        f" if (at >= 0) ({AT.set!s})(at);"
        f" ({OUTSIDE.set!s})(at < 0 && typed !== '' && typed >= '1000');",
        days,
        AT.set,
        OUTSIDE.set,
    )


def _line(label: str, figure: Any, look: str = "", words: str = "text-muted") -> rx.Component:
    """Draw a line of the sum that moves with the dial, like those that stand still."""
    return rx.el.dl(
        rx.el.div(
            rx.el.dt(label, class_name=words),
            rx.el.dd(figure, class_name="font-medium"),
            class_name=f"flex justify-between gap-4 {look}",
        )
    )


def _fact(fact: Fact) -> rx.Component:
    return _pair(fact.label, fact.value)


def _pair(label: Text, value: Any) -> rx.Component:
    return rx.el.div(
        rx.el.dt(label, class_name="text-muted"),
        rx.el.dd(value, class_name="text-right font-medium"),
        class_name="flex justify-between gap-6",
    )
