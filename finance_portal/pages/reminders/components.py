"""The parts of the reminders page."""

from typing import Any

import reflex as rx

from finance_portal.pages.reminders.views import DAYS, Choice, View
from finance_portal.ui import routes
from finance_portal.ui.controls import CHOICE, RADIO, STANDS_ALONE, Text, button, text_link
from finance_portal.ui.feedback import form_error, notice, skeleton, waiting
from finance_portal.ui.surfaces import card, card_title
from finance_portal.ui.words import t

GRID = "grid items-start gap-4 lg:grid-cols-12"
MAIN = "lg:col-span-7"
SIDE = "lg:col-span-5"
LEGEND = "mb-3 text-title font-semibold"
WORTH_KNOWING = (
    t("A reminder says what is due and when. Its link leads to the sign-in page, as always."),
    t(
        "None comes when autopay takes the payment, or when one that you made "
        "or scheduled covers it."
    ),
    t("What the law wants us to tell you, such as a change of autopay, comes in any case."),
    t("E-mail and text are the same choice here and under Preferences: change either."),
)


def choice_form(
    view: View, *, error: Text, is_saved: Any, saved_id: str, save: Any
) -> rx.Component:
    """Ask how to remind, and how long before."""
    return card(
        rx.el.form(
            rx.cond(is_saved, _saved(view, saved_id)),
            form_error(error),
            rx.el.fieldset(
                rx.el.legend(t("How should we remind you?"), class_name=LEGEND),
                rx.el.div(
                    _box(view.email, t("By e-mail")),
                    _box(view.text, t("By text message")),
                    class_name="grid gap-2",
                ),
            ),
            rx.el.fieldset(
                rx.el.legend(t("How long before a payment is due?"), class_name=LEGEND),
                rx.el.div(
                    *[_day(days, view.days) for days in DAYS],
                    class_name="grid grid-cols-2 gap-2 sm:grid-cols-3",
                ),
            ),
            button(t("Save"), type="submit", size="large", class_name="w-full sm:w-fit"),
            on_submit=save,
            class_name="grid gap-7",
        ),
        class_name=MAIN,
    )


def good_to_know(query: Text) -> rx.Component:
    """Say what a reminder is, and when there is none."""
    return card(
        card_title(t("Good to know")),
        rx.el.ul(
            *[rx.el.li(words) for words in WORTH_KNOWING],
            class_name="mt-3 grid gap-3 text-body text-muted",
        ),
        rx.el.p(
            text_link(
                t("Everything else that we tell you, under Preferences"),
                href=f"{routes.PREFERENCES}{query}",
                class_name=STANDS_ALONE,
            ),
            class_name="mt-4",
        ),
        rx.el.p(
            text_link(
                t("Your contacts, under Security"),
                href=f"{routes.SECURITY}{query}",
                class_name=STANDS_ALONE,
            ),
            class_name="mt-2",
        ),
        class_name=SIDE,
    )


def placeholder() -> rx.Component:
    """Hold the place of the form while it loads."""
    return waiting(skeleton(f"h-[32rem] {MAIN}"), skeleton(f"h-64 {SIDE}"), class_name=GRID)


def _saved(view: View, saved_id: str) -> rx.Component:
    return notice(
        rx.cond(
            view.is_off,
            rx.el.p(t("Saved. You get no reminders now; what is due is still due.")),
            rx.el.p(t("Saved. We remind you like this from now on.")),
        ),
        tone="good",
        id=saved_id,
        tab_index=-1,
        role="status",
    )


def _box(choice: Choice, title: str) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            name=choice.name,
            default_checked=choice.is_on & choice.is_there,
            disabled=~choice.is_there,
            class_name=RADIO,
        ),
        rx.el.span(
            rx.el.span(title, class_name="block font-semibold"),
            rx.el.span(choice.note, class_name="block text-note text-muted"),
            class_name="min-w-0",
        ),
        class_name=CHOICE,
    )


def _day(days: str, chosen: Any) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name="days",
            value=days,
            default_checked=chosen == days,
            class_name=RADIO,
        ),
        t("1 day") if days == "1" else t("{days} days", days=days),
        class_name=CHOICE,
    )
