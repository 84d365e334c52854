"""The parts of the what-if page: the ways, the slider, what it comes to."""

from typing import Any

import reflex as rx

from finance_portal.pages.what_if.views import ROUND_TO, USUAL_ROUND, Row, Slider, View
from finance_portal.ui import routes
from finance_portal.ui.controls import CHOICE, LABEL, RADIO, Text, action_link, segmented
from finance_portal.ui.feedback import empty_state, skeleton, waiting
from finance_portal.ui.figure import LEGEND, drawing, series
from finance_portal.ui.glyphs import glyph
from finance_portal.ui.money import amount
from finance_portal.ui.surfaces import card, card_title
from finance_portal.ui.tables import cell, heading, table
from finance_portal.ui.words import t

GRID = "grid items-start gap-4 lg:grid-cols-12"
CHOICES = (
    ("monthly", t("A little more"), t("Something extra with every payment.")),
    ("once", t("Once"), t("One extra payment, today.")),
    ("round_up", t("Round up"), t("Every payment, to a round amount.")),
    ("two_weeks", t("Every two weeks"), t("Half a payment, 26 times a year.")),
)


def plan_card(
    view: View, *, choose_way: Any, choose_amount: Any, choose_round: Any
) -> rx.Component:
    """Ask how more would be paid, and how much."""
    return card(
        rx.el.fieldset(
            rx.el.legend(t("How would you pay more?"), class_name="mb-3 text-title font-semibold"),
            rx.el.div(
                *[_choice(*choice, chosen=view.way, choose=choose_way) for choice in CHOICES],
                class_name="grid grid-cols-2 gap-2 lg:grid-cols-1",
            ),
        ),
        rx.match(
            view.way,
            ("round_up", _round_to(choose_round)),
            ("two_weeks", rx.fragment()),
            _slider(view.slider, choose_amount),
        ),
        rx.el.div(
            rx.el.p(view.chosen, class_name="font-semibold"),
            rx.el.p(view.means, class_name="text-note text-muted"),
            class_name="mt-4 rounded-control bg-surface2 px-4 py-3",
        ),
        class_name="lg:col-span-5",
    )


def result_card(view: View, query: Text, is_shared: Any) -> rx.Component:
    """Draw the two figures that matter, the way there, and both in a table."""
    return rx.el.div(
        rx.el.section(
            rx.el.h2(t("Interest saved"), class_name="text-note opacity-85"),
            amount(view.saved, "hero"),
            rx.el.p(view.sooner, class_name="mt-1 text-title font-semibold"),
            rx.el.p(view.summary, role="status", class_name="sr-only"),
            class_name="hero rounded-hero p-6 lifted",
        ),
        card(
            card_title(t("Your balance")),
            rx.el.p(
                series(t("With the extra money"), "border-solid"),
                series(t("As agreed"), "border-dotted"),
                class_name=LEGEND,
            ),
            rx.el.figure(drawing(view.picture), _figures(view)),
        ),
        card(
            rx.foreach(view.notes, lambda note: rx.el.p(note, class_name="text-note text-muted")),
            rx.el.div(
                rx.cond(
                    is_shared,
                    rx.fragment(),
                    rx.cond(
                        view.way == "once",
                        action_link(
                            t("Pay extra now"),
                            href=f"{routes.PAY}{query}&{routes.CHOICE}=other",
                            class_name="grow",
                        ),
                        action_link(
                            t("Let autopay do it"),
                            href=f"{routes.AUTOPAY}{query}",
                            class_name="grow",
                        ),
                    ),
                ),
                action_link(t("Overview"), href=f"{routes.OVERVIEW}{query}", look="quiet"),
                class_name="mt-2 flex flex-wrap gap-2",
            ),
            class_name="grid gap-2",
        ),
        class_name="grid gap-4 lg:col-span-7",
    )


def no_interest(query: Text) -> rx.Component:
    """Say that a lease has nothing to save."""
    return empty_state(
        rx.icon("car", size=32),
        t("A lease has no interest to save"),
        t(
            "Your payments are the same whether you make them early or when they "
            "are due. Nothing is owed sooner or later for it."
        ),
        action_link(t("Overview"), href=f"{routes.OVERVIEW}{query}", look="quiet"),
    )


def nothing_left(query: Text) -> rx.Component:
    """Say that nothing is left to pay sooner."""
    return empty_state(
        glyph("good", class_name="size-8"),
        t("Nothing left to pay"),
        t("This contract is paid off, or what is left is already on its way."),
        action_link(t("See your payments"), href=f"{routes.HISTORY}{query}", look="quiet"),
    )


def placeholder() -> rx.Component:
    """Hold the place of the page while it loads."""
    return waiting(
        skeleton("h-[30rem] lg:col-span-5"),
        skeleton("h-[36rem] lg:col-span-7"),
        class_name=GRID,
    )


def _choice(way: str, title: str, note: str, *, chosen: Any, choose: Any) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name="way",
            value=way,
            default_checked=chosen == way,
            on_change=choose,
            class_name=RADIO,
        ),
        rx.el.span(
            rx.el.span(title, class_name="block font-semibold"),
            rx.el.span(note, class_name="block text-note text-muted max-sm:sr-only"),
            class_name="min-w-0",
        ),
        class_name=CHOICE,
    )


def _slider(shown: Slider, choose: Any) -> rx.Component:
    return rx.el.div(
        rx.el.label(shown.label, html_for="extra", class_name=LABEL),
        rx.el.input(
            id="extra",
            type="range",
            key=shown.name,
            min="0",
            max=shown.most,
            step=shown.step,
            default_value=shown.value,
            on_change=choose,
            class_name="h-11 w-full cursor-pointer accent-[var(--brand)]",
        ),
        rx.el.p(
            rx.el.span(shown.least_words),
            rx.el.span(shown.most_words),
            aria_hidden="true",
            class_name="flex justify-between text-chip text-muted",
        ),
        class_name="mt-6",
    )


def _round_to(choose: Any) -> rx.Component:
    return rx.el.div(
        rx.el.p(t("Round up to the next"), class_name=f"mb-2 {LABEL}"),
        segmented(
            t("Round up to the next"),
            "round",
            [(each, f"${each}") for each in ROUND_TO],
            chosen=USUAL_ROUND,
            on_change=choose,
        ),
        class_name="mt-6",
    )


def _figures(view: View) -> rx.Component:
    return rx.el.figcaption(
        _comparison(t("As agreed and with the extra money"), view.rows),
        rx.el.details(
            rx.el.summary(
                t("Year by year"),
                class_name="w-fit cursor-pointer py-1 text-note font-semibold text-brand",
            ),
            _comparison(t("The balance at the end of each year"), view.years),
        ),
        class_name="mt-4 grid gap-3",
    )


def _comparison(caption: str, rows: list[Row]) -> rx.Component:
    return table(
        caption,
        [
            heading(rx.el.span(t("What"), class_name="sr-only")),
            heading(t("As agreed"), is_number=True),
            heading(t("With extra"), is_number=True),
        ],
        rx.foreach(rows, _row),
    )


def _row(row: Row) -> rx.Component:
    return rx.el.tr(
        cell(row.label, quiet=True),
        cell(row.agreed, is_number=True),
        cell(row.extra, is_number=True, class_name="font-semibold"),
    )
