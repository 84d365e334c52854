"""The parts of the autopay page: how it stands, the debits to come, the words and the signature."""

from typing import Any

import reflex as rx

from finance_portal.pages.autopay.views import DebitView, ProposalView, RunningView
from finance_portal.settings import settings
from finance_portal.ui import brand, routes
from finance_portal.ui.controls import (
    FIELD,
    HELP,
    LINK,
    STANDS_ALONE,
    Text,
    action_link,
    button,
    field,
)
from finance_portal.ui.feedback import empty_state, form_error, notice, skeleton, waiting
from finance_portal.ui.money import amount
from finance_portal.ui.signature import signature_form, words_to_sign
from finance_portal.ui.surfaces import Fact, card, card_title, chip
from finance_portal.ui.words import around, t
from finance_portal.ui.working import working

GRID = "grid items-start gap-4 lg:grid-cols-12"
MAIN = "lg:col-span-7"
SIDE = "lg:col-span-5"
SUMMARY = "w-fit cursor-pointer py-2 text-body font-semibold text-brand"


def running_card(
    running: RunningView,
    *,
    title_id: str,
    set_up: rx.Component,
    resume: Any,
    is_held: Any,
    **stops: Any,
) -> rx.Component:
    """Draw autopay that is on or paused, and every way to change or stop it.

    On a hold it can only be stopped.
    """
    return card(
        card_title(running.title, chip(running.chip, running.tone), id=title_id),
        rx.cond(
            running.amount,
            rx.fragment(
                rx.el.div(amount(running.amount), class_name="mt-1"),
                rx.cond(running.working, working(running.working, t("the next debit"))),
                rx.el.p(t("on {day}", day=running.when), class_name="text-body text-muted"),
            ),
        ),
        rx.cond(running.why, notice(rx.el.p(running.why), tone="warn", class_name="mt-3")),
        rx.el.dl(rx.foreach(running.facts, _fact), class_name="mt-5 grid gap-2.5"),
        rx.cond(
            running.is_mine,
            _actions(running, set_up=set_up, resume=resume, is_held=is_held, **stops),
            notice(
                rx.el.p(t("The other borrower has set it up. Only they can change it.")),
                class_name="mt-5",
            ),
        ),
        class_name=MAIN,
    )


def forecast_card(
    title: str, count: Text, debits: Any, *, skip: Any = None, unskip: Any = None, side: str = SIDE
) -> rx.Component:
    """Draw every debit of the next twelve months."""
    return card(
        card_title(title),
        rx.el.p(count, class_name="mt-0.5 text-note text-muted"),
        rx.el.ol(
            rx.foreach(debits, lambda each: _debit(each, skip, unskip)),
            class_name="mt-3 divide-y divide-line",
        ),
        class_name=side,
    )


def off_card(
    *, title_id: str, set_up: rx.Component, discount: Text, has_method: Any
) -> rx.Component:
    """Say what autopay is, neutrally, and how to set it up."""
    return card(
        card_title(t("Autopay is off"), chip(t("Off"), "calm"), id=title_id),
        rx.el.p(
            t(
                "It debits your bank account or debit card by itself, on days that you "
                "choose. You see every debit of the next twelve months before you "
                "sign, and you can skip, pause or cancel at any time."
            ),
            class_name="mt-2",
        ),
        rx.cond(discount, notice(rx.el.p(discount), tone="good", class_name="mt-3")),
        rx.el.p(
            t("Paying by hand is just as good: your contract does not depend on autopay."),
            class_name="mt-3 text-note text-muted",
        ),
        rx.cond(
            has_method,
            rx.el.div(set_up, class_name="mt-5"),
            notice(
                rx.el.p(
                    *around(
                        "Add a bank account or a debit card first. {link}",
                        link=rx.el.a(
                            t("Your accounts and cards"), href=routes.METHODS, class_name=LINK
                        ),
                    ),
                ),
                class_name="mt-5",
            ),
        ),
        class_name=MAIN,
    )


def review_card(
    proposal: ProposalView, *, title_id: str, errors: Any, sign: Any, change: Any
) -> rx.Component:
    """Show the words, and take the signature: a tick and a typed name."""
    return card(
        rx.el.h2(
            t("Read and sign"),
            id=title_id,
            tab_index=-1,
            class_name="text-title font-semibold outline-none",
        ),
        rx.foreach(
            proposal.notes, lambda note: notice(rx.el.p(note), tone="warn", class_name="mt-3")
        ),
        words_to_sign(proposal.words),
        form_error(errors["method"]),
        signature_form(
            button(t("Back"), look="quiet", size="large", on_click=change),
            agrees=t("I have read this and authorize these debits."),
            action=proposal.action,
            errors=errors,
            sign=sign,
        ),
        class_name=MAIN,
    )


def closed() -> rx.Component:
    """Say that there is nothing to debit."""
    return empty_state(
        rx.icon("circle-check", size=32),
        t("Nothing left to debit"),
        t("All payments of this contract are made."),
        action_link(t("Overview"), href=routes.OVERVIEW, look="quiet"),
    )


def placeholder() -> rx.Component:
    """Hold the place of the page while it loads."""
    return waiting(skeleton(f"h-[28rem] {MAIN}"), skeleton(f"h-[28rem] {SIDE}"), class_name=GRID)


def _actions(
    running: RunningView, *, set_up: rx.Component, resume: Any, is_held: Any, **stops: Any
) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.cond(
                running.is_paused & ~running.must_sign & ~is_held,
                button(t("Resume"), on_click=resume),
            ),
            set_up,
            rx.el.a(
                t("Your signed copy (PDF)"),
                href=running.copy,
                target="_blank",
                class_name=f"{LINK} {STANDS_ALONE}",
            ),
            class_name="flex flex-wrap items-center gap-x-4 gap-y-2",
        ),
        rx.cond(running.is_paused, rx.fragment(), _pausing(stops["pause"])),
        _canceling(stops["cancel"]),
        class_name="mt-5 grid gap-1 border-t border-line pt-4",
    )


def _pausing(pause: Any) -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("Pause"), class_name=SUMMARY),
        rx.el.form(
            field(
                t("Until (leave it empty to resume it yourself)"),
                rx.el.input(id="until", name="until", type="date", class_name=FIELD),
                name="until",
                hint=t("Your payments stay due while it is paused: please pay them by hand."),
            ),
            button(t("Pause autopay"), type="submit", look="quiet", class_name="w-fit"),
            on_submit=pause,
            class_name="grid max-w-sm gap-3 pb-3 pt-1",
        ),
    )


def _canceling(cancel: Any) -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("Cancel autopay"), class_name=SUMMARY),
        rx.el.div(
            rx.el.p(
                t(
                    "It ends at once. Nothing that is not on its way yet is debited. Your "
                    "payments stay due: please pay them by hand."
                ),
                class_name=HELP,
            ),
            button(t("Yes, cancel autopay"), look="quiet", class_name="w-fit", on_click=cancel),
            class_name="grid max-w-md gap-3 pb-3 pt-1",
        ),
    )


def _debit(debit: DebitView, skip: Any, unskip: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(
                debit.day,
                rx.cond(debit.chip, chip(debit.chip, debit.tone)),
                class_name="flex min-w-0 grow flex-wrap items-center gap-2 font-medium",
            ),
            rx.el.p(debit.amount, class_name="shrink-0 font-semibold"),
            _turn(debit, skip, unskip) if skip else rx.fragment(),
            class_name="flex items-center gap-3",
        ),
        rx.cond(debit.note, rx.el.p(debit.note, class_name="mt-0.5 text-note text-muted")),
        class_name="py-2.5",
    )


def _turn(debit: DebitView, skip: Any, unskip: Any) -> rx.Component:
    """Draw one button for both ways: it is still there, and has the focus, when it was used."""
    return rx.cond(
        debit.can_skip | debit.is_skipped,
        button(
            rx.cond(debit.is_skipped, t("Undo"), t("Skip")),
            rx.el.span(" ", t("the debit of {day}", day=debit.day), class_name="sr-only"),
            look="quiet",
            size="compact",
            class_name="shrink-0",
            on_click=rx.cond(debit.is_skipped, unskip(debit.on), skip(debit.on)),
        ),
    )


def _fact(fact: Fact) -> rx.Component:
    return rx.el.div(
        rx.el.dt(fact.label, class_name="shrink-0 text-muted"),
        rx.el.dd(fact.value, class_name="text-right font-medium"),
        class_name="flex justify-between gap-6",
    )


def good_to_know() -> rx.Component:
    """Draw what holds for everybody, and whom to call."""
    return card(
        card_title(t("Good to know")),
        rx.el.ul(
            *[rx.el.li(words) for words in GOOD_TO_KNOW],
            rx.el.li(
                *around(
                    "Questions, or to stop it by telephone: {phone}",
                    phone=rx.el.a(
                        settings.brand.support_phone,
                        href=brand.telephone(),
                        class_name=f"{LINK} whitespace-nowrap",
                    ),
                ),
            ),
            class_name="mt-3 grid gap-2.5 text-body",
        ),
        class_name=SIDE,
    )


GOOD_TO_KNOW = (
    t("If a debit is more than the one before, we write to you 10 days ahead, or take no more."),
    t("You can change, skip or cancel through the day before a debit."),
    t("Your bank stops a debit when you ask it 3 business days before."),
)
