"""Sign in: a name and a password, or a passkey alone."""

import reflex as rx

from finance_portal.ui import routes
from finance_portal.ui.auth_fields import password_field, text_field
from finance_portal.ui.auth_form import REFUSALS, auth_form, from_query, passkey_form, submit
from finance_portal.ui.client import query
from finance_portal.ui.controls import STANDS_ALONE, text_link
from finance_portal.ui.feedback import notice
from finance_portal.ui.narrow import narrow_page
from finance_portal.ui.words import t

REFUSED = t(
    "That user name and password do not match. Passwords are case-sensitive: check that Caps Lock "
    "is off, then try again."
)
OVER = {
    "signed-out": t("You are signed out. On a shared computer, close the browser too."),
    "login": t("Please sign in to go on."),
    "expired": t("You were away for a while, so we signed you out. Nothing was changed."),
    "frozen": t("Your sign-in is frozen. Sign in, and we ask you to prove who you are."),
    "way": t("That took a while, so please begin again. Nothing was changed."),
}


def sign_in() -> rx.Component:
    return narrow_page(
        t("Welcome back"),
        _over(),
        _form(),
        passkey_form(
            t("Sign in with a passkey"), from_query("next"), action=routes.PASSKEY_SIGN_IN_FORM
        ),
        _elsewhere(),
        lead=t("Sign in to your loan or lease."),
        reads=False,
    )


def _over() -> rx.Component:
    """Say why one is here."""
    why = query("over")
    return rx.el.div(
        rx.cond(why, notice(rx.el.p(rx.match(why, *OVER.items(), "")), class_name="mt-5")),
        role="status",
    )


def _form() -> rx.Component:
    return auth_form(
        from_query("next"),
        text_field(
            t("User name or e-mail"), name="user_name", auto_complete="username", max_length=254
        ),
        password_field(),
        submit(t("Sign in"), busy=t("Signing in…")),
        action=routes.SIGN_IN_FORM,
        refusals=REFUSALS | {"refused": REFUSED},
    )


def _elsewhere() -> rx.Component:
    return rx.el.p(
        text_link(t("Trouble signing in?"), href=routes.TROUBLE, class_name=STANDS_ALONE),
        rx.el.span(
            t("New here?"),
            " ",
            text_link(t("Register"), href=routes.REGISTER),
            class_name="text-muted",
        ),
        class_name="mt-6 flex flex-wrap justify-between gap-x-4 gap-y-1",
    )
