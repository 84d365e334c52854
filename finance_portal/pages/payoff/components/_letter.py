"""Letters: one for the borrower at a click, one for a dealer or an insurer with a signature."""

from typing import Any

import reflex as rx

from finance_portal.pages.payoff.components._dial import AT, DAY_OF_ADDRESS, MAIN, chosen
from finance_portal.pages.payoff.views import View
from finance_portal.ui import routes
from finance_portal.ui.controls import (
    CHOICE,
    FIELD,
    HELP,
    LINK,
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

SUMMARY = "w-fit cursor-pointer py-2 text-body font-semibold text-brand"
BACK = f"%2Fpayoff%3F{DAY_OF_ADDRESS}%3D"


def letter_card(
    view: View, *, news_id: str, ready: Text, errors: Any, make: Any, others: rx.Component
) -> rx.Component:
    """Offer a letter that is good through the chosen day, and say when it is ready."""
    day = chosen(view.days)
    return card(
        card_title(t("A payoff letter")),
        rx.el.p(
            t(
                "A PDF with the amount, its parts and where to send it. We keep to it "
                "through its day."
            ),
            class_name="mt-1 text-body text-muted",
        ),
        news(news_id, ready, errors["form"]),
        rx.cond(
            day.has_letter,
            rx.fragment(
                rx.el.form(
                    rx.el.input(type="hidden", name="good_through", value=day.on),
                    button(
                        t("Make a letter good through {day}", day=day.short),
                        look="quiet",
                        type="submit",
                    ),
                    on_submit=make,
                    class_name="mt-4",
                ),
                others,
            ),
            rx.el.p(view.letter_until, class_name=f"mt-4 {HELP}"),
        ),
        class_name=MAIN,
    )


def letter_for_others(
    view: View, *, is_fresh: Any, account: Any, errors: Any, make: Any
) -> rx.Component:
    """Offer a letter to somebody else: after the step-up, with a tick and a typed name."""
    return rx.el.details(
        rx.el.summary(t("For a dealer or an insurer"), class_name=SUMMARY),
        rx.cond(
            is_fresh,
            _form(view, errors, make),
            rx.el.div(
                rx.el.p(
                    t(
                        "Your account's figures leave your hands with it. Please confirm first "
                        "that it is you."
                    ),
                    class_name=HELP,
                ),
                action_link(
                    t("Confirm it is you"),
                    href=rx.Var.create(routes.of_confirm("payoff", BACK))
                    + AT.value.to_string()
                    + f"%26{routes.ACCOUNT}%3D"
                    + account,
                    look="quiet",
                    class_name="w-fit",
                ),
                class_name="grid gap-3 pb-2 pt-1",
            ),
        ),
        open=is_fresh,
        class_name="mt-4 border-t border-line pt-3",
    )


def _form(view: View, errors: Any, make: Any) -> rx.Component:
    day = chosen(view.days)
    return rx.el.form(
        rx.el.input(type="hidden", name="good_through", value=day.on),
        _whom(errors["audience"]),
        field(
            t("Their name"),
            rx.el.input(**described("recipient", errors["recipient"]), class_name=FIELD),
            name="recipient",
            error=errors["recipient"],
        ),
        tick(view.permission, errors["agreed"]),
        full_name(errors["name"]),
        button(
            t("Sign, and make it good through {day}", day=day.short),
            type="submit",
            class_name="justify-self-start",
        ),
        on_submit=make,
        class_name="grid max-w-md gap-4 pb-2 pt-2",
    )


def _whom(error: Text) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t("Who is it for?"), class_name="mb-2 text-body font-medium"),
        rx.el.div(
            *[
                rx.el.label(
                    rx.el.input(type="radio", name="audience", value=value, class_name=RADIO),
                    rx.el.span(words, class_name="font-semibold"),
                    class_name=CHOICE,
                )
                for value, words in (("dealer", t("A dealer")), ("insurer", t("An insurer")))
            ],
            class_name="grid grid-cols-2 gap-2",
        ),
        error_text(error, name="audience"),
    )


def news(news_id: str, ready: Text, error: Text) -> rx.Component:
    """Say that a letter is ready, or why there is none; it takes the focus then."""
    return rx.el.div(
        rx.cond(
            ready,
            notice(
                rx.el.p(
                    t("Your letter is ready."),
                    " ",
                    rx.el.a(t("Open it (PDF)"), href=ready, target="_blank", class_name=LINK),
                    " ",
                    t("Hand it on yourself: we send it to nobody."),
                ),
                tone="good",
                class_name="mt-4",
            ),
        ),
        rx.cond(error, notice(rx.el.p(error), tone="danger", class_name="mt-4")),
        id=news_id,
        role="status",
        tab_index=-1,
        class_name="outline-none",
    )
