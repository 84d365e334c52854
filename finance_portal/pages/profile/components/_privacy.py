"""What may be shared, what is reported, and where the rest of one's choices stands."""

from typing import Any

import reflex as rx

from finance_portal.documents.privacy_notice import VERSION
from finance_portal.pages.profile.views import Choice
from finance_portal.ui import routes
from finance_portal.ui.auth_form import auth_form, hidden
from finance_portal.ui.controls import STANDS_ALONE, Text, button, text_link
from finance_portal.ui.surfaces import card, card_title, chip
from finance_portal.ui.words import t

WORDS = "mt-2 text-body text-muted"


def privacy_card(choices: Any, *, done: Any) -> rx.Component:
    """Draw every way of sharing that may be limited."""
    return card(
        card_title(t("Privacy choices"), id="privacy"),
        rx.el.p(
            t(
                "You may limit these. A choice counts at once, for as long as you leave it so, and"
                " for you alone: whoever else is on your contract chooses on their own."
            ),
            class_name=WORDS,
        ),
        rx.el.ul(
            rx.foreach(choices, lambda each: _choice(each, done)),
            class_name="mt-2 divide-y divide-line",
        ),
        rx.el.p(
            text_link(
                t("The privacy notice, version {version}", version=VERSION),
                href=routes.PRIVACY_NOTICE,
                class_name=STANDS_ALONE,
            ),
            class_name="mt-3 text-body",
        ),
        class_name="min-w-0",
    )


def credit_card(account: Text) -> rx.Component:
    """Say what credit bureaus hear, and what to do when it is wrong."""
    return card(
        card_title(t("Credit reporting"), id="credit"),
        rx.el.p(
            t(
                "Once a month we tell the credit bureaus how your contract stands. A payment that"
                " is less than 30 days late is not reported as late; a payment that we moved to"
                " the end counts as current."
            ),
            class_name=WORDS,
        ),
        rx.el.p(
            t(
                "Is something wrong in what we reported? Tell us which line, and why. We look into"
                " it within 30 days, and correct it at every bureau that we told."
            ),
            class_name=WORDS,
        ),
        rx.el.p(
            text_link(
                t("Dispute what we report"),
                href=f"{routes.of_asking('credit_dispute')}&{routes.ACCOUNT}={account}",
                class_name=STANDS_ALONE,
            ),
            class_name="mt-3 text-body",
        ),
        class_name="min-w-0",
    )


def more_card(query: Text) -> rx.Component:
    """Lead to the choices that stand on pages of their own."""
    links = (
        (t("What we tell you, and how"), routes.PREFERENCES),
        (t("How you sign in"), routes.SECURITY),
        (t("All settings"), routes.SETTINGS),
        (t("Privacy policy"), routes.PRIVACY),
    )
    return card(
        card_title(t("More choices")),
        rx.el.ul(
            *[
                rx.el.li(text_link(words, href=f"{route}{query}", class_name=STANDS_ALONE))
                for words, route in links
            ],
            class_name="mt-3 grid gap-2 text-body",
        ),
        class_name="min-w-0",
    )


def _choice(each: Choice, done: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.p(each.title, class_name="font-medium"),
                rx.el.p(each.when, class_name="text-note text-muted empty:hidden"),
                class_name="min-w-0 grow",
            ),
            rx.cond(each.is_out, chip(t("Limited"), "good"), chip(t("Allowed"), "calm")),
            class_name="flex items-start gap-3",
        ),
        rx.cond(
            each.is_out,
            _form(each, "allow", t("Allow it again"), done),
            _form(each, "limit", t("Limit it"), done),
        ),
        class_name="py-3.5",
    )


def _form(each: Choice, what: str, words: Text, done: Any) -> rx.Component:
    return auth_form(
        hidden("choice", each.name),
        hidden("what", what),
        button(
            words,
            type="submit",
            look="quiet",
            size="compact",
            class_name="w-fit",
            custom_attrs={"data-busy": t("Saving…")},
            aria_label=t("{action}: {number}", action=words, number=each.title),
        ),
        action=routes.PROFILE_PRIVACY_FORM,
        on_done=done,
        class_name="mt-2",
    )
