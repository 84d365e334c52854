"""What a message is written with: its words, its contract, its files."""

from typing import Any

import reflex as rx

from finance_portal.pages.messages.views import FileView
from finance_portal.ui.auth_form import auth_form, error_slot, hidden
from finance_portal.ui.client import local
from finance_portal.ui.controls import (
    FIELD,
    HELP,
    LABEL,
    Text,
    button,
)
from finance_portal.ui.frame import AccountTab, FrameState
from finance_portal.ui.words import t

SEND = "w-full sm:w-fit sm:justify-self-end sm:px-10"
FORM = "message-form"
LARGEST = 10_000_000
TOO_LARGE = t("This file is larger than 10 MB. Please send a smaller one.")
ADD_AT_ONCE = local(
    f"e.target.setCustomValidity(e.target.files[0]?.size > {LARGEST} ? {TOO_LARGE!r} : '');"
    " if (e.target.files[0]) e.target.form.requestSubmit()"
)
CHOOSER = (
    "inline-flex min-h-11 w-fit cursor-pointer items-center gap-2 rounded-control bg-surface2 px-4 "
    "text-body font-semibold text-ink hover:bg-line has-[:focus-visible]:outline-2 "
    "has-[:focus-visible]:outline-offset-2 has-[:focus-visible]:outline-brand"
)


def words_field(label: Text, *, rows: int) -> rx.Component:
    """Draw the field for the message itself."""
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


def contract() -> rx.Component:
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


def files_field(files: Any, attach_to: Any, acts: dict[str, Any]) -> rx.Component:
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


def _option(tab: AccountTab) -> rx.Component:
    return rx.el.option(f"{tab.vehicle} · {tab.detail}", value=tab.ref)


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
