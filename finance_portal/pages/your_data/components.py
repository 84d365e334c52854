"""The parts of the page of one's data."""

from typing import Any

import reflex as rx

from finance_portal.pages.your_data.views import Address, Copy
from finance_portal.ui import routes
from finance_portal.ui.auth_form import auth_form, submit
from finance_portal.ui.controls import STANDS_ALONE, Text, action_link, text_link
from finance_portal.ui.feedback import notice, skeleton, waiting
from finance_portal.ui.session import Purpose
from finance_portal.ui.surfaces import bar, card, card_title
from finance_portal.ui.words import t

GRID = "grid items-start gap-4 lg:grid-cols-12"
TEXT = "text-body text-muted"
CONFIRM = routes.of_confirm(Purpose.EXPORT, routes.YOUR_DATA)
SHOWN = "break-all rounded-control bg-surface2 px-3 py-2.5 text-note font-medium text-ink"
WIDE = "w-full sm:w-fit"


def copy_card(copy: Copy, *, is_fresh: Any) -> rx.Component:
    """Draw the last copy, or the way to one."""
    return card(
        card_title(t("A copy of everything")),
        rx.el.p(
            t(
                "Your contracts, payments, papers and messages in one file that is yours to keep."
                " It opens without us, on any computer."
            ),
            class_name=f"mt-2 {TEXT}",
        ),
        rx.el.div(
            rx.cond(copy.is_under_way, _under_way(copy)),
            rx.cond(copy.failed, _failed()),
            rx.cond(copy.is_ready, _ready(copy, is_fresh)),
            role="status",
            class_name="mt-5 grid gap-4 empty:hidden",
        ),
        rx.cond(copy.is_under_way, rx.fragment(), _ask(copy, is_fresh)),
    )


def inside_card() -> rx.Component:
    """Say what a copy holds."""
    return card(
        card_title(t("What is in it")),
        rx.el.dl(
            _part(t("Tables"), t("Payments, ledger and contracts as CSV, for a spreadsheet.")),
            _part(t("OFX"), t("A statement for each contract, for a program that keeps books.")),
            _part(t("Papers"), t("Every document that you can read here, as a PDF.")),
            _part(t("JSON"), t("All of it, complete, for programs to read.")),
            _part(t("Our seal"), t("Anybody can check that the file is ours and unchanged.")),
            class_name="mt-4 grid gap-4 sm:grid-cols-2",
        ),
        rx.el.p(
            t("Accounts and cards show their last four digits only. Passwords are not in it."),
            class_name="mt-4 text-note text-muted",
        ),
    )


def calendar_card(address: Address, *, is_fresh: Any, done: Any) -> rx.Component:
    """Draw whether a calendar is shared, and the way to share it or to end that."""
    return card(
        card_title(t("Your due dates in your own calendar")),
        rx.el.p(
            t(
                "A secret link that your calendar reads by itself: due dates, autopay, scheduled"
                " payments, statements and ends of quotes."
            ),
            class_name=f"mt-2 {TEXT}",
        ),
        _link_made(),
        rx.cond(address.is_shared, _shared(address)),
        rx.cond(
            is_fresh,
            auth_form(
                submit(
                    t("Make a link"),
                    look="plain",
                    class_name=WIDE,
                ),
                action=routes.CALENDAR_FORM,
                on_done=done,
                class_name="mt-5",
            ),
            rx.el.div(_confirm(t("Confirm to make a link"), look="plain"), class_name="mt-5"),
        ),
    )


def erasure_card(account: Text) -> rx.Component:
    """Say how one's data is erased, and what the law makes us keep."""
    return card(
        card_title(t("Erasing your data")),
        rx.el.p(
            t(
                "Once no contract of yours is open, you can ask us to erase what we know of you."
                " What the law makes us keep stays under a number without your name; a letter"
                " says what that is, and until when."
            ),
            class_name=f"mt-2 {TEXT}",
        ),
        rx.el.p(
            text_link(
                t("Ask us to erase your data"),
                href=f"{routes.of_asking('erasure')}&{routes.ACCOUNT}={account}",
                class_name=STANDS_ALONE,
            ),
            class_name="mt-4",
        ),
    )


def placeholder() -> rx.Component:
    """Hold the place of the page while it loads."""
    return waiting(skeleton("h-72 lg:col-span-7"), skeleton("h-72 lg:col-span-5"), class_name=GRID)


def _under_way(copy: Copy) -> rx.Component:
    return rx.el.div(
        rx.el.p(copy.progress, class_name="text-body font-medium text-ink"),
        bar(copy.percent, copy.progress, class_name="mt-3"),
        rx.el.p(
            t("You can leave this page. We write to you when it is ready."),
            class_name="mt-3 text-note text-muted",
        ),
    )


def _failed() -> rx.Component:
    return notice(
        rx.el.p(t("We could not make your copy. Nothing is lost: please ask for it again.")),
        tone="warn",
    )


def _ready(copy: Copy, is_fresh: Any) -> rx.Component:
    return rx.fragment(
        notice(rx.el.p(copy.ready), rx.el.p(copy.until), tone="good"),
        rx.cond(
            is_fresh,
            action_link(
                t("Download"), href=copy.href, size="large", class_name=WIDE, reload_document=True
            ),
            _confirm(t("Confirm to download")),
        ),
        rx.el.p(
            t("Its fingerprint (SHA-256)"),
            rx.el.span(copy.digest, class_name="mt-1 block break-all text-chip font-medium"),
            class_name="text-note text-muted",
        ),
    )


def _ask(copy: Copy, is_fresh: Any) -> rx.Component:
    words = rx.cond(copy.is_ready, t("Make a new copy"), t("Make a copy"))
    return rx.cond(
        is_fresh,
        auth_form(
            submit(words, look="plain", class_name=WIDE),
            action=routes.YOUR_DATA_FORM,
            class_name="mt-5",
        ),
        rx.cond(
            copy.is_ready,
            rx.fragment(),
            rx.el.div(_confirm(t("Confirm to make a copy")), class_name="mt-5"),
        ),
    )


def _confirm(words: Any, look: Any = "primary") -> rx.Component:
    return action_link(words, href=CONFIRM, look=look, size="large", class_name=WIDE)


def _link_made() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("Your secret link, shown this once:"), class_name="text-note text-muted"),
        rx.el.p(id="calendar-address", class_name=SHOWN),
        rx.el.p(
            t(
                "Copy it, and add it to your calendar as a subscription (by URL). Whoever has it"
                " can read these dates, so keep it to yourself."
            ),
            class_name="text-note text-muted",
        ),
        id="calendar-made",
        hidden=True,
        tab_index=-1,
        class_name="mt-4 grid gap-2 outline-none",
    )


def _shared(address: Address) -> rx.Component:
    return rx.el.div(
        rx.el.p(
            t("Your calendar has a link."),
            " ",
            address.made,
            " ",
            address.read,
            " ",
            t("Making another one ends it."),
            class_name="text-body text-ink",
        ),
        auth_form(
            submit(t("End the link"), look="quiet", class_name=WIDE),
            action=routes.CALENDAR_END_FORM,
            class_name="mt-3",
        ),
        class_name="mt-4",
    )


def _part(title: Any, words: Any) -> rx.Component:
    return rx.el.div(
        rx.el.dt(title, class_name="text-body font-semibold text-ink"),
        rx.el.dd(words, class_name="mt-0.5 text-note text-muted"),
    )
