"""The parts of the page on which somebody reports what they did not authorize."""

from typing import Any

import reflex as rx

from finance_portal.pages.report.views import SIGN_IN, CaseView, Item, View
from finance_portal.ui import brand, routes
from finance_portal.ui.auth_fields import text_field
from finance_portal.ui.auth_form import auth_form, submit
from finance_portal.ui.controls import (
    CHOICE,
    FIELD,
    HELP,
    LABEL,
    RADIO,
    action_link,
    button,
    described,
    error_text,
    field,
)
from finance_portal.ui.feedback import skeleton, waiting
from finance_portal.ui.surfaces import Fact, card, card_title
from finance_portal.ui.words import t

GRID = "grid items-start gap-4 lg:grid-cols-12"
MAIN = "min-w-0 lg:col-span-7"
SIDE = "min-w-0 lg:col-span-5"
WIDE = "min-w-0 lg:col-span-12"
BULLETS = "mt-3 grid list-disc gap-2 pl-5 text-body"
CONFIRM = routes.of_confirm("methods", routes.REPORT)


def form(view: View, *, errors: Any, report: Any) -> rx.Component:
    """Ask what it is about."""
    return card(
        card_title(t("What was not you?")),
        rx.el.p(
            t("What you tick is stopped at once. Nobody asks you to prove anything first."),
            class_name="mt-2 text-body text-muted",
        ),
        rx.el.form(
            rx.cond(view.payments, _items(t("A payment"), view.payments)),
            rx.cond(
                view.methods, _items(t("An account or card, or autopay from it"), view.methods)
            ),
            _items_of(
                t("Something else"),
                _tick(
                    SIGN_IN,
                    t("A change of my profile or my sign-in"),
                    t("A contact, a password, a passkey, a sign-in that was not yours."),
                ),
            ),
            error_text(errors["items"], name="items"),
            field(
                t("What do you know about it? (you may leave it empty)"),
                rx.el.textarea(
                    **described("details", errors["details"]),
                    rows=3,
                    max_length=2_000,
                    class_name=FIELD,
                ),
                name="details",
                error=errors["details"],
            ),
            button(t("Report it and stop it now"), type="submit", size="large"),
            on_submit=report,
            class_name="mt-5 grid gap-5",
        ),
        class_name=MAIN,
    )


def what_happens() -> rx.Component:
    """Say what a report does, before it is made."""
    return card(
        card_title(t("What happens then")),
        rx.el.ul(
            rx.el.li(t("The account or card is frozen: nobody can debit it here.")),
            rx.el.li(t("Autopay from it is paused. Scheduled payments from it are canceled.")),
            rx.el.li(t("There is no late charge while your case is open.")),
            rx.el.li(t("A person tells you what we found: in ten banking days.")),
            rx.el.li(t("Tell your bank too: it can take a debit back.")),
            class_name=BULLETS,
        ),
        brand.call_us(t("A payment is missing here, or it is urgent? Call us:")),
        class_name=SIDE,
    )


def case(view: CaseView, *, title_id: str, is_fresh: Any, take_back: Any) -> rx.Component:
    """Draw the open case: its number, what is stopped, what happens when, what else one can do."""
    return rx.fragment(
        card(
            card_title(t("Your case is open"), id=title_id),
            rx.el.p(
                t("Case number"),
                " ",
                rx.el.span(view.ref, class_name="select-all font-semibold text-ink"),
                class_name="mt-1 break-all text-body text-muted",
            ),
            _list(t("What is stopped"), view.stopped),
            _list(t("What you reported"), view.payments),
            rx.el.h3(t("What happens when"), class_name="mt-5 text-body font-semibold"),
            rx.el.dl(rx.foreach(view.clock, _mark), class_name="mt-2 grid gap-3 text-body"),
            class_name=MAIN,
        ),
        rx.el.div(
            _freezing(view), _taking_back(is_fresh, take_back), class_name=f"grid gap-4 {SIDE}"
        ),
    )


def placeholder() -> rx.Component:
    """Hold the place of the page while it loads."""
    return waiting(skeleton(f"h-[32rem] {MAIN}"), skeleton(f"h-64 {SIDE}"), class_name=GRID)


def _items(legend: Any, items: Any) -> rx.Component:
    return _items_of(legend, rx.foreach(items, _item))


def _items_of(legend: Any, *items: rx.Component) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(legend, class_name="mb-2 text-body font-semibold"),
        rx.el.div(*items, class_name="grid gap-2"),
    )


def _item(each: Item) -> rx.Component:
    return _tick(each.name, each.title, each.detail, is_chosen=each.is_chosen)


def _tick(name: Any, title: Any, detail: Any, *, is_chosen: Any = False) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="checkbox", name=name, default_checked=is_chosen, class_name=RADIO),
        rx.el.span(
            rx.el.span(title, class_name=LABEL),
            rx.el.span(detail, class_name=HELP),
            class_name="min-w-0",
        ),
        class_name=CHOICE,
    )


def _list(title: Any, items: Any) -> rx.Component:
    return rx.cond(
        items,
        rx.fragment(
            rx.el.h3(title, class_name="mt-5 text-body font-semibold"),
            rx.el.ul(rx.foreach(items, rx.el.li), class_name=BULLETS),
        ),
    )


def _mark(each: Fact) -> rx.Component:
    return rx.el.div(rx.el.dt(each.label, class_name="text-note text-muted"), rx.el.dd(each.value))


def _freezing(view: CaseView) -> rx.Component:
    return card(
        card_title(t("Was somebody in your account?")),
        rx.el.p(
            t(
                "Freeze your sign-in as well: everybody is signed out, and what was added or set up"
                " since that day is stopped. You get back in with what stands in your contract."
            ),
            class_name="mt-2 text-body text-muted",
        ),
        auth_form(
            text_field(t("Since which day?"), name="since", type="date", default_value=view.today),
            submit(t("Freeze my sign-in"), busy=t("Freezing…"), look="quiet"),
            action=routes.REPORT_FREEZE_FORM,
            class_name="mt-4",
        ),
    )


def _taking_back(is_fresh: Any, take_back: Any) -> rx.Component:
    return card(
        card_title(t("It was you after all?")),
        rx.el.p(
            t("Then take the report back. Autopay stays paused until you resume it."),
            class_name="mt-2 text-body text-muted",
        ),
        rx.cond(
            is_fresh,
            button(t("Take the report back"), look="quiet", on_click=take_back, class_name="mt-4"),
            action_link(
                t("Confirm it is you, then take it back"),
                href=CONFIRM,
                look="quiet",
                class_name="mt-4",
            ),
        ),
    )
