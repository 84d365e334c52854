"""The balloon at the end of a loan: how much, by when, and what can be done about it."""

import reflex as rx

from finance_portal.pages.balloon import components as parts
from finance_portal.pages.balloon.state import BalloonState
from finance_portal.ui import routes
from finance_portal.ui.feedback import no_contract, wide_over_two_waiting
from finance_portal.ui.frame import FrameState
from finance_portal.ui.shell import shell
from finance_portal.ui.words import t

VIEW = BalloonState.view


def balloon() -> rx.Component:
    return shell(
        routes.BALLOON,
        t("Your balloon payment"),
        rx.cond(BalloonState.found, _contract(), no_contract()),
        about=FrameState.about,
        loaded=BalloonState.loaded,
        skeleton=wide_over_two_waiting(class_name=parts.GRID),
    )


def _contract() -> rx.Component:
    return rx.cond(
        BalloonState.has_balloon,
        rx.el.div(
            parts.head_card(VIEW),
            parts.notices(VIEW),
            parts.ways_card(VIEW, BalloonState.plan),
            parts.amount_card(VIEW, FrameState.query),
            class_name=parts.GRID,
        ),
        parts.no_balloon(FrameState.query),
    )
