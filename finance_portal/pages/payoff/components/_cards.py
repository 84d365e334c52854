"""What stands beside the dial, or in its place."""

from typing import Any

import reflex as rx

from finance_portal.pages.payoff.components._dial import GRID, MAIN, SIDE
from finance_portal.pages.payoff.views import LetterView, Price, View
from finance_portal.ui import brand, routes
from finance_portal.ui.controls import LINK, STANDS_ALONE, Text, action_link, button
from finance_portal.ui.feedback import empty_state, skeleton, waiting
from finance_portal.ui.glyphs import glyph
from finance_portal.ui.money import amount
from finance_portal.ui.surfaces import Fact, card, card_title, chip, lines
from finance_portal.ui.words import t
from finance_portal.ui.working import working


def outcomes_card(outcomes: list[Fact]) -> rx.Component:
    """Draw what happens if it is paid early, late, short or over."""
    return card(
        card_title(t("Good to know")),
        rx.el.dl(rx.foreach(outcomes, _stacked), class_name="mt-4 grid gap-4"),
        class_name=SIDE,
    )


def letters_card(letters: list[LetterView], title: str = "") -> rx.Component:
    """Draw the letters that were made out, and whether they still hold."""
    return card(
        card_title(title or t("Your payoff letters")),
        rx.el.ul(rx.foreach(letters, _letter), class_name="mt-2 divide-y divide-line"),
        class_name="mt-4 lg:col-span-12 lg:mt-0",
    )


def prices_card(view: View, query: Text, *, made: rx.Component, make: Any) -> rx.Component:
    """Draw what a leased vehicle costs to buy, each price under its own name."""
    return rx.fragment(
        made,
        rx.el.div(
            rx.foreach(view.prices, lambda price: _price(price, make)),
            class_name="grid items-start gap-4 lg:grid-cols-3",
        ),
        card(
            rx.el.p(
                t(
                    "Three figures, three questions: none of them is a loan payoff, "
                    "because a lease bears no interest. The prices are before tax. The tax "
                    "of the contract is added when you buy the vehicle, here or at the end "
                    "of your lease."
                )
            ),
            action_link(
                t("See the ways to end your lease"),
                href=f"{routes.LEASE_END}{query}",
                look="quiet",
                class_name="mt-3",
            ),
            class_name="mt-4",
        ),
        rx.cond(view.letters, letters_card(view.letters, t("Your buyout letters"))),
    )


def held(view: View) -> rx.Component:
    """Say why no amount is shown here, and whom to ask (R10.4)."""
    return empty_state(
        rx.icon("phone", size=32),
        view.title,
        view.contact,
        action_link(t("Call us"), href=brand.telephone(), look="quiet"),
    )


def nothing_left(query: Text) -> rx.Component:
    """Say that nothing is left to pay off."""
    return empty_state(
        glyph("good", class_name="size-8"),
        t("Nothing left to pay off"),
        t("This contract is paid off."),
        action_link(t("What happens after it"), href=f"{routes.AFTER_PAYOFF}{query}", look="quiet"),
    )


def placeholder() -> rx.Component:
    """Hold the place of the page while it loads."""
    return waiting(
        skeleton(f"h-[26rem] {MAIN}"), skeleton(f"h-[22rem] {SIDE}"), class_name=f"mt-9 {GRID}"
    )


def _letter(letter: LetterView) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(letter.title, class_name="font-medium"),
            rx.el.p(letter.note, class_name="text-note text-muted"),
            rx.el.a(
                t("Open the letter (PDF)"),
                href=letter.href,
                target="_blank",
                class_name=f"{LINK} {STANDS_ALONE} text-note",
            ),
            class_name="min-w-0 grow",
        ),
        rx.el.p(letter.amount, class_name="shrink-0 font-semibold"),
        chip(letter.status, letter.tone),
        class_name="flex flex-wrap items-start gap-3 py-3",
    )


def _price(price: Price, make: Any) -> rx.Component:
    return card(
        card_title(price.label),
        rx.el.div(amount(price.amount, "due"), class_name="mt-1"),
        rx.el.p(price.note, class_name="mt-1 text-note text-muted"),
        rx.cond(price.lines, rx.el.div(lines(price.lines), class_name="mt-4")),
        rx.cond(price.working, working(price.working, price.label, class_name="mt-3")),
        rx.cond(
            price.which,
            rx.el.form(
                rx.el.input(type="hidden", name="which", value=price.which),
                button(
                    t("Put it in writing"),
                    rx.el.span(price.label, class_name="sr-only"),
                    look="quiet",
                    type="submit",
                ),
                on_submit=make,
                class_name="mt-4",
            ),
        ),
    )


def _stacked(fact: Fact) -> rx.Component:
    return rx.el.div(
        rx.el.dt(fact.label, class_name="text-note text-muted"),
        rx.el.dd(fact.value, class_name="font-medium"),
    )
