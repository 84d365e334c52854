"""Who has access or is invited, what can be changed, and one more invitation."""

from typing import Any

import reflex as rx

from finance_portal.pages.delegates.components._form import (
    FORM,
    LIST,
    confirm_first,
    of_whom,
    presets,
    text_of,
    until,
)
from finance_portal.pages.delegates.views import Person, View
from finance_portal.ui import routes
from finance_portal.ui.controls import (
    HELP,
    STANDS_ALONE,
    button,
    text_link,
)
from finance_portal.ui.surfaces import card, card_title, chip, tile
from finance_portal.ui.words import t

NEVER = t(
    "Nobody whom you invite can change your autopay, your accounts, your contacts or your "
    "contract, sign anything, or see your accounts and cards."
)


def people_card(view: View, errors: Any, **on: Any) -> rx.Component:
    """Draw everybody who has access or is invited."""
    return card(
        card_title(t("Who has access")),
        rx.cond(
            view.people,
            rx.el.ul(
                rx.foreach(view.people, lambda each: _person(each, view, errors, on)),
                class_name=LIST,
            ),
            rx.el.p(
                t("Nobody but those whom the contract binds."),
                class_name="mt-2 text-body text-muted",
            ),
        ),
        rx.cond(view.earlier, _earlier(view.earlier)),
        rx.el.p(
            text_link(
                t("See every look that was taken"), href=routes.ACCESS_LOG, class_name=STANDS_ALONE
            ),
            class_name="mt-3",
        ),
    )


def invite_card(
    view: View, typed: Any, errors: Any, *, is_fresh: Any, account: Any, invite: Any
) -> rx.Component:
    """Draw the form of an invitation; before it, the way to the step-up."""
    return card(
        card_title(t("Let somebody in")),
        rx.el.p(
            t(
                "Never give anybody your password. Invite them instead: they sign in with their "
                "own, see only this contract, and you can end it at any time."
            ),
            class_name="mt-1 text-body text-muted",
        ),
        rx.cond(
            is_fresh,
            rx.el.form(
                text_of("name", t("Their name"), errors["name"], typed["name"], "off"),
                text_of("email", t("Their e-mail address"), errors["email"], typed["email"], "off"),
                presets("family"),
                until("through_on", view.usual_day, view, errors["through_on"]),
                rx.el.p(NEVER, class_name=HELP),
                button(t("Send the invitation"), type="submit", size="large"),
                no_validate=True,
                on_submit=invite,
                class_name=FORM,
            ),
            confirm_first(account, class_name="mt-4"),
        ),
    )


def _person(each: Person, view: View, errors: Any, on: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            tile(rx.icon("user", size=18)),
            rx.el.div(
                rx.el.p(each.name, class_name="font-medium"),
                rx.el.p(each.email, class_name="break-words text-note text-muted"),
                class_name="min-w-0 grow",
            ),
            chip(each.status, each.tone),
            class_name="flex flex-wrap items-center gap-3",
        ),
        rx.el.p(each.rights, ". ", each.until, ".", class_name="mt-2 text-body"),
        rx.el.p(each.since, class_name="text-note text-muted"),
        rx.cond(each.is_asked, _asking(each, on), _actions(each, on)),
        rx.cond(each.is_changing, _change_form(each, view, errors, on)),
        class_name="py-4",
    )


def _actions(each: Person, on: Any) -> rx.Component:
    return rx.el.div(
        button(
            t("Change"),
            of_whom(each.name),
            look="quiet",
            size="compact",
            aria_expanded=rx.cond(each.is_changing, "true", "false"),
            on_click=on["begin_change"](each.ref),
        ),
        button(
            t("End access"),
            of_whom(each.name),
            look="quiet",
            size="compact",
            on_click=on["ask_end"](each.ref),
        ),
        class_name="mt-3 flex flex-wrap gap-2",
    )


def _asking(each: Person, on: Any) -> rx.Component:
    return rx.el.div(
        rx.el.p(
            t("End it now? They are shown nothing more from this second on."),
            class_name="text-body font-medium",
        ),
        rx.el.div(
            button(t("Yes, end it"), on_click=on["revoke"](each.ref), auto_focus=True),
            button(t("Keep it"), look="quiet", on_click=on["ask_end"]("")),
            class_name="mt-3 flex flex-wrap gap-2",
        ),
        role="group",
        aria_label=t("End it now?"),
        class_name="mt-3 border-t border-line pt-3",
    )


def _change_form(each: Person, view: View, errors: Any, on: Any) -> rx.Component:
    return rx.cond(
        on["is_fresh"],
        rx.el.form(
            presets(each.preset, prefix="change-"),
            until("through_on", each.through_on, view, errors["through_on"], prefix="change-"),
            button(t("Save"), type="submit"),
            no_validate=True,
            on_submit=on["save"],
            class_name=FORM,
        ),
        confirm_first(on["account"], class_name="mt-3"),
    )


def _earlier(people: Any) -> rx.Component:
    return rx.el.details(
        rx.el.summary(
            t("Earlier"), class_name="w-fit cursor-pointer py-2 text-body font-semibold text-brand"
        ),
        rx.el.ul(
            rx.foreach(
                people,
                lambda each: rx.el.li(
                    rx.el.p(each.name, " ", each.email, class_name="break-words font-medium"),
                    rx.el.p(each.rights, ". ", each.since, class_name="text-note text-muted"),
                    class_name="py-3",
                ),
            ),
            class_name="divide-y divide-line",
        ),
        class_name="mt-2 border-t border-line pt-2",
    )
