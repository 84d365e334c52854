"""The history: every payment, and where each cent of it went."""

import reflex as rx

from finance_portal.pages.history import components as parts
from finance_portal.pages.history.state import HistoryState
from finance_portal.ui import routes
from finance_portal.ui.frame import FrameState
from finance_portal.ui.shell import shell
from finance_portal.ui.tables import pager
from finance_portal.ui.words import t

PAGE = HistoryState.page


def history() -> rx.Component:
    return shell(
        routes.HISTORY,
        t("History"),
        rx.cond(HistoryState.is_empty, parts.nothing(), _entries()),
        about=FrameState.about,
        loaded=HistoryState.loaded,
        skeleton=parts.placeholder(),
    )


def _entries() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            parts.controls(
                kind=HistoryState.kind,
                sort=HistoryState.sort,
                choose_kind=HistoryState.choose_kind,
                choose_sort=HistoryState.choose_sort,
            ),
            rx.el.p(HistoryState.summary, class_name="text-note text-muted"),
            parts.not_mine(FrameState.query),
            class_name="grid items-center gap-3 sm:flex sm:justify-between",
        ),
        rx.cond(PAGE.is_empty, parts.none_of_these(), _page()),
        class_name="grid gap-4",
    )


def _page() -> rx.Component:
    return rx.fragment(
        rx.cond(HistoryState.is_lease, parts.lease_table(PAGE.rows), parts.loan_table(PAGE.rows)),
        parts.cards(PAGE.rows, is_lease=HistoryState.is_lease),
        rx.cond(PAGE.is_one_of_several, _pager()),
    )


def _pager() -> rx.Component:
    return pager(
        where=PAGE.where,
        has_previous=PAGE.has_previous,
        has_next=PAGE.has_next,
        previous=HistoryState.turn_back,
        following=HistoryState.turn_forward,
    )
