"""The list of conversations, and what stands around it."""

from typing import Any

import reflex as rx

from finance_portal.pages.messages.components._places import GRID, LIST, READING
from finance_portal.pages.messages.views import ThreadView
from finance_portal.ui import brand, routes
from finance_portal.ui.controls import (
    STANDS_ALONE,
    Text,
    action_link,
    text_link,
)
from finance_portal.ui.feedback import empty_state, skeleton, waiting
from finance_portal.ui.surfaces import CARD, chip
from finance_portal.ui.words import t


def desk_line(words: Text, *, is_online: Any) -> rx.Component:
    """Say whether somebody is at the desk, and how else to reach a person."""
    return rx.el.div(
        rx.el.p(
            rx.el.span(
                aria_hidden="true",
                class_name=rx.cond(
                    is_online,
                    "mt-1.5 size-2.5 shrink-0 rounded-full bg-brand",
                    "mt-1.5 size-2.5 shrink-0 rounded-full bg-edge",
                ),
            ),
            words,
            role="status",
            class_name="flex gap-2.5 text-body",
        ),
        class_name="mb-4",
    )


def conversations(items: Any, *, is_reading: Any) -> rx.Component:
    """Draw the list; on a phone it makes room for the one that is open."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("Your conversations"), class_name="text-title font-semibold"),
            action_link(
                rx.icon("pencil", size=16, aria_hidden="true"),
                t("Write to us"),
                href=f"{routes.MESSAGES}?{routes.NEW}=yes",
                size="compact",
            ),
            class_name="mb-3 flex items-center justify-between gap-4",
        ),
        rx.cond(
            items,
            rx.el.ul(
                rx.foreach(items, _conversation),
                class_name=f"{CARD} divide-y divide-line overflow-hidden",
            ),
            rx.el.p(
                t("Nothing is written yet. What you write stays here, for as long as you want it."),
                class_name="text-body text-muted",
            ),
        ),
        class_name=rx.cond(is_reading, f"hidden lg:block {LIST}", LIST),
    )


def invitation() -> rx.Component:
    """Say what this page is for, where no conversation is open."""
    return rx.el.div(
        empty_state(
            rx.icon("message-square", size=32),
            t("Ask us anything about your contract"),
            t("A person answers. You see it here at once, and we tell you when you are not here."),
            action_link(t("Write to us"), href=f"{routes.MESSAGES}?{routes.NEW}=yes", look="quiet"),
        ),
        class_name=f"hidden lg:block {READING}",
    )


def missing() -> rx.Component:
    """Say that there is no such conversation: it may well be somebody else's."""
    return rx.el.div(
        empty_state(
            rx.icon("file-search", size=32),
            t("No such conversation"),
            t("There is no such conversation on this login."),
            action_link(t("All messages"), href=routes.MESSAGES, look="quiet"),
        ),
        class_name=READING,
    )


def by_other_ways() -> rx.Component:
    """Say how else to reach a person."""
    return rx.el.p(
        t("In a hurry?"),
        " ",
        text_link(
            brand.BRAND.support_phone,
            href=brand.telephone(),
            class_name=f"{STANDS_ALONE} whitespace-nowrap",
        ),
        ", ",
        text_link(
            brand.BRAND.support_email,
            href=f"mailto:{brand.BRAND.support_email}",
            class_name=STANDS_ALONE,
        ),
        class_name="mt-4 text-body text-muted",
    )


def placeholder() -> rx.Component:
    """Hold the place of the page while it loads."""
    return waiting(skeleton(f"h-72 {LIST}"), skeleton(f"h-96 {READING}"), class_name=f"mt-9 {GRID}")


def _conversation(each: ThreadView) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.el.span(
                rx.el.span(
                    each.subject,
                    dir="auto",
                    class_name="min-w-0 truncate font-semibold text-ink",
                ),
                rx.cond(each.unread, chip(each.unread, "good")),
                rx.cond(each.is_closed, chip(t("Closed"))),
                class_name="flex items-center justify-between gap-3",
            ),
            rx.el.span(each.glimpse, dir="auto", class_name="block truncate text-muted"),
            rx.el.span(each.at, class_name="block text-note text-muted"),
            href=each.href,
            aria_current=rx.cond(each.is_chosen, "true", "false"),
            class_name=(
                "grid min-w-0 gap-0.5 px-4 py-3 text-body hover:bg-surface2 "
                "aria-[current=true]:bg-brandsoft focus-visible:-outline-offset-2"
            ),
        ),
    )
