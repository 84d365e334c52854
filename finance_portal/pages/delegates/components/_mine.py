"""What others share with whoever is signed in."""

from typing import Any

import reflex as rx

from finance_portal.pages.delegates.components._form import (
    LIST,
    of_whom,
)
from finance_portal.pages.delegates.views import Shared
from finance_portal.ui.controls import (
    action_link,
    button,
)
from finance_portal.ui.surfaces import card, card_title
from finance_portal.ui.words import t


def mine_card(mine: Any, *, accept: Any, give_up: Any) -> rx.Component:
    """Draw what others share with whoever is signed in."""
    return card(
        card_title(t("Shared with you")),
        rx.el.ul(rx.foreach(mine, lambda each: _mine(each, accept, give_up)), class_name=LIST),
    )


def _mine(each: Shared, accept: Any, give_up: Any) -> rx.Component:
    return rx.el.li(
        rx.el.p(each.title, class_name="font-medium"),
        rx.el.p(each.detail, class_name="text-note text-muted"),
        rx.el.p(each.rights, class_name="mt-1 text-body"),
        rx.el.div(
            rx.cond(
                each.is_offered,
                button(t("Accept"), size="compact", on_click=accept(each.ref)),
                rx.fragment(
                    action_link(t("Open it"), href=each.href, size="compact"),
                    button(
                        t("Give it up"),
                        of_whom(each.title),
                        look="quiet",
                        size="compact",
                        on_click=give_up(each.ref),
                    ),
                ),
            ),
            class_name="mt-3 flex flex-wrap gap-2",
        ),
        class_name="py-4",
    )
