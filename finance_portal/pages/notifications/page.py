"""Notices: everything that one was told, and what was really sent."""

import reflex as rx

from finance_portal.pages.notifications import components as parts
from finance_portal.pages.notifications.state import TITLE, NotificationsState
from finance_portal.ui import routes
from finance_portal.ui.frame import FrameState
from finance_portal.ui.shell import shell
from finance_portal.ui.words import t


def notifications() -> rx.Component:
    return shell(
        routes.NOTIFICATIONS,
        t("Notices"),
        rx.el.div(
            rx.el.div(
                parts.head(TITLE, FrameState.unread, NotificationsState.read_all),
                rx.cond(
                    NotificationsState.items,
                    parts.notices(NotificationsState.items, read=NotificationsState.read),
                    parts.nothing(),
                ),
                parts.earlier(NotificationsState.has_more, NotificationsState.more),
                class_name=parts.MAIN,
            ),
            rx.el.div(
                parts.sent(
                    NotificationsState.sent,
                    has_more=NotificationsState.has_more_sent,
                    more=NotificationsState.more_sent,
                ),
                parts.never(FrameState.query),
                class_name=parts.SIDE,
            ),
            class_name=parts.GRID,
        ),
        about=FrameState.about,
        loaded=NotificationsState.loaded,
        skeleton=parts.placeholder(),
    )
