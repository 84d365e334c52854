"""Miles: the pace line, the reading of today, and miles to buy."""

from typing import Any

import reflex as rx

from finance_portal.pages.lease_end.components._end import SUMMARY
from finance_portal.pages.lease_end.views import MilesView
from finance_portal.ui.controls import FIELD, button, described, field
from finance_portal.ui.feedback import notice
from finance_portal.ui.figure import LEGEND, drawing, series
from finance_portal.ui.surfaces import Fact, card, card_title, facts, lines
from finance_portal.ui.tables import cell, heading, table
from finance_portal.ui.words import t
from finance_portal.ui.working import working


def miles_card(miles: MilesView, *, errors: Any, read: Any, buy: Any, is_back: Any) -> rx.Component:
    """Draw where the miles lead, and take what the odometer shows."""
    return card(
        card_title(t("Miles")),
        rx.cond(miles.is_known, _pace(miles), rx.fragment()),
        notice(rx.el.p(miles.note), class_name="mt-4"),
        rx.cond(miles.working, working(miles.working, t("Miles"), class_name="mt-3")),
        rx.cond(is_back, rx.fragment(), _forms(miles, errors, read, buy)),
    )


def _pace(miles: MilesView) -> rx.Component:
    return rx.fragment(
        facts(miles.facts, class_name="mt-3 grid grid-cols-2 gap-4 sm:grid-cols-3"),
        rx.el.p(
            series(t("Driven"), "border-solid"),
            series(t("At this pace"), "border-dotted"),
            rx.el.span(t("Shaded: allowed")),
            class_name=f"{LEGEND} mt-4",
        ),
        rx.el.figure(
            drawing(miles.picture),
            rx.el.figcaption(
                rx.el.details(
                    rx.el.summary(t("Show the figures"), class_name=SUMMARY),
                    table(
                        t("What the odometer showed, and where it leads"),
                        [heading(t("Day")), heading(t("Miles"), is_number=True)],
                        rx.foreach(miles.rows, _row),
                    ),
                ),
                class_name="mt-2",
            ),
        ),
    )


def _forms(miles: MilesView, errors: Any, read: Any, buy: Any) -> rx.Component:
    return rx.el.div(
        rx.el.form(
            field(
                t("What does the odometer show today?"),
                rx.el.input(
                    **described("odometer", errors["odometer"], hint=True),
                    input_mode="numeric",
                    auto_complete="off",
                    max_length=7,
                    class_name=FIELD,
                ),
                name="odometer",
                hint=t("Whole miles, not below {miles}.", miles=miles.last),
                error=errors["odometer"],
            ),
            button(t("Keep this reading"), type="submit", look="quiet", class_name="w-fit"),
            on_submit=read,
            reset_on_submit=True,
            class_name="grid gap-3",
        ),
        rx.cond(miles.offer, _offer(miles, errors, buy), rx.fragment()),
        class_name="mt-5 grid items-start gap-x-10 gap-y-4 border-t border-line pt-4",
    )


def _offer(miles: MilesView, errors: Any, buy: Any) -> rx.Component:
    return rx.el.div(
        rx.el.h3(t("Miles now or later"), class_name="font-semibold"),
        rx.el.p(miles.offer, class_name="mt-1 text-note text-muted"),
        rx.el.div(lines(miles.offer_lines), class_name="mt-3"),
        rx.cond(miles.sells, _buy(miles, errors, buy), rx.fragment()),
    )


def _buy(miles: MilesView, errors: Any, buy: Any) -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("Buy miles"), class_name=SUMMARY),
        rx.el.form(
            field(
                t("How many miles?"),
                rx.el.input(
                    **described("miles", errors["miles"], hint=True),
                    key=miles.suggested,
                    default_value=miles.suggested,
                    input_mode="numeric",
                    auto_complete="off",
                    max_length=7,
                    class_name=FIELD,
                ),
                name="miles",
                hint=t("The price is charged to your contract today; no payment is made by this."),
                error=errors["miles"],
            ),
            button(t("Buy these miles"), type="submit", look="quiet", class_name="w-fit"),
            on_submit=buy,
            class_name="grid gap-3 pb-3 pt-1",
        ),
        class_name="mt-3",
    )


def _row(row: Fact) -> rx.Component:
    return rx.el.tr(cell(row.label, quiet=True), cell(row.value, is_number=True))
