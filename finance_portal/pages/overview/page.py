"""The overview: what is owed, what is due, where the last payment went."""

import reflex as rx

from finance_portal.pages.overview import components as parts
from finance_portal.pages.overview.due import due_card
from finance_portal.pages.overview.state import OverviewState
from finance_portal.ui import routes
from finance_portal.ui.feedback import empty_state
from finance_portal.ui.figure import chart_card
from finance_portal.ui.frame import FrameState
from finance_portal.ui.shell import shell
from finance_portal.ui.words import t

VIEW = OverviewState.view
SHARED = FrameState.shared != ""  # somebody else's contract


def overview() -> rx.Component:
    return shell(
        routes.OVERVIEW,
        FrameState.hello,
        rx.cond(OverviewState.found, _contract(), _no_contract()),
        about=FrameState.line,
        loaded=OverviewState.loaded,
        skeleton=parts.placeholder(),
    )


def _contract() -> rx.Component:
    return rx.fragment(
        parts.on_their_way(VIEW.pending),
        rx.el.div(
            parts.hero_card(VIEW.hero),
            due_card(VIEW.due),
            rx.cond(VIEW.balloon, parts.balloon_notice(VIEW.balloon, FrameState.query, SHARED)),
            rx.cond(VIEW.news, parts.news_card(VIEW.news)),
            rx.cond(VIEW.is_lease, _lease()),
            rx.cond(VIEW.has_chart, chart_card(VIEW.chart, class_name=parts.WIDE)),
            rx.cond(VIEW.has_payment, parts.applied_card(VIEW.applied, FrameState.query)),
            rx.cond(VIEW.is_open, parts.payoff_card(VIEW, FrameState.query, SHARED)),
            class_name=parts.GRID,
        ),
    )


def _lease() -> rx.Component:
    return rx.fragment(
        rx.cond(VIEW.has_figures, parts.figures_card(VIEW.figures, FrameState.query, SHARED)),
        rx.cond(VIEW.has_miles, parts.miles_card(VIEW.miles), parts.no_miles()),
    )


def _no_contract() -> rx.Component:
    return empty_state(
        rx.icon("file-search", size=32),
        t("No contract to show"),
        t("There is no such contract on this login. If you have just signed one, please call us."),
    )
