"""The numbers on which we call; where codes, texts and mails go stands under Security."""

from typing import Any

import reflex as rx

from finance_portal.pages.profile.views import Phone
from finance_portal.ui import routes
from finance_portal.ui.auth_fields import text_field
from finance_portal.ui.auth_form import auth_form, error_slot, hidden, submit
from finance_portal.ui.controls import FIELD, LABEL, Text, action_link
from finance_portal.ui.rows import FORM, change, folded, row
from finance_portal.ui.session import Purpose
from finance_portal.ui.surfaces import chip
from finance_portal.ui.words import t

CONTACT = Purpose.CONTACT.value


def phones_row(phones: Any, *, fresh: Any, done: Any) -> rx.Component:
    """Draw the numbers, and the forms for more and fewer of them."""
    return row(
        "phone",
        t("Telephone numbers"),
        rx.cond(
            phones,
            rx.el.ul(rx.foreach(phones, _shown), class_name="mt-1 grid gap-1"),
            t("None yet. We cannot call you."),
        ),
        folded(
            "phones",
            rx.el.p(
                t("A person of ours calls these. Codes and texts never go here."),
                class_name="mt-4 text-note text-muted",
            ),
            rx.el.ul(
                rx.foreach(phones, lambda each: _choices(each, done)),
                class_name="mt-3 max-w-sm divide-y divide-line",
            ),
            _add(done),
        ),
        control=change(
            t("Change"),
            what=t(" telephone numbers"),
            place="phones",
            purpose=CONTACT,
            fresh=fresh,
            page=routes.PROFILE,
        ),
        place="phones",
    )


def email_row(email: Text, query: Text) -> rx.Component:
    """Say where mails go, and lead to where that is changed."""
    return _elsewhere(
        "mail",
        t("E-mail"),
        rx.cond(email, email, t("None yet")),
        href=f"{routes.SECURITY}{query}#email",
        what=t(" e-mail, under Security"),
    )


def texts_row(number: Text, query: Text) -> rx.Component:
    """Say where codes and texts go, and lead to where that is changed."""
    return _elsewhere(
        "smartphone",
        t("Text messages and codes"),
        rx.cond(number, number, t("No number yet")),
        href=f"{routes.SECURITY}{query}#phone",
        what=t(" the number for texts, under Security"),
    )


def _elsewhere(icon: str, title: Text, value: Any, *, href: Text, what: Text) -> rx.Component:
    return row(
        icon,
        title,
        value,
        control=action_link(
            t("Change"),
            rx.el.span(what, class_name="sr-only"),
            href=href,
            look="quiet",
            size="compact",
            class_name="shrink-0",
        ),
    )


def _shown(each: Phone) -> rx.Component:
    return rx.el.li(
        rx.el.span(each.shown, class_name="text-ink"),
        rx.el.span(each.kind),
        rx.cond(each.is_main, chip(t("Main"), "good")),
        class_name="flex flex-wrap items-center gap-x-3 gap-y-1",
    )


def _choices(each: Phone, done: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(each.shown, class_name="grow font-medium"),
        rx.cond(
            each.is_main,
            chip(t("Main"), "good"),
            _one("main", t("Make it the main one"), each, done),
        ),
        _one("remove", t("Remove"), each, done),
        class_name="flex flex-wrap items-center gap-x-4 py-1",
    )


def _one(what: str, words: Text, each: Phone, done: Any) -> rx.Component:
    return auth_form(
        hidden("what", what),
        hidden("ref", each.ref),
        submit(
            words,
            look="text",
            busy=t("Saving…"),
            class_name="min-h-9 px-0",
            aria_label=t("{action}: {number}", action=words, number=each.shown),
        ),
        action=routes.PROFILE_PHONE_FORM,
        on_done=done,
        class_name="",
    )


def _add(done: Any) -> rx.Component:
    return auth_form(
        hidden("what", "add"),
        text_field(
            t("Another number"),
            name="number",
            id="phone-number",
            type="tel",
            auto_complete="tel-national",
            hint=t("In the United States, with its area code."),
            max_length=30,
        ),
        rx.el.div(
            rx.el.label(t("What kind of number it is"), html_for="phone-kind", class_name=LABEL),
            rx.el.select(
                rx.el.option(t("Mobile"), value="mobile"),
                rx.el.option(t("Home"), value="home"),
                rx.el.option(t("Work"), value="work"),
                id="phone-kind",
                name="phone_kind",
                aria_describedby="phone-kind-error",
                class_name=FIELD,
            ),
            error_slot("phone_kind", id="phone-kind"),
            class_name="grid gap-1.5",
        ),
        submit(t("Add this number"), busy=t("Saving…")),
        action=routes.PROFILE_PHONE_FORM,
        on_done=done,
        class_name=FORM,
    )
