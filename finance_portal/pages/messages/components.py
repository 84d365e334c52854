"""The parts of the page with messages."""

from typing import Any

import reflex as rx

from finance_portal.pages.messages.views import FileView, LineView, OpenView, ThreadView
from finance_portal.ui import brand, routes
from finance_portal.ui.auth_fields import text_field
from finance_portal.ui.auth_form import auth_form, error_slot, hidden, submit
from finance_portal.ui.client import local
from finance_portal.ui.controls import (
    FIELD,
    HELP,
    LABEL,
    LINK,
    STANDS_ALONE,
    Text,
    action_link,
    button,
    text_link,
)
from finance_portal.ui.feedback import empty_state, skeleton, waiting
from finance_portal.ui.frame import AccountTab, FrameState
from finance_portal.ui.seen import Seen
from finance_portal.ui.surfaces import CARD, card, card_title, chip
from finance_portal.ui.words import t

GRID = "grid items-start gap-4 lg:grid-cols-12 lg:grid-rows-[auto_1fr]"
LIST = "min-w-0 lg:col-span-5"
ASIDE = "min-w-0 lg:col-span-5 lg:row-start-2"
READING = "min-w-0 lg:col-span-7 lg:col-start-6 lg:row-span-2 lg:row-start-1"
SEND = "w-full sm:w-fit sm:justify-self-end sm:px-10"
FORM, END = "message-form", "newest"
LARGEST = 10_000_000
ADD_AT_ONCE = local(
    f"e.target.setCustomValidity(e.target.files[0]?.size > {LARGEST}"
    ' ? "{%This file is larger than 10 MB. Please send a smaller one.%}" : "");'
    " if (e.target.files[0]) e.target.form.requestSubmit()"
)
CHOOSER = (
    "inline-flex min-h-11 w-fit cursor-pointer items-center gap-2 rounded-control bg-surface2 px-4 "
    "text-body font-semibold text-ink hover:bg-line has-[:focus-visible]:outline-2 "
    "has-[:focus-visible]:outline-offset-2 has-[:focus-visible]:outline-brand"
)
BUBBLE = "w-fit max-w-[85%] rounded-card px-4 py-3 text-body"


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


def conversation(
    view: OpenView, files: Any, *, token: Any, attach_to: Any, **acts: Any
) -> rx.Component:
    """Draw the conversation that is open, and what to answer with."""
    return card(
        _back(),
        card_title(view.subject, rx.cond(view.is_closed, chip(t("Closed")))),
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
        rx.el.ol(
            rx.foreach(view.lines, _line),
            role="log",
            aria_label=t("Messages"),
            class_name="mt-5 grid gap-4",
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
                _words(t("Your message"), rows=3),
                id=FORM,
                action=routes.MESSAGES_WRITE_FORM,
                on_done=acts["refresh"],
                class_name="",
            ),
            _files(files, attach_to, acts),
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
                _contract(),
                _words(t("Your message"), rows=7),
                id=FORM,
                action=routes.MESSAGES_START_FORM,
                class_name="",
            ),
            _files(files, attach_to, acts),
            submit(t("Send"), busy=t("Sending…"), form=FORM, class_name=SEND),
            class_name="mt-4 grid gap-5",
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
                rx.el.span(each.subject, class_name="min-w-0 truncate font-semibold text-ink"),
                rx.cond(each.unread, chip(each.unread, "good")),
                rx.cond(each.is_closed, chip(t("Closed"))),
                class_name="flex items-center justify-between gap-3",
            ),
            rx.el.span(each.glimpse, class_name="block truncate text-muted"),
            rx.el.span(each.at, class_name="block text-note text-muted"),
            href=each.href,
            aria_current=rx.cond(each.is_chosen, "true", "false"),
            class_name=(
                "grid min-w-0 gap-0.5 px-4 py-3 text-body hover:bg-surface2 "
                "aria-[current=true]:bg-brandsoft focus-visible:-outline-offset-2"
            ),
        ),
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
            rx.el.p(each.words, class_name="whitespace-pre-line wrap-anywhere"),
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


def _words(label: Text, *, rows: int) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for="words", class_name=LABEL),
        rx.el.textarea(
            id="words",
            name="words",
            rows=rows,
            max_length=4_000,
            aria_describedby="words-error",
            class_name=f"{FIELD} py-3",
        ),
        error_slot("words", id="words"),
        class_name="grid gap-1.5",
    )


def _contract() -> rx.Component:
    """Ask which contract it is about, where there are several."""
    chosen = hidden("account", FrameState.account, key=FrameState.account)
    choice = rx.el.div(
        rx.el.label(t("What it is about"), html_for="account", class_name=LABEL),
        rx.el.select(
            rx.foreach(FrameState.tabs, _option),
            rx.el.option(t("None of them"), value=""),
            id="account",
            name="account",
            default_value=FrameState.account,
            aria_describedby="account-error",
            class_name=FIELD,
        ),
        error_slot("account", id="account"),
        class_name="grid gap-1.5",
    )
    return rx.cond(FrameState.has_several, choice, chosen)


def _option(tab: AccountTab) -> rx.Component:
    return rx.el.option(f"{tab.vehicle} · {tab.detail}", value=tab.ref)


def _files(files: Any, attach_to: Any, acts: dict[str, Any]) -> rx.Component:
    """Draw what goes with the message, and what adds to it. It is a form of its own."""
    return rx.el.div(
        rx.cond(
            files,
            rx.el.ul(
                rx.foreach(files, lambda each: _file(each, acts["remove_file"])),
                aria_label=t("Files that go with your message"),
                class_name="grid gap-1",
            ),
        ),
        auth_form(
            rx.el.div(
                rx.el.label(
                    rx.icon("paperclip", size=16, aria_hidden="true"),
                    t("Add a file"),
                    rx.el.input(
                        type="file",
                        id="file",
                        name="file",
                        accept=".pdf,.png,.jpg,.jpeg,.txt,application/pdf,image/png,image/jpeg",
                        aria_describedby="file-error file-hint",
                        on_change=ADD_AT_ONCE,
                        class_name="sr-only",
                    ),
                    class_name=CHOOSER,
                ),
                rx.el.p(
                    t("PDF, photo or plain text, 10 MB at most, up to 5 files."),
                    id="file-hint",
                    class_name=f"{HELP} group-aria-busy:hidden",
                ),
                rx.el.p(
                    t("Adding your file…"),
                    class_name=f"{HELP} hidden group-aria-busy:block",
                ),
                error_slot("file", id="file"),
                class_name="grid gap-1.5",
            ),
            action=attach_to,
            on_done=acts["refresh"],
            class_name="group",
            custom_attrs={"encType": "multipart/form-data"},
        ),
        class_name="grid gap-2",
    )


def _file(file: FileView, remove: Any) -> rx.Component:
    return rx.el.li(
        rx.icon("paperclip", size=14, aria_hidden="true", class_name="shrink-0 text-muted"),
        rx.el.span(file.name, class_name="min-w-0 wrap-anywhere"),
        rx.el.span(file.size, class_name="shrink-0 text-note text-muted"),
        button(
            rx.icon("x", size=16, aria_hidden="true"),
            rx.el.span(t("Remove {name}", name=file.name), class_name="sr-only"),
            look="text",
            size="compact",
            on_click=remove(file.ref),
            class_name="ml-auto",
        ),
        class_name="flex items-center gap-2 rounded-control border border-line pl-3 text-body",
    )
