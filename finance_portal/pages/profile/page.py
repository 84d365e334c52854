"""Profile: what we call you, where you live, how we reach you, what you agreed to."""

from typing import Any

import reflex as rx

from finance_portal.pages.profile import components as parts
from finance_portal.pages.profile.state import ProfileState
from finance_portal.ui import routes
from finance_portal.ui.feedback import notice, skeleton, waiting
from finance_portal.ui.frame import FrameState
from finance_portal.ui.rows import OpenPlace, group
from finance_portal.ui.shell import shell
from finance_portal.ui.words import t

GRID = "grid items-start gap-4 lg:grid-cols-12"
MAIN = "grid min-w-0 gap-4 lg:col-span-7"
SIDE = "grid min-w-0 gap-4 lg:col-span-5"
VIEW = ProfileState.view
CHANGE: dict[str, Any] = {"fresh": ProfileState.fresh, "done": ProfileState.refresh}


def profile() -> rx.Component:
    return shell(
        routes.PROFILE,
        t("Profile"),
        OpenPlace.create(ready=ProfileState.loaded),
        _notices(),
        rx.el.div(
            rx.el.div(
                _you(),
                _places(),
                _contacts(),
                rx.cond(FrameState.shared == "", parts.credit_card(FrameState.account)),
                class_name=MAIN,
            ),
            rx.el.div(
                parts.paperless_card(VIEW, done=ProfileState.refresh),
                parts.privacy_card(VIEW.choices, done=ProfileState.refresh),
                parts.more_card(FrameState.query),
                class_name=SIDE,
            ),
            class_name=GRID,
        ),
        about=FrameState.name,
        loaded=ProfileState.loaded,
        skeleton=waiting(
            rx.el.div(skeleton("h-48"), skeleton("h-56"), class_name=MAIN),
            rx.el.div(skeleton("h-48"), skeleton("h-64"), class_name=SIDE),
            class_name=GRID,
        ),
    )


def _notices() -> rx.Component:
    return rx.el.div(
        rx.cond(
            ProfileState.fresh,
            notice(
                rx.el.p(t("Thank you. For five minutes you can change where we reach you.")),
                role="status",
            ),
        ),
        rx.cond(
            VIEW.held,
            notice(
                rx.el.p(
                    t(
                        "For your protection addresses and numbers cannot be changed until"
                        " {moment}. Everything else works.",
                        moment=VIEW.held,
                    )
                )
            ),
        ),
        class_name="mb-4 grid gap-3 empty:hidden",
    )


def _you() -> rx.Component:
    return group(
        t("You"),
        parts.name_rows(
            shown=VIEW.display_name,
            legal=VIEW.legal_name,
            account=FrameState.account,
            done=ProfileState.refresh,
        ),
        parts.language_row(),
    )


def _places() -> rx.Component:
    return group(
        t("Addresses"),
        parts.mailing_row(VIEW.mailing, VIEW.mail_held, **CHANGE),
        parts.garaging_row(VIEW.garaging, **CHANGE),
        parts.history(VIEW.before),
    )


def _contacts() -> rx.Component:
    return group(
        t("How we reach you"),
        parts.phones_row(VIEW.phones, **CHANGE),
        parts.email_row(VIEW.email, FrameState.query),
        parts.texts_row(VIEW.text_number, FrameState.query),
    )
