"""Your data: a copy of everything to take along, and a calendar of what falls due."""

import reflex as rx

from finance_portal.pages.your_data import components as parts
from finance_portal.pages.your_data.state import YourDataState
from finance_portal.ui import routes
from finance_portal.ui.asking import AskAgain
from finance_portal.ui.client import query
from finance_portal.ui.feedback import notice
from finance_portal.ui.frame import FrameState
from finance_portal.ui.shell import shell
from finance_portal.ui.words import t


def your_data() -> rx.Component:
    return shell(
        routes.YOUR_DATA,
        t("Your data"),
        AskAgain.create(after=YourDataState.copy.ask_again, on_ask=YourDataState.refresh),
        _done(),
        rx.el.div(
            rx.el.div(
                parts.copy_card(YourDataState.copy, is_fresh=YourDataState.is_fresh),
                parts.inside_card(),
                class_name="grid min-w-0 gap-4 lg:col-span-7",
            ),
            rx.el.div(
                parts.calendar_card(
                    YourDataState.address,
                    is_fresh=YourDataState.is_fresh,
                    done=YourDataState.refresh,
                ),
                parts.erasure_card(FrameState.account),
                class_name="grid min-w-0 gap-4 lg:col-span-5",
            ),
            class_name=parts.GRID,
        ),
        about=FrameState.name,
        loaded=YourDataState.loaded,
        skeleton=parts.placeholder(),
    )


def _done() -> rx.Component:
    return rx.match(
        query("done"),
        ("ended", _said(t("The link is ended. No calendar can read it any more."))),
        rx.fragment(),
    )


def _said(words: rx.Component | rx.Var[str] | str) -> rx.Component:
    return notice(rx.el.p(words), tone="good", role="status", class_name="mb-4")
