"""The way to who else has access, and to every look that was taken."""

import reflex as rx

from finance_portal.ui import routes
from finance_portal.ui.controls import STANDS_ALONE, Text, text_link
from finance_portal.ui.surfaces import card, card_title
from finance_portal.ui.words import t


def access_card(query: Text) -> rx.Component:
    """Lead to those whom a borrower has let in, and to what they have looked at."""
    return card(
        card_title(t("Who else can look")),
        rx.el.p(
            t("Never share your password: invite people instead, and see all that they open."),
            class_name="mt-1 text-body text-muted",
        ),
        rx.el.p(
            text_link(
                t("People with access"),
                href=f"{routes.DELEGATES}{query}",
                class_name=STANDS_ALONE,
            ),
            text_link(t("Access log"), href=f"{routes.ACCESS_LOG}{query}", class_name=STANDS_ALONE),
            class_name="mt-3 flex flex-wrap gap-x-6 gap-y-2",
        ),
        class_name="min-w-0",
    )
