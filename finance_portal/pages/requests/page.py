"""Your requests: what is open, by when it is answered, and what became of the others."""

import reflex as rx

from finance_portal.pages.requests import components as parts
from finance_portal.pages.requests.state import OPEN, RequestsState
from finance_portal.ui import routes
from finance_portal.ui.frame import FrameState
from finance_portal.ui.shell import shell
from finance_portal.ui.words import t


def requests() -> rx.Component:
    return shell(
        routes.REQUESTS,
        t("Your requests"),
        parts.head(OPEN, FrameState.query),
        rx.cond(
            RequestsState.open_ones,
            parts.many(
                RequestsState.open_ones,
                ask=RequestsState.ask_withdraw,
                withdraw=RequestsState.withdraw,
            ),
            parts.nothing_open(FrameState.query),
        ),
        rx.cond(
            RequestsState.closed_ones,
            rx.fragment(
                rx.el.h2(t("Earlier"), class_name="mb-3 mt-8 text-title font-semibold"),
                parts.many(RequestsState.closed_ones),
            ),
        ),
        about=FrameState.about,
        loaded=RequestsState.loaded,
        skeleton=parts.placeholder(),
    )
