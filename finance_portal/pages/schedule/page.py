"""The schedule: as signed and as to be expected, side by side, and the dates worth knowing."""

import reflex as rx

from finance_portal.pages.schedule import components as parts
from finance_portal.pages.schedule.state import ScheduleState
from finance_portal.ui import routes
from finance_portal.ui.feedback import no_contract
from finance_portal.ui.frame import FrameState
from finance_portal.ui.shell import shell
from finance_portal.ui.words import t

VIEW = ScheduleState.view


def schedule() -> rx.Component:
    return shell(
        routes.SCHEDULE,
        t("Installments"),
        rx.cond(ScheduleState.found, _contract(), no_contract()),
        about=FrameState.about,
        loaded=ScheduleState.loaded,
        skeleton=parts.placeholder(),
    )


def _contract() -> rx.Component:
    return rx.el.div(
        parts.progress_card(VIEW),
        parts.dates_card(VIEW.dates, FrameState.query),
        rx.cond(VIEW.is_lease, rx.fragment(), parts.years_card(VIEW.bars)),
        parts.both_card(VIEW),
        class_name=parts.GRID,
    )
