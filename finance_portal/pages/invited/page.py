"""An invitation: the address in a mail leads here. Its secret is never sent by opening it."""

import reflex as rx

from finance_portal.ui import routes
from finance_portal.ui.auth_fields import text_field
from finance_portal.ui.auth_form import REFUSALS, auth_form, from_fragment, submit
from finance_portal.ui.controls import text_link
from finance_portal.ui.narrow import narrow_page
from finance_portal.ui.words import t

TITLE = "mt-8 text-title font-semibold"
WHAT_HAPPENS = (
    t("What you may see and do, and until when, stands in the e-mail."),
    t("You sign in with a user name and a password of your own. Never use somebody else's."),
    t("Each page that you open is written down for whoever invited you."),
    t("You owe nothing: an invitation binds you to nothing."),
)
REFUSED = t(
    "This invitation no longer works: it was used or taken back, it is older than 72 hours, or a "
    "part of it is missing. Ask for another one."
)


def invited() -> rx.Component:
    return narrow_page(
        t("You are invited"),
        rx.el.ul(
            *[rx.el.li(words) for words in WHAT_HAPPENS],
            class_name="mt-4 grid list-disc gap-1 pl-5 text-body",
        ),
        rx.el.h2(t("I am new here"), class_name=TITLE),
        auth_form(
            from_fragment("secret"),
            text_field(
                t("First name"),
                name="first_name",
                max_length=80,
                auto_complete="given-name",
                auto_capitalize="words",
            ),
            text_field(
                t("Last name"),
                name="last_name",
                max_length=80,
                auto_complete="family-name",
                auto_capitalize="words",
            ),
            submit(t("Accept, and choose a sign-in"), busy=t("One moment…")),
            action=routes.INVITED_FORM,
            refusals=REFUSALS | {"refused": REFUSED},
            class_name="mt-3",
        ),
        rx.el.h2(t("I have a sign-in"), class_name=TITLE),
        rx.el.p(
            text_link(t("Sign in first"), href=f"{routes.SIGN_IN}?next={routes.DELEGATES}"),
            " ",
            t("with the address that the invitation went to: it waits for you there."),
            class_name="mt-1 text-body text-muted",
        ),
        auth_form(
            from_fragment("secret"),
            submit(t("Accept with the sign-in that is open"), busy=t("One moment…"), look="plain"),
            action=routes.INVITED_ACCEPT_FORM,
            class_name="mt-3",
        ),
        lead=t("Somebody wants to give you access to one contract of theirs."),
    )
