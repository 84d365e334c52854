"""What stands at an address where there is nothing."""

import reflex as rx

from finance_portal.ui import routes
from finance_portal.ui.controls import action_link
from finance_portal.ui.shell import public_shell
from finance_portal.ui.words import t


def not_found() -> rx.Component:
    return public_shell(
        rx.el.div(
            rx.el.p("404", class_name="text-note font-semibold text-muted"),
            rx.el.h1(t("There is no such page"), class_name="mt-1 text-display font-semibold"),
            rx.el.p(
                t("The address may be old or mistyped. Your account is where it was."),
                class_name="mt-2 text-body text-muted",
            ),
            action_link(t("Go to your overview"), href=routes.OVERVIEW, class_name="mt-6"),
            class_name="mx-auto w-full max-w-sm px-4 py-14",
        ),
    )
