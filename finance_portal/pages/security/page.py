"""Security: how the borrower gets in, where they are signed in, and what happened."""

from typing import Any

import reflex as rx

from finance_portal.pages.security import components as parts
from finance_portal.pages.security.state import SecurityState
from finance_portal.ui import routes
from finance_portal.ui.client import query
from finance_portal.ui.feedback import Tone, notice
from finance_portal.ui.frame import FrameState
from finance_portal.ui.shell import shell
from finance_portal.ui.tables import pager
from finance_portal.ui.words import t

COLUMN = "grid min-w-0 gap-4"
STANDING, PAGE = SecurityState.standing, SecurityState.page
CHANGE: dict[str, Any] = {"fresh": SecurityState.fresh, "done": SecurityState.refresh}
DONE = (
    ("authenticator", t("Your app is ready. From now on it can confirm that it is you.")),
    ("email", t("Your e-mail address is changed. We told the old one and the new one.")),
    ("phone", t("Your number is ready. We told you so at every contact we have.")),
)
FRESH = (
    ("factors", t("Thank you. For five minutes you can change how you sign in.")),
    ("contact", t("Thank you. For five minutes you can change where we reach you.")),
    ("reveal", t("Thank you. For five minutes you can see your contract numbers.")),
)
WEAK = t(
    "Anybody who reads your e-mail could confirm as you. Until you add a "
    "passkey or an authenticator app, contacts, bank accounts and cards "
    "cannot be changed here."
)


def security() -> rx.Component:
    return shell(
        routes.SECURITY,
        t("Security"),
        parts.OpenPlace.create(ready=SecurityState.loaded),
        _notices(),
        rx.el.div(
            rx.el.div(_sign_in(), _second_step(), class_name=f"{COLUMN} lg:col-span-7"),
            rx.el.div(_places(), class_name=f"{COLUMN} lg:col-span-5"),
            parts.history_card(
                PAGE.rows,
                rx.cond(PAGE.is_one_of_several, _pager()),
                class_name="min-w-0 lg:col-span-12",
            ),
            class_name=parts.GRID,
        ),
        about=FrameState.name,
        loaded=SecurityState.loaded,
        skeleton=parts.placeholder(),
    )


def _notices() -> rx.Component:
    return rx.el.div(
        rx.match(query("done"), *[(what, _said(words, "good")) for what, words in DONE], _fresh()),
        rx.cond(STANDING.is_weak, _said(WEAK, "warn")),
        rx.cond(STANDING.held, _held()),
        class_name="mb-4 grid gap-3 empty:hidden",
    )


def _fresh() -> rx.Component:
    return rx.match(
        SecurityState.fresh, *[(what, _said(words, "info")) for what, words in FRESH], rx.fragment()
    )


def _held() -> rx.Component:
    return notice(
        rx.el.p(
            t(
                "For your protection contacts, bank accounts and cards cannot be changed until"
                " {held}. Everything else works, and you can pay as always.",
                held=STANDING.held,
            )
        ),
        tone="info",
    )


def _said(words: str, tone: Tone) -> rx.Component:
    return notice(rx.el.p(words), tone=tone, role="status")


def _sign_in() -> rx.Component:
    return parts.group(
        t("How you sign in"),
        parts.user_name_row(STANDING.user_name, **CHANGE),
        parts.password_row(STANDING.password, user_name=STANDING.user_name, **CHANGE),
        parts.email_row(STANDING.email, **CHANGE),
        parts.phone_row(STANDING.phone, **CHANGE),
    )


def _second_step() -> rx.Component:
    return parts.group(
        t("How you confirm it is you"),
        parts.passkeys_row(
            STANDING.passkeys,
            rename=SecurityState.rename_passkey,
            remove=SecurityState.remove_passkey,
            **CHANGE,
        ),
        parts.apps_row(STANDING.apps, remove=SecurityState.remove_authenticator, **CHANGE),
        parts.recovery_codes_row(STANDING.codes, has_few=STANDING.has_few_codes, **CHANGE),
    )


def _places() -> rx.Component:
    return rx.fragment(
        parts.sessions_list(
            STANDING.sessions,
            has_others=STANDING.has_others,
            end=SecurityState.end_session,
            end_others=SecurityState.end_others,
        ),
        parts.devices_list(STANDING.devices, forget=SecurityState.forget_device),
        parts.numbers_list(STANDING.numbers, **CHANGE),
        parts.access_card(FrameState.query),
    )


def _pager() -> rx.Component:
    return pager(
        where=PAGE.where,
        has_previous=PAGE.has_previous,
        has_next=PAGE.has_next,
        previous=SecurityState.turn_back,
        following=SecurityState.turn_forward,
    )
