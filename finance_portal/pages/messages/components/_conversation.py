"""The conversation that is open, and the one that is begun."""

from typing import Any

import reflex as rx

from finance_portal.pages.messages.components._form import (
    FORM,
    SEND,
    contract,
    files_field,
    words_field,
)
from finance_portal.pages.messages.components._places import READING
from finance_portal.pages.messages.views import FileView, LineView, OpenView
from finance_portal.ui import routes
from finance_portal.ui.auth_fields import text_field
from finance_portal.ui.auth_form import auth_form, hidden, submit
from finance_portal.ui.controls import (
    LINK,
    STANDS_ALONE,
)
from finance_portal.ui.seen import Seen
from finance_portal.ui.surfaces import card, card_title, chip
from finance_portal.ui.words import t

END = "newest"
BUBBLE = "w-fit max-w-[85%] rounded-card px-4 py-3 text-body"


def conversation(
    view: OpenView, files: Any, *, token: Any, attach_to: Any, **acts: Any
) -> rx.Component:
    """Draw the conversation that is open, and what to answer with."""
    return card(
        _back(),
        card_title(
            rx.el.span(view.subject, dir="auto"), rx.cond(view.is_closed, chip(t("Closed")))
        ),
        rx.el.p(
            rx.cond(view.about, rx.el.span(view.about, " · ")),
            rx.el.a(
                t("Save as PDF"),
                href=view.transcript,
                download="",
                class_name=f"{LINK} {STANDS_ALONE}",
            ),
            class_name="mt-0.5 text-note text-muted",
        ),
        rx.el.div(
            rx.el.ol(rx.foreach(view.lines, _line), class_name="grid gap-4"),
            role="log",
            aria_label=t("Messages"),
            class_name="mt-5",
        ),
        rx.el.p(
            view.clock,
            id=END,
            role="status",
            class_name="mt-4 min-h-5 scroll-mb-24 text-note text-muted",
        ),
        Seen.create(number=view.last, end=END, on_seen=acts["seen"]),
        rx.el.div(
            auth_form(
                hidden("ref", view.ref, key=view.ref),
                hidden("token", token, key=token),
                words_field(t("Your message"), rows=3),
                id=FORM,
                action=routes.MESSAGES_WRITE_FORM,
                on_done=acts["refresh"],
                class_name="",
            ),
            files_field(files, attach_to, acts),
            submit(t("Send"), busy=t("Sending…"), form=FORM, class_name=SEND),
            class_name="mt-2 grid gap-4 border-t border-line pt-4",
        ),
        key=view.ref,
        class_name=READING,
    )


def new_conversation(files: Any, *, token: Any, attach_to: Any, **acts: Any) -> rx.Component:
    """Draw the form that begins a conversation."""
    return card(
        _back(),
        card_title(t("Write to us")),
        rx.el.div(
            auth_form(
                hidden("token", token, key=token),
                text_field(
                    t("Subject"),
                    name="subject",
                    required=False,
                    max_length=120,
                    auto_complete="off",
                    auto_capitalize="sentences",
                    spell_check=True,
                ),
                contract(),
                words_field(t("Your message"), rows=7),
                id=FORM,
                action=routes.MESSAGES_START_FORM,
                class_name="",
            ),
            files_field(files, attach_to, acts),
            submit(t("Send"), busy=t("Sending…"), form=FORM, class_name=SEND),
            class_name="mt-4 grid gap-5",
        ),
        class_name=READING,
    )


def _line(each: LineView) -> rx.Component:
    return rx.el.li(
        rx.el.p(
            rx.el.span(each.who, class_name="font-semibold text-ink"),
            " · ",
            each.at,
            class_name="text-note text-muted",
        ),
        rx.el.div(
            rx.el.p(each.words, dir="auto", class_name="whitespace-pre-line wrap-anywhere"),
            rx.cond(
                each.files,
                rx.el.ul(rx.foreach(each.files, _sent_file), class_name="mt-2 grid gap-1"),
            ),
            class_name=rx.cond(
                each.is_mine, f"{BUBBLE} bg-brandsoft text-ink", f"{BUBBLE} bg-surface2 text-ink"
            ),
        ),
        class_name=rx.cond(
            each.is_mine, "grid justify-items-end gap-1", "grid justify-items-start gap-1"
        ),
    )


def _sent_file(file: FileView) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.icon("paperclip", size=14, aria_hidden="true", class_name="shrink-0"),
            rx.el.span(file.name, class_name="wrap-anywhere"),
            href=file.href,
            download="",
            class_name=f"{LINK} inline-flex min-h-6 items-center gap-2",
        ),
        rx.el.span(file.size, class_name="ml-2 whitespace-nowrap text-note text-muted"),
    )


def _back() -> rx.Component:
    return rx.el.a(
        rx.icon("arrow-left", size=16, aria_hidden="true"),
        t("All messages"),
        href=routes.MESSAGES,
        class_name=(
            "mb-3 flex min-h-6 w-fit items-center gap-1.5 text-note font-semibold text-brand "
            "lg:hidden"
        ),
    )
