"""How you pay: bank accounts and debit cards."""

import reflex as rx

from finance_portal.pages.methods import components as parts
from finance_portal.pages.methods.state import LIST, MethodsState
from finance_portal.ui import routes
from finance_portal.ui.feedback import notice
from finance_portal.ui.frame import FrameState
from finance_portal.ui.shell import shell
from finance_portal.ui.words import t

SAID = MethodsState.said
FRESH = t("Thank you. For five minutes you can add, change and remove how you pay.")


def methods() -> rx.Component:
    return shell(
        routes.METHODS,
        t("Accounts and cards"),
        _notices(),
        rx.el.div(
            parts.methods_card(
                MethodsState.rows,
                title_id=LIST,
                is_fresh=MethodsState.is_fresh,
                rename=MethodsState.rename,
                choose=MethodsState.make_default,
                remove=MethodsState.remove,
            ),
            parts.add_card(MethodsState.click),
            class_name=parts.GRID,
        ),
        about=FrameState.name,
        loaded=MethodsState.loaded,
        skeleton=parts.placeholder(),
    )


def _notices() -> rx.Component:
    return rx.el.div(
        rx.cond(
            SAID.words,
            rx.match(
                SAID.tone,
                ("good", notice(rx.el.p(SAID.words), tone="good", role="status")),
                ("warn", notice(rx.el.p(SAID.words), tone="warn", role="status")),
                notice(rx.el.p(SAID.words), tone="info", role="status"),
            ),
            rx.cond(MethodsState.is_fresh, notice(rx.el.p(FRESH), tone="info", role="status")),
        ),
        parts.in_use_notice(MethodsState.in_use, MethodsState.in_use_by),
        class_name="grid gap-3 has-[p]:mb-4",
    )
