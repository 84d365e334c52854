"""What is signed: the words, a tick, a typed name."""

from typing import Any

import reflex as rx

from finance_portal.documents.lease_words import STATEMENTS
from finance_portal.pages.lease_end.views import ProposalView
from finance_portal.ui.controls import (
    CHOICE,
    FIELD,
    RADIO,
    Text,
    action_link,
    button,
    described,
    error_text,
    field,
)
from finance_portal.ui.feedback import notice
from finance_portal.ui.signature import full_name, tick
from finance_portal.ui.surfaces import card, card_title
from finance_portal.ui.words import t

CARD = "lg:col-span-7"
WORDS = "mt-4 grid gap-3 rounded-control bg-surface2 px-4 py-3 text-body"


def sign_card(
    shown: ProposalView, *, title_id: str, errors: Any, is_fresh: Any, sign: Any, leave: Any
) -> rx.Component:
    """Show what would be signed and what it costs, and take the signature."""
    return card(
        card_title(t("Read and sign: keep it longer"), id=title_id),
        rx.el.p(
            t(
                "It costs {total} in all, and the vehicle is due back {day}",
                total=shown.total,
                day=shown.runs_through,
            ),
        ),
        rx.el.ul(rx.foreach(shown.dues, rx.el.li), class_name="mt-2 grid gap-1 text-body"),
        notice(rx.el.p(shown.note), class_name="mt-3"),
        rx.cond(shown.waits, notice(rx.el.p(shown.waits), class_name="mt-3")),
        rx.el.div(rx.foreach(shown.words, rx.el.p), class_name=WORDS),
        rx.cond(
            is_fresh,
            rx.el.form(
                error_text(errors["form"], name="form"),
                tick(t("I have read this and agree to it."), errors["agreed"]),
                full_name(errors["name"]),
                _buttons(t("Sign and keep it longer"), leave),
                on_submit=sign,
                class_name="mt-5 grid gap-5",
            ),
            _confirm_first(shown.confirm, leave),
        ),
        class_name=CARD,
    )


def odometer_form(
    *, title_id: str, errors: Any, is_fresh: Any, confirm: Text, sign: Any, leave: Any
) -> rx.Component:
    """Take the odometer statement (49 CFR 580.7)."""
    return card(
        card_title(t("Odometer statement"), id=title_id),
        rx.el.p(
            t(
                "Federal law requires it. Not to state the mileage, or to state it "
                "falsely, may lead to fines or imprisonment."
            ),
            class_name="mt-2",
        ),
        rx.cond(
            is_fresh,
            rx.el.form(
                error_text(errors["form"], name="form"),
                field(
                    t("What the odometer shows"),
                    rx.el.input(
                        **described("odometer", errors["odometer"], hint=True),
                        input_mode="numeric",
                        auto_complete="off",
                        max_length=7,
                        class_name=FIELD,
                    ),
                    name="odometer",
                    hint=t("Whole miles, without tenths."),
                    error=errors["odometer"],
                ),
                rx.el.fieldset(
                    rx.el.legend(t("Which is true?"), class_name="mb-2 text-body font-medium"),
                    *[_statement(name, words) for name, words in STATEMENTS.items()],
                    error_text(errors["statement"], name="statement"),
                    class_name="grid gap-2",
                ),
                tick(t("What I state is true."), errors["agreed"]),
                full_name(errors["name"]),
                _buttons(t("Sign the statement"), leave),
                on_submit=sign,
                class_name="mt-5 grid gap-5",
            ),
            _confirm_first(confirm, leave),
        ),
        class_name=CARD,
    )


def _statement(name: str, words: str) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name="statement",
            value=name,
            default_checked=name == "actual",
            class_name=RADIO,
        ),
        rx.el.span(t(words)),
        class_name=CHOICE,
    )


def _buttons(words: str, leave: Any) -> rx.Component:
    return rx.el.div(
        button(words, type="submit", size="large"),
        button(t("Back"), look="quiet", size="large", on_click=leave),
        class_name="grid gap-2 sm:grid-cols-[1fr_auto]",
    )


def _confirm_first(confirm: Text, leave: Any) -> rx.Component:
    return rx.el.div(
        action_link(t("Confirm it is you, then sign"), href=confirm, size="large"),
        button(t("Back"), look="quiet", size="large", on_click=leave),
        class_name="mt-5 grid gap-2 sm:grid-cols-[1fr_auto]",
    )
