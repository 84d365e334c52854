"""Trouble paying? What helps, what it costs, and how to ask."""

import reflex as rx

from finance_portal.pages.hardship import components as parts
from finance_portal.pages.hardship.state import WAYS, HardshipState
from finance_portal.ui import routes
from finance_portal.ui.frame import FrameState
from finance_portal.ui.shell import shell
from finance_portal.ui.words import t

VIEW = HardshipState.view


def hardship() -> rx.Component:
    return shell(
        routes.HARDSHIP,
        t("Trouble paying?"),
        rx.cond(
            HardshipState.found,
            rx.cond(VIEW.is_possible, _contract(), parts.nothing(VIEW.refused)),
            parts.nothing(t("There is no such contract on this login.")),
        ),
        about=FrameState.about,
        loaded=HardshipState.loaded,
        skeleton=parts.placeholder(),
    )


def _contract() -> rx.Component:
    return rx.el.div(
        rx.cond(
            HardshipState.is_told,
            parts.ways_card(
                VIEW,
                title_id=WAYS,
                is_service=HardshipState.is_service,
                errors=HardshipState.errors,
                promise=HardshipState.promise,
                ask=HardshipState.ask,
                ask_service=HardshipState.ask_service,
                back=HardshipState.back,
            ),
            parts.situation_card(VIEW, errors=HardshipState.errors, tell=HardshipState.tell),
        ),
        parts.good_to_know(),
        class_name=parts.GRID,
    )
