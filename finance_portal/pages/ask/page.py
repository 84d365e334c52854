"""Ask for something: everything that there is, or the form of one kind."""

import reflex as rx

from finance_portal.pages.ask import components as parts
from finance_portal.pages.ask.state import FORM, AskState
from finance_portal.ui import routes
from finance_portal.ui.feedback import no_contract
from finance_portal.ui.frame import FrameState
from finance_portal.ui.shell import shell
from finance_portal.ui.words import t

VIEW = AskState.view


def ask() -> rx.Component:
    return shell(
        routes.ASK,
        t("Ask for something"),
        rx.cond(
            AskState.found,
            rx.cond(
                VIEW.kind,
                parts.form(
                    VIEW,
                    title_id=FORM,
                    errors=AskState.errors,
                    ask=AskState.ask,
                    back=f"{routes.ASK}{FrameState.query}",
                ),
                parts.directory(AskState.kinds, AskState.elsewhere),
            ),
            no_contract(),
        ),
        about=FrameState.about,
        loaded=AskState.loaded,
        skeleton=parts.placeholder(),
    )
