"""People with access: who they are, what they may do, and how it ends."""

from typing import Any

import reflex as rx

from finance_portal.pages.delegates import components as parts
from finance_portal.pages.delegates.state import NEWS, DelegatesState
from finance_portal.ui import routes
from finance_portal.ui.feedback import empty_state
from finance_portal.ui.frame import FrameState
from finance_portal.ui.shell import shell
from finance_portal.ui.words import t

VIEW: Any = DelegatesState.view
ERRORS: Any = DelegatesState.errors


def delegates() -> rx.Component:
    return shell(
        routes.DELEGATES,
        t("People with access"),
        parts.news(NEWS, DelegatesState.said, ERRORS["form"]),
        rx.cond(DelegatesState.is_own, _own(), _mine_alone()),
        about=FrameState.about,
        loaded=DelegatesState.loaded,
        skeleton=parts.placeholder(),
    )


def _own() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            parts.people_card(
                VIEW,
                ERRORS,
                begin_change=DelegatesState.begin_change,
                ask_end=DelegatesState.ask_end,
                revoke=DelegatesState.revoke,
                save=DelegatesState.save,
                is_fresh=DelegatesState.is_fresh,
                account=FrameState.account,
            ),
            parts.invite_card(
                VIEW,
                DelegatesState.typed,
                ERRORS,
                is_fresh=DelegatesState.is_fresh,
                account=FrameState.account,
                invite=DelegatesState.invite,
            ),
            class_name=parts.MAIN,
        ),
        rx.el.div(
            parts.quote_card(
                VIEW,
                is_fresh=DelegatesState.is_fresh,
                account=FrameState.account,
                take_back=DelegatesState.take_back,
                done=DelegatesState.refresh,
            ),
            rx.cond(VIEW.mine, _mine()),
            class_name=parts.SIDE,
        ),
        class_name=parts.GRID,
    )


def _mine_alone() -> rx.Component:
    return rx.cond(
        VIEW.mine,
        _mine(),
        empty_state(
            rx.icon("users", size=32),
            t("Nothing is shared"),
            t("Nobody shares a contract with you, and this one is not yours to share."),
        ),
    )


def _mine() -> rx.Component:
    return parts.mine_card(VIEW.mine, accept=DelegatesState.accept, give_up=DelegatesState.give_up)
