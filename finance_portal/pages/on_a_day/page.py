"""The account on another day: where it stood, and what was corrected since."""

import reflex as rx

from finance_portal.pages.on_a_day import components as parts
from finance_portal.pages.on_a_day.state import OnADayState
from finance_portal.ui import routes
from finance_portal.ui.feedback import no_contract
from finance_portal.ui.frame import FrameState
from finance_portal.ui.shell import shell
from finance_portal.ui.words import t

VIEW = OnADayState.view


def on_a_day() -> rx.Component:
    return shell(
        routes.ON_A_DAY,
        t("On another day"),
        rx.cond(OnADayState.found, _contract(), no_contract()),
        about=FrameState.about,
        loaded=OnADayState.loaded,
        skeleton=parts.placeholder(),
    )


def _contract() -> rx.Component:
    return rx.el.div(
        parts.day_card(VIEW, OnADayState.error, OnADayState.show),
        parts.figures_card(VIEW),
        class_name=parts.GRID,
    )
