"""At the head of every page: the bell, one's own menu, and the way out."""

import reflex as rx

from finance_portal.settings import settings
from finance_portal.ui import routes
from finance_portal.ui.controls import button
from finance_portal.ui.frame import FrameState
from finance_portal.ui.native import PostForm
from finance_portal.ui.navigation import MENU, further_links
from finance_portal.ui.scheme import scheme_choice
from finance_portal.ui.words import t

# Under the round button, which the sandbox's banner pushes down.
MENU_TOP = "lg:top-24" if settings.processor == "sandbox" else "lg:top-17"
UNREAD = (
    "absolute right-0 top-0 grid h-5 min-w-5 place-items-center rounded-full bg-danger px-1 "
    "text-tab font-semibold text-surface"
)


def bell() -> rx.Component:
    """Lead to the notices, and say how many are unread."""
    return rx.el.a(
        rx.icon("bell", size=20, aria_hidden="true"),
        rx.cond(
            FrameState.unread,
            rx.fragment(
                rx.el.span(FrameState.unread, aria_hidden="true", class_name=UNREAD),
                rx.el.span(
                    t("Notices: {number} unread", number=FrameState.unread), class_name="sr-only"
                ),
            ),
            rx.el.span(t("Notices"), class_name="sr-only"),
        ),
        href=f"{routes.NOTIFICATIONS}{FrameState.query}",
        class_name="relative grid size-11 place-items-center rounded-full hover:bg-surface2",
    )


def menu(route: str) -> rx.Component:
    """Draw the round button with one's initials, and what it opens."""
    return rx.el.div(
        rx.el.button(
            rx.el.span(FrameState.initials, aria_hidden="true"),
            rx.el.span(t("Your menu"), class_name="sr-only"),
            type="button",
            custom_attrs={"popoverTarget": MENU},
            class_name=(
                "grid size-11 cursor-pointer place-items-center rounded-full bg-brand "
                "text-body font-semibold text-onbrand"
            ),
        ),
        rx.el.div(
            rx.el.p(t("Signed in as"), class_name="text-note text-muted"),
            rx.el.p(FrameState.name, class_name="mb-4 font-semibold"),
            scheme_choice("scheme-menu"),
            further_links(route),
            sign_out_form(class_name="mt-2"),
            id=MENU,
            custom_attrs={"popover": "auto"},
            class_name=(
                "fixed inset-x-2 bottom-[calc(env(safe-area-inset-bottom)+4rem)] top-auto w-auto "
                "max-h-[calc(100dvh-6rem)] overflow-y-auto rounded-card border border-line "
                "bg-surface p-5 text-ink lifted sm:left-auto sm:w-96 lg:bottom-auto lg:right-8 "
                f"{MENU_TOP} lg:w-72 min-[90rem]:right-[calc((100vw-15rem-67.5rem)/2)]"
            ),
        ),
        class_name="screen-only shrink-0",
    )


def sign_out_form(*, class_name: str = "") -> rx.Component:
    """Draw the way out; it works without a connection to the state."""
    return _leave(t("Sign out"), routes.SIGN_OUT_FORM, class_name)


def sign_out_everywhere_form(*, class_name: str = "") -> rx.Component:
    """Draw the way out on every device."""
    return _leave(t("Sign out everywhere"), routes.SIGN_OUT_EVERYWHERE_FORM, class_name)


def _leave(words: str, form: str, class_name: str) -> rx.Component:
    return PostForm.create(
        button(
            rx.icon("log-out", size=16, aria_hidden="true"),
            words,
            type="submit",
            look="quiet",
            class_name="w-full",
        ),
        action=form,
        method="post",
        class_name=class_name,
    )
