"""Paper or not: what was agreed to, the test, taking it back, and the record of all that."""

from typing import Any

import reflex as rx

from finance_portal.documents import agreements
from finance_portal.pages.profile.views import Line, View
from finance_portal.ui import routes
from finance_portal.ui.agreement import agreement_text
from finance_portal.ui.auth_fields import check_field, text_field
from finance_portal.ui.auth_form import auth_form, hidden, submit
from finance_portal.ui.controls import LINK, STANDS_ALONE
from finance_portal.ui.surfaces import card, card_title, chip
from finance_portal.ui.words import t

SUMMARY = "min-h-6 cursor-pointer font-medium"
FOLD = "mt-4 text-body"


def paperless_card(view: View, *, done: Any) -> rx.Component:
    """Draw whether records come here or by post, and the way to the other."""
    return card(
        card_title(
            t("Electronic records"),
            rx.cond(view.is_paperless, chip(t("Paperless"), "good"), chip(t("By post"), "calm")),
            id="paperless",
        ),
        rx.cond(view.is_paperless, _on(view, done), _off(view, done)),
        _record(view.consents),
        class_name="min-w-0",
    )


def _on(view: View, done: Any) -> rx.Component:
    return rx.fragment(
        rx.el.p(
            t(
                "Statements, notices and letters come here instead of by post, since {day}.",
                day=view.paper_since,
            ),
            class_name="mt-2 text-body text-muted",
        ),
        rx.el.details(
            rx.el.summary(t("Get paper instead"), class_name=SUMMARY),
            rx.el.ul(
                *[rx.el.li(words) for words in _what_it_means()],
                class_name="mt-2 grid list-disc gap-2 pl-5 text-note text-muted",
            ),
            auth_form(
                hidden("what", "withdraw"),
                submit(t("Take back my consent"), busy=t("Saving…"), look="quiet"),
                action=routes.PROFILE_PAPERLESS_FORM,
                on_done=done,
                class_name="mt-4",
            ),
            class_name=FOLD,
        ),
    )


def _what_it_means() -> tuple[str, ...]:
    return (
        t("It is free, and it counts at once. You need not say why."),
        t("What is issued from now on is printed and mailed to your mailing address."),
        t("What we sent before stays valid. Nothing of it is sent again on paper."),
        t("You still sign in, pay and read everything here. You can go back any time."),
        t("A letter takes some days longer than this page. Dates and amounts are the same."),
    )


def _off(view: View, done: Any) -> rx.Component:
    return rx.fragment(
        rx.el.p(
            t("Statements, notices and letters that are issued now come by post, to:"),
            class_name="mt-2 text-body text-muted",
        ),
        rx.el.div(
            rx.cond(
                view.mailing,
                rx.foreach(view.mailing, _paragraph),
                rx.el.p(t("No address yet. Please add one on this page.")),
            ),
            class_name="mt-1 text-body font-medium",
        ),
        rx.el.details(
            rx.el.summary(t("Go paperless"), class_name=SUMMARY),
            rx.el.div(
                agreement_text(agreements.ESIGN, level="h3"),
                class_name="mt-3 rounded-control border border-line bg-surface2 p-4",
            ),
            _agree(done),
            class_name=FOLD,
        ),
    )


def _agree(done: Any) -> rx.Component:
    return auth_form(
        hidden("what", "agree"),
        rx.el.a(
            t("Open the document"),
            rx.el.span(" ", t("(PDF, in a new tab)"), class_name="sr-only"),
            href=routes.PROFILE_ACCESS_TEST,
            target="_blank",
            reload_document=True,
            class_name=f"{LINK} {STANDS_ALONE} w-fit",
        ),
        text_field(
            t("The word in the document"),
            name="esign_word",
            hint=t("Type the word that you see. It shows that you can read what we send."),
            auto_complete="off",
            max_length=40,
            custom_attrs={"data-missing": t("Open the document and type the word that you see.")},
        ),
        check_field(
            t("I agree to get documents electronically instead of on paper."),
            name="accept_esign",
            required=True,
            custom_attrs={"data-missing": t("Please read this and tick the box.")},
        ),
        submit(t("Agree"), busy=t("Saving…")),
        action=routes.PROFILE_PAPERLESS_FORM,
        on_done=done,
        class_name="mt-4",
    )


def _record(consents: Any) -> rx.Component:
    return rx.cond(
        consents,
        rx.el.details(
            rx.el.summary(t("The record of your consent"), class_name=SUMMARY),
            rx.el.ul(rx.foreach(consents, _line), class_name="mt-2 grid gap-2"),
            class_name=FOLD,
        ),
    )


def _line(each: Line) -> rx.Component:
    return rx.el.li(
        rx.el.span(each.words, class_name="block"),
        rx.el.span(each.more, class_name="block text-note text-muted"),
    )


def _paragraph(words: str) -> rx.Component:
    return rx.el.p(words)
