"""Scheduled payments: what waits for its day, to change or to cancel."""

import reflex as rx

from finance_portal.pages.scheduled import components as parts
from finance_portal.pages.scheduled.state import NEWS, ScheduledState
from finance_portal.pages.scheduled.views import WaitingView
from finance_portal.ui import routes
from finance_portal.ui.feedback import no_contract
from finance_portal.ui.frame import FrameState
from finance_portal.ui.shell import shell
from finance_portal.ui.words import t

VIEW = ScheduledState.view


def scheduled() -> rx.Component:
    return shell(
        routes.SCHEDULED,
        t("Scheduled payments"),
        rx.cond(ScheduledState.found, _contract(), no_contract()),
        about=FrameState.about,
        loaded=ScheduledState.loaded,
        skeleton=parts.placeholder(),
    )


def _contract() -> rx.Component:
    return rx.fragment(
        parts.news(NEWS, ScheduledState.said, ScheduledState.error, VIEW.just_set),
        rx.cond(VIEW.waiting, _waiting(), parts.nothing_waits(FrameState.query)),
        rx.cond(VIEW.past, parts.past_card(VIEW.past)),
    )


def _waiting() -> rx.Component:
    return rx.fragment(
        parts.head(FrameState.query),
        rx.el.div(
            rx.foreach(VIEW.waiting, _one),
            class_name=parts.GRID,
        ),
    )


def _one(each: WaitingView) -> rx.Component:
    return parts.waiting_card(
        each, ask=ScheduledState.ask_cancel, cancel=ScheduledState.cancel_payment
    )
