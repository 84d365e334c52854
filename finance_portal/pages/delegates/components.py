"""The parts of the page: who has access, one more invitation, links to a quote, what one has."""

from typing import Any

import reflex as rx

from finance_portal.pages.delegates.views import Person, QuoteRow, Shared, View
from finance_portal.ui import routes
from finance_portal.ui.auth_fields import check_field, text_field
from finance_portal.ui.auth_form import auth_form, hidden, submit
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
    field,
    text_link,
)
from finance_portal.ui.feedback import notice, skeleton, waiting
from finance_portal.ui.surfaces import card, card_title, chip, tile
from finance_portal.ui.words import t

GRID = "grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-12"
MAIN = "grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4 lg:col-span-7"
SIDE = "grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4 lg:col-span-5"
LIST = "mt-2 divide-y divide-line"
FORM = "mt-5 grid max-w-lg gap-5"
BACK = "%2Fdelegates%3Faccount%3D"
PRESETS = (
    (
        "family",
        t("Family member who helps"),
        t("Sees the figures, and pays from their own account."),
    ),
    ("accountant", t("Accountant"), t("Sees the figures, the history and the documents.")),
    ("helper", t("Both"), t("Sees the figures and the documents, and pays.")),
    ("look", t("Only look"), t("Sees the figures and the history.")),
)
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
                _text("name", t("Their name"), errors["name"], typed["name"], "off"),
                _text("email", t("Their e-mail address"), errors["email"], typed["email"], "off"),
                _presets("family"),
                _until("through_on", view.usual_day, view, errors["through_on"]),
                rx.el.p(NEVER, class_name=HELP),
                button(t("Send the invitation"), type="submit", size="large"),
                no_validate=True,
                on_submit=invite,
                class_name=FORM,
            ),
            confirm_first(account, class_name="mt-4"),
        ),
    )


def confirm_first(account: Any, *, class_name: str = "") -> rx.Component:
    """Lead to the step-up, and back to this page."""
    return action_link(
        t("Confirm it is you"),
        href=rx.Var.create(routes.of_confirm("delegates", BACK)) + account,
        look="quiet",
        class_name=f"w-fit {class_name}",
    )


def quote_card(
    view: View, *, is_fresh: Any, account: Any, take_back: Any, done: Any
) -> rx.Component:
    """Draw the links to quotes, and the form for one more."""
    return card(
        card_title(t("A link to one quote")),
        rx.el.p(
            t(
                "For a dealer: what pays the contract off or buys the vehicle, for 1 to 10 days, "
                "without a sign-in. It shows nothing else, and you see who opened it."
            ),
            class_name="mt-1 text-body text-muted",
        ),
        rx.cond(
            view.quotes,
            rx.el.ul(
                rx.foreach(view.quotes, lambda each: _quote(each, take_back)), class_name=LIST
            ),
        ),
        rx.cond(
            is_fresh, _quote_form(view, account, done), confirm_first(account, class_name="mt-4")
        ),
        _quote_link(),
    )


def mine_card(mine: Any, *, accept: Any, give_up: Any) -> rx.Component:
    """Draw what others share with whoever is signed in."""
    return card(
        card_title(t("Shared with you")),
        rx.el.ul(rx.foreach(mine, lambda each: _mine(each, accept, give_up)), class_name=LIST),
    )


def news(news_id: str, said: Text, error: Text) -> rx.Component:
    """Say what was done, or why not; it takes the focus then."""
    return rx.el.div(
        rx.cond(said, notice(rx.el.p(said), tone="good", class_name="mb-4")),
        rx.cond(error, notice(rx.el.p(error), tone="danger", class_name="mb-4")),
        id=news_id,
        role="status",
        tab_index=-1,
        class_name="outline-none",
    )


def placeholder() -> rx.Component:
    """Hold the place of the page while it loads."""
    return waiting(skeleton("h-96 lg:col-span-7"), skeleton("h-64 lg:col-span-5"), class_name=GRID)


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
            _of(each.name),
            look="quiet",
            size="compact",
            aria_expanded=rx.cond(each.is_changing, "true", "false"),
            on_click=on["begin_change"](each.ref),
        ),
        button(
            t("End access"),
            _of(each.name),
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
            _presets(each.preset, prefix="change-"),
            _until("through_on", each.through_on, view, errors["through_on"], prefix="change-"),
            button(t("Save"), type="submit"),
            no_validate=True,
            on_submit=on["save"],
            class_name=FORM,
        ),
        confirm_first(on["account"], class_name="mt-3"),
    )


def _presets(chosen: Any, prefix: str = "") -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t("What may they do?"), class_name=f"{LABEL} mb-2"),
        rx.el.div(
            *[
                rx.el.label(
                    rx.el.input(
                        type="radio",
                        name="preset",
                        value=value,
                        default_checked=chosen == value,
                        class_name=RADIO,
                    ),
                    rx.el.span(
                        rx.el.span(title, class_name="block font-semibold"),
                        rx.el.span(words, class_name="block text-note text-muted"),
                        class_name="min-w-0",
                    ),
                    class_name=CHOICE,
                )
                for value, title, words in PRESETS
            ],
            class_name="grid gap-2 sm:grid-cols-2",
        ),
        custom_attrs={"data-form": f"{prefix}presets"},
    )


def _until(name: str, day: Text, view: View, error: Text, prefix: str = "") -> rx.Component:
    attributes = described(name, error)
    if prefix:
        attributes |= {"id": f"{prefix}{name}", "aria_describedby": f"{prefix}{name}-error"}
    return rx.el.div(
        rx.el.label(t("Through which day?"), html_for=f"{prefix}{name}", class_name=LABEL),
        rx.el.input(
            **attributes,
            type="date",
            min=view.first_day,
            max=view.last_day,
            default_value=day,
            class_name=FIELD,
        ),
        error_text(error, name=f"{prefix}{name}"),
        class_name="grid max-w-xs gap-1.5",
    )


def _text(name: str, label: Text, error: Text, value: Text, complete: str) -> rx.Component:
    return field(
        label,
        rx.el.input(
            **described(name, error),
            default_value=value,
            auto_complete=complete,
            max_length=254,
            type="email" if name == "email" else "text",
            class_name=FIELD,
        ),
        name=name,
        error=error,
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


def _quote(each: QuoteRow, take_back: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(each.title, class_name="font-medium"),
            rx.el.p(each.detail, class_name="text-note text-muted"),
            class_name="min-w-0 grow",
        ),
        rx.cond(
            each.is_open,
            button(
                t("Take it back"),
                _of(each.title),
                look="quiet",
                size="compact",
                on_click=take_back(each.ref),
                class_name="shrink-0",
            ),
            chip(each.status, "calm"),
        ),
        class_name="flex items-center gap-3 py-3",
    )


def _quote_form(view: View, account: Any, done: Any) -> rx.Component:
    return auth_form(
        hidden("account", account),
        text_field(t("Who is it for?"), name="recipient", max_length=120, auto_complete="off"),
        rx.el.div(
            rx.el.label(t("For how many days?"), html_for="days", class_name=LABEL),
            rx.el.select(
                rx.foreach(view.days, lambda days: rx.el.option(days, value=days)),
                id="days",
                name="days",
                class_name=FIELD,
            ),
            class_name="grid gap-1.5",
        ),
        check_field(
            t("I allow this quote to be shown to whoever has the link, and nothing else."),
            name="agreed",
        ),
        text_field(
            t("Your full name"),
            name="name",
            id="signed-name",
            max_length=120,
            auto_complete="name",
            hint=t("It is your signature."),
        ),
        submit(t("Make the link"), busy=t("Making it…")),
        action=routes.QUOTE_LINK_FORM,
        on_done=done,
        class_name="mt-4",
    )


def _quote_link() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("Copy it now and hand it on yourself. We send it to nobody."), class_name=HELP),
        rx.el.p(
            id="quote-link-address",
            class_name="select-all break-all rounded-control bg-surface2 p-3 text-body",
        ),
        id="quote-link",
        hidden=True,
        tab_index=-1,
        class_name="mt-4 grid gap-2 outline-none",
    )


def _mine(each: Shared, accept: Any, give_up: Any) -> rx.Component:
    return rx.el.li(
        rx.el.p(each.title, class_name="font-medium"),
        rx.el.p(each.detail, class_name="text-note text-muted"),
        rx.el.p(each.rights, class_name="mt-1 text-body"),
        rx.el.div(
            rx.cond(
                each.is_offered,
                button(t("Accept"), size="compact", on_click=accept(each.ref)),
                rx.fragment(
                    action_link(t("Open it"), href=each.href, size="compact"),
                    button(
                        t("Give it up"),
                        _of(each.title),
                        look="quiet",
                        size="compact",
                        on_click=give_up(each.ref),
                    ),
                ),
            ),
            class_name="mt-3 flex flex-wrap gap-2",
        ),
        class_name="py-4",
    )


def _of(name: Text) -> rx.Component:
    return rx.el.span(": ", name, class_name="sr-only")
