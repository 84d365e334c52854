"""The parts of the notification centre."""

from typing import Any

import reflex as rx

from finance_portal.pages.notifications.views import NoticeView, SentView
from finance_portal.ui import brand, routes
from finance_portal.ui.controls import LINK, STANDS_ALONE, Text, button, text_link
from finance_portal.ui.feedback import empty_state, skeleton, waiting
from finance_portal.ui.surfaces import CARD, card, card_title, chip
from finance_portal.ui.words import t

GRID = "grid items-start gap-x-4 gap-y-8 lg:grid-cols-12"
MAIN = "min-w-0 lg:col-span-7"
SIDE = "grid min-w-0 gap-4 lg:col-span-5"
NOTE = "text-note text-muted"


def head(title_id: str, unread: Any, read_all: Any) -> rx.Component:
    """Draw the list's heading, and the way to have read everything."""
    return rx.el.div(
        rx.el.h2(
            t("For you"),
            id=title_id,
            tab_index=-1,
            class_name="text-title font-semibold outline-none",
        ),
        rx.cond(
            unread,
            button(t("Mark all as read"), look="text", size="compact", on_click=read_all),
        ),
        class_name="mb-3 flex min-h-9 items-center justify-between gap-4",
    )


def notices(found: Any, *, read: Any) -> rx.Component:
    """Draw notices, the newest first."""
    return rx.el.ul(rx.foreach(found, lambda each: _notice(each, read)), class_name="grid gap-3")


def nothing() -> rx.Component:
    """Say that there is nothing yet."""
    return empty_state(
        rx.icon("bell", size=32),
        t("Nothing yet"),
        t("What we tell you stands here, for as long as you are with us."),
    )


def earlier(has_more: Any, more: Any) -> rx.Component:
    """Lead further back, if there is more."""
    return rx.cond(
        has_more, button(t("Show earlier"), look="quiet", on_click=more, class_name="mt-4")
    )


def sent(found: Any, *, has_more: Any, more: Any) -> rx.Component:
    """List what was really sent, so that a suspicious message can be checked."""
    return card(
        card_title(t("Is this message from us?"), id="sent"),
        rx.el.p(
            t(
                "Every e-mail, text and notice on a device that we sent you is listed here. One"
                " that is not listed is not from us."
            ),
            class_name=f"mt-1 {NOTE}",
        ),
        rx.cond(
            found,
            rx.el.ul(rx.foreach(found, _sent), class_name="mt-3 divide-y divide-line"),
            rx.el.p(t("We have sent you nothing yet."), class_name="mt-3 text-body"),
        ),
        earlier(has_more, more),
    )


def never(query: Text) -> rx.Component:
    """Say what no message of ours ever asks for."""
    return card(
        card_title(t("What we never send")),
        rx.el.ul(
            rx.el.li(
                t("A question for your password, a code, or your full Social Security number.")
            ),
            rx.el.li(t("A link that signs you in, or a file to open.")),
            rx.el.li(t("A request to pay by gift card, wire, or cryptocurrency.")),
            rx.el.li(t("A threat that something happens within the hour.")),
            class_name="mt-3 grid list-disc gap-2 pl-5 text-body",
        ),
        rx.el.p(
            t("Not sure? Call us:"),
            " ",
            rx.el.a(brand.BRAND.support_phone, href=brand.telephone(), class_name=LINK),
            class_name="mt-3 text-body",
        ),
        rx.el.p(
            text_link(
                t("Choose what we tell you, and how"),
                href=f"{routes.PREFERENCES}{query}",
                class_name=STANDS_ALONE,
            ),
            class_name="mt-3",
        ),
    )


def placeholder() -> rx.Component:
    """Hold the place of the lists while they load."""
    return waiting(
        rx.el.div(skeleton("mt-12 h-32"), skeleton("mt-3 h-32"), class_name=MAIN),
        rx.el.div(skeleton("h-96"), class_name=SIDE),
        class_name=GRID,
    )


def _notice(each: NoticeView, read: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.h3(
                each.subject, lang=each.language, class_name="min-w-0 text-body font-semibold"
            ),
            rx.cond(each.is_new, chip(t("New"), "info")),
            class_name="flex items-start justify-between gap-3",
        ),
        rx.el.p(each.at, class_name=f"mt-0.5 {NOTE}"),
        rx.el.p(each.first, lang=each.language, class_name="mt-2 text-body"),
        rx.cond(each.more, _rest(each)),
        rx.el.div(
            rx.cond(
                each.page,
                rx.el.a(
                    t("See it"),
                    rx.el.span(each.subject, lang=each.language, class_name="sr-only"),
                    href=each.page,
                    on_click=lambda: read(each.ref),
                    class_name=f"{LINK} {STANDS_ALONE} text-body",
                ),
            ),
            rx.cond(
                each.is_new,
                button(
                    t("Mark as read"),
                    rx.el.span(each.subject, lang=each.language, class_name="sr-only"),
                    look="text",
                    size="compact",
                    on_click=lambda: read(each.ref),
                ),
            ),
            class_name="mt-2 flex min-h-9 flex-wrap items-center gap-x-4 empty:hidden",
        ),
        class_name=rx.cond(
            each.is_new, f"{CARD} border-l-4 border-l-brand p-4 sm:p-5", f"{CARD} p-4 sm:p-5"
        ),
    )


def _rest(each: NoticeView) -> rx.Component:
    return rx.el.details(
        rx.el.summary(
            t("Read all of it"),
            class_name="w-fit cursor-pointer py-1.5 text-body font-semibold text-brand",
        ),
        rx.foreach(
            each.more, lambda words: rx.el.p(words, lang=each.language, class_name="mt-1 text-body")
        ),
        class_name="mt-1",
    )


def _sent(each: SentView) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(each.subject, lang=each.language, class_name="min-w-0 text-body font-medium"),
            chip(each.fate, each.tone),
            class_name="flex items-start justify-between gap-3",
        ),
        rx.el.p(each.way, " · ", each.receiver, class_name=NOTE),
        rx.el.p(each.at, class_name=NOTE),
        class_name="py-3",
    )
