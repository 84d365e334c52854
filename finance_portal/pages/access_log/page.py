"""The access log: who else has looked at a contract, when, and at what."""

import reflex as rx

from finance_portal.pages.access_log import components as parts
from finance_portal.pages.access_log.state import AccessLogState
from finance_portal.ui import routes
from finance_portal.ui.frame import FrameState
from finance_portal.ui.shell import shell
from finance_portal.ui.tables import pager
from finance_portal.ui.words import t

PAGE = AccessLogState.page


def access_log() -> rx.Component:
    return shell(
        routes.ACCESS_LOG,
        t("Access log"),
        parts.lead(FrameState.query),
        rx.cond(
            AccessLogState.is_empty,
            parts.nobody(),
            parts.looks_card(PAGE.rows, PAGE.found, rx.cond(PAGE.is_one_of_several, _pager())),
        ),
        about=FrameState.about,
        loaded=AccessLogState.loaded,
        skeleton=parts.placeholder(),
    )


def _pager() -> rx.Component:
    return pager(
        where=PAGE.where,
        has_previous=PAGE.has_previous,
        has_next=PAGE.has_next,
        previous=AccessLogState.turn_back,
        following=AccessLogState.turn_forward,
    )
