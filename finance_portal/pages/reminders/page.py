"""Reminders: whether, how, and how long before a payment falls due."""

import reflex as rx

from finance_portal.pages.reminders import components as parts
from finance_portal.pages.reminders.state import SAVED, RemindersState
from finance_portal.ui import routes
from finance_portal.ui.frame import FrameState
from finance_portal.ui.shell import shell
from finance_portal.ui.words import t


def reminders() -> rx.Component:
    return shell(
        routes.REMINDERS,
        t("Reminders"),
        rx.el.div(
            parts.choice_form(
                RemindersState.view,
                error=RemindersState.error,
                is_saved=RemindersState.is_saved,
                saved_id=SAVED,
                save=RemindersState.save,
            ),
            parts.good_to_know(FrameState.query),
            class_name=parts.GRID,
        ),
        about=FrameState.about,
        loaded=RemindersState.loaded,
        skeleton=parts.placeholder(),
    )
