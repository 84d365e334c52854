"""The card of the next payment: how much, when, why, and the ways on."""

import reflex as rx

from finance_portal.pages.overview.views import ComingView, Due
from finance_portal.ui.controls import STANDS_ALONE, action_link, text_link
from finance_portal.ui.money import amount
from finance_portal.ui.surfaces import card, card_title, chip, lines, tile
from finance_portal.ui.words import t
from finance_portal.ui.working import working

SIDE = "lg:col-span-5"


def due_card(due: Due) -> rx.Component:
    """Draw what is to be paid next, why, and the way there."""
    return card(
        card_title(due.title, rx.cond(due.chip, chip(due.chip, due.tone))),
        rx.el.div(amount(due.amount), class_name="mt-1"),
        rx.el.p(due.when, class_name="text-body text-muted"),
        rx.cond(due.lines, rx.el.div(lines(due.lines), class_name="mt-4")),
        rx.cond(due.working, working(due.working, due.title, class_name="mt-1")),
        notes(due.notes, class_name="mt-3"),
        rx.cond(due.coming, _coming(due.coming)),
        rx.cond(due.promised, _promised(due)),
        rx.cond(due.help_href, _help(due)),
        rx.cond(due.action, _ways_to_pay(due), rx.fragment()),
        class_name=[
            f"rise-in flex flex-col {SIDE}",
            rx.cond(due.tone == "danger", "max-lg:order-first", ""),
        ],
    )


def notes(notes: list[str], class_name: str = "") -> rx.Component:
    """Draw sentences, one below the other."""
    return rx.el.div(
        rx.foreach(notes, lambda note: rx.el.p(note, class_name="text-note text-muted")),
        class_name=f"grid gap-1.5 {class_name}",
    )


def _ways_to_pay(due: Due) -> rx.Component:
    return rx.el.div(
        rx.cond(
            due.is_covered,
            action_link(t("Pay something more"), href=due.other_href, look="quiet"),
            rx.fragment(
                action_link(due.action, href=due.href),
                rx.cond(
                    due.other_href,
                    action_link(t("Other amount"), href=due.other_href, look="quiet"),
                ),
            ),
        ),
        class_name="mt-auto grid grid-cols-[repeat(auto-fit,minmax(8.25rem,1fr))] gap-2 pt-5",
    )


def _promised(due: Due) -> rx.Component:
    return rx.el.div(
        tile(rx.icon("calendar-check", size=18)),
        rx.el.p(due.promised, class_name="min-w-0 grow font-medium"),
        class_name="mt-3 flex items-center gap-3",
    )


def _help(due: Due) -> rx.Component:
    """Lead to help: where something is past due, as plainly as to paying it."""
    return rx.cond(
        due.tone == "danger",
        action_link(due.help_words, href=due.help_href, look="quiet", class_name="mt-4"),
        text_link(due.help_words, href=due.help_href, class_name=f"{STANDS_ALONE} mt-2 text-body"),
    )


def _coming(coming: list[ComingView]) -> rx.Component:
    return rx.el.ul(
        rx.foreach(coming, _comes),
        class_name="mt-3 grid gap-2",
    )


def _comes(each: ComingView) -> rx.Component:
    return rx.el.li(
        tile(
            rx.cond(each.is_autopay, rx.icon("repeat", size=18), rx.icon("calendar-clock", size=18))
        ),
        rx.el.p(each.words, class_name="min-w-0 grow font-medium"),
        rx.el.a(
            rx.cond(each.is_autopay, t("Manage"), t("Change")),
            rx.el.span(": ", each.words, class_name="sr-only"),
            href=each.href,
            class_name=f"{STANDS_ALONE} shrink-0 font-semibold text-brand",
        ),
        class_name="flex items-center gap-3",
    )
