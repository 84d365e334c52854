"""After the payoff: when the money is final, when the lien goes, where the title is."""

import reflex as rx

from finance_portal.pages.title import components as parts
from finance_portal.pages.title.state import TitleState
from finance_portal.ui import routes
from finance_portal.ui.feedback import no_contract
from finance_portal.ui.frame import FrameState
from finance_portal.ui.shell import shell
from finance_portal.ui.words import t


def after_payoff() -> rx.Component:
    return shell(
        routes.AFTER_PAYOFF,
        t("After your payoff"),
        rx.cond(TitleState.found, _contract(), no_contract()),
        about=FrameState.about,
        loaded=TitleState.loaded,
        skeleton=parts.placeholder(),
    )


def _contract() -> rx.Component:
    return rx.cond(
        TitleState.is_open,
        parts.still_open(TitleState.view, FrameState.query),
        rx.el.div(
            parts.steps_card(TitleState.view),
            parts.side(TitleState.view, FrameState.query),
            class_name=parts.GRID,
        ),
    )
