"""Registration: who one is, the code that was sent, then a user name, a password and consents."""

import reflex as rx

from finance_portal.documents import agreements
from finance_portal.ui import brand, routes
from finance_portal.ui.agreement import agreement_text
from finance_portal.ui.auth_fields import check_field, new_password_field, text_field
from finance_portal.ui.auth_form import REFUSALS, auth_form, submit
from finance_portal.ui.claim_fields import channel_field, claim_fields
from finance_portal.ui.controls import LINK, text_link
from finance_portal.ui.feedback import skeleton, waiting
from finance_portal.ui.narrow import narrow_page
from finance_portal.ui.surfaces import TITLE
from finance_portal.ui.way_code import way_code
from finance_portal.ui.way_state import WayState
from finance_portal.ui.words import around, t

IN_A_NEW_TAB = t("(in a new tab)")
TEXT = "rounded-control border border-line bg-surface2 p-4"


def register() -> rx.Component:
    return narrow_page(
        t("Register"),
        auth_form(
            claim_fields(),
            channel_field(),
            submit(t("Send my code"), busy=t("Sending…")),
            action=routes.REGISTER_FORM,
            refusals=REFUSALS,
        ),
        _elsewhere(),
        lead=t("Three things from your contract, and a code to the contact that we have on file."),
    )


def register_code() -> rx.Component:
    return narrow_page(
        t("Type your code"),
        way_code(
            action=routes.REGISTER_CODE_FORM,
            start=routes.REGISTER,
            is_by_text=WayState.is_by_text,
            sends=WayState.sends,
            send_again=WayState.send_again,
            error=WayState.error,
        ),
    )


def register_finish() -> rx.Component:
    return narrow_page(
        t("Almost there"),
        rx.cond(
            WayState.loaded,
            auth_form(
                _sign_in(),
                _records(),
                _terms(),
                submit(t("Finish"), busy=t("Setting up…")),
                action=routes.REGISTER_FINISH_FORM,
                refusals=REFUSALS,
                class_name="mt-6 gap-8",
            ),
            waiting(skeleton("mt-6 h-12"), skeleton("mt-5 h-12"), skeleton("mt-5 h-64")),
        ),
        lead=t("Choose how you sign in, and how we send you documents."),
    )


def _elsewhere() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            t("Registered already?"),
            " ",
            text_link(t("Sign in"), href=routes.SIGN_IN),
            class_name="mt-6 text-body text-muted",
        ),
        rx.el.p(
            t("Two people on one contract each register on their own."),
            class_name="mt-1 text-note text-muted",
        ),
        brand.safety(),
    )


def _sign_in() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Your sign-in"), class_name=TITLE),
        text_field(
            t("User name"),
            name="user_name",
            hint=t(
                "5 to 32 letters, digits, dots, dashes or underscores. You can change it later."
            ),
            auto_complete="username",
            max_length=32,
            custom_attrs={"data-missing": t("Choose a user name.")},
        ),
        new_password_field(user_name="user-name"),
        class_name="grid gap-4",
    )


def _records() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t(agreements.ESIGN.title), class_name=TITLE),
        rx.el.div(
            agreement_text(agreements.ESIGN, level="h3"),
            class_name=TEXT,
        ),
        text_field(
            t("The word in the document"),
            name="esign_word",
            hint=rx.fragment(
                *around(
                    "{link} and type the word that you see. It shows that you can read what we"
                    " send.",
                    link=_new_tab(
                        t("Open the document"), routes.ACCESS_TEST, t("(PDF, in a new tab)")
                    ),
                )
            ),
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
        class_name="grid gap-4",
    )


def _terms() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Terms and privacy"), class_name=TITLE),
        check_field(
            rx.fragment(
                *around(
                    "I have read and accept the {terms} and the {privacy}.",
                    terms=_new_tab(t("terms of use"), routes.TERMS),
                    privacy=_new_tab(t("privacy page"), routes.PRIVACY),
                )
            ),
            name="accept_terms",
            required=True,
            custom_attrs={"data-missing": t("Please read these and tick the box.")},
        ),
        class_name="grid gap-4",
    )


def _new_tab(words: str, href: str, how: str = IN_A_NEW_TAB) -> rx.Component:
    return rx.el.a(
        words,
        rx.el.span(" ", how, class_name="sr-only"),
        href=href,
        target="_blank",
        reload_document=True,
        class_name=LINK,
    )
