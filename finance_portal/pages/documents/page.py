"""The documents: every paper of a contract, what is new among them, and coupons to print."""

import reflex as rx

from finance_portal.pages.documents import components as parts
from finance_portal.pages.documents.state import NEWS, DocumentsState
from finance_portal.ui import routes
from finance_portal.ui.controls import button
from finance_portal.ui.feedback import alert, notice
from finance_portal.ui.frame import FrameState
from finance_portal.ui.shell import shell
from finance_portal.ui.tables import pager
from finance_portal.ui.words import t

PAGE = DocumentsState.page


def documents() -> rx.Component:
    return shell(
        routes.DOCUMENTS,
        t("Documents"),
        rx.el.div(
            _said(),
            rx.cond(DocumentsState.is_empty, parts.nothing(), _list()),
            rx.cond(DocumentsState.can_pay, _coupons()),
            class_name="grid gap-4",
        ),
        about=FrameState.about,
        loaded=DocumentsState.loaded,
        skeleton=parts.placeholder(),
    )


def _said() -> rx.Component:
    return rx.el.div(
        alert(DocumentsState.error),
        rx.cond(DocumentsState.said, notice(rx.el.p(DocumentsState.said), tone="good")),
        id=NEWS,
        tab_index=-1,
        class_name="outline-none",
    )


def _list() -> rx.Component:
    return rx.fragment(
        parts.controls(
            kind=DocumentsState.kind,
            year=DocumentsState.year,
            years=DocumentsState.years,
            choose_kind=DocumentsState.choose_kind,
            choose_year=DocumentsState.choose_year,
            look_for=DocumentsState.look_for,
        ),
        rx.el.p(
            rx.el.span(PAGE.found, role="status"),
            ". ",
            DocumentsState.news,
            class_name="text-note text-muted",
        ),
        rx.cond(PAGE.is_empty, parts.none_of_these(), parts.listed(PAGE.rows)),
        rx.cond(PAGE.is_one_of_several, _pager()),
    )


def _pager() -> rx.Component:
    return pager(
        where=PAGE.where,
        has_previous=PAGE.has_previous,
        has_next=PAGE.has_next,
        previous=DocumentsState.turn_back,
        following=DocumentsState.turn_forward,
    )


def _coupons() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("Do you pay by check?"), class_name="text-title font-semibold text-ink"),
            rx.el.p(
                t(
                    "Print coupons for your next payments: each has a reference that finds "
                    "your contract."
                ),
                class_name="text-note text-muted",
            ),
            class_name="grid gap-1",
        ),
        button(t("Make payment coupons"), look="plain", on_click=DocumentsState.make_coupons),
        class_name="flex flex-wrap items-center justify-between gap-4",
    )
