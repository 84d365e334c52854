"""Messages: every conversation with us, and the one that is open, live."""

from typing import Any

import reflex as rx

from finance_portal.pages.messages import components as parts
from finance_portal.pages.messages.state import MessagesState
from finance_portal.ui import routes
from finance_portal.ui.call_card import call_card
from finance_portal.ui.frame import FrameState
from finance_portal.ui.shell import shell
from finance_portal.ui.words import t


def messages() -> rx.Component:
    is_reading = (MessagesState.open.ref != "") | MessagesState.is_new | MessagesState.is_missing
    return shell(
        routes.MESSAGES,
        t("Messages"),
        parts.desk_line(MessagesState.there, is_online=MessagesState.is_online),
        rx.el.div(
            parts.conversations(MessagesState.conversations, is_reading=is_reading),
            _reading(),
            rx.el.div(
                parts.by_other_ways(),
                call_card(class_name="mt-4"),
                class_name=parts.ASIDE,
            ),
            class_name=parts.GRID,
        ),
        about=FrameState.about,
        loaded=MessagesState.loaded,
        skeleton=parts.placeholder(),
    )


def _reading() -> rx.Component:
    acts = {
        "refresh": MessagesState.refresh,
        "remove_file": MessagesState.remove_file,
        "seen": MessagesState.seen,
    }
    form = {"token": MessagesState.token, "attach_to": MessagesState.attach_to}
    files: Any = MessagesState.files
    return rx.cond(
        MessagesState.open.ref,
        parts.conversation(MessagesState.open, files, **form, **acts),
        rx.cond(
            MessagesState.is_new,
            parts.new_conversation(files, **form, **acts),
            rx.cond(MessagesState.is_missing, parts.missing(), parts.invitation()),
        ),
    )
