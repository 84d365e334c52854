"""What one signs in with: user name and password."""

from typing import Any

import reflex as rx

from finance_portal.pages.security.components._rows import FORM, change, folded, row
from finance_portal.ui import routes
from finance_portal.ui.auth_fields import (
    check_field,
    new_password_field,
    password_field,
    text_field,
)
from finance_portal.ui.auth_form import auth_form, submit
from finance_portal.ui.controls import Text
from finance_portal.ui.session import Purpose
from finance_portal.ui.words import t

FACTORS = Purpose.FACTORS.value
NAME_RULES = t("5 to 32 letters a to z, digits, dots, dashes and underscores.")


def user_name_row(user_name: Text, *, fresh: Any, done: Any) -> rx.Component:
    """Draw the user name, and the form for another."""
    return row(
        "user-round",
        t("User name"),
        user_name,
        folded(
            "user-name",
            auth_form(
                text_field(
                    t("New user name"),
                    name="user_name",
                    id="new-user-name",
                    auto_complete="username",
                    hint=NAME_RULES,
                    max_length=32,
                ),
                submit(t("Change user name"), busy=t("Changing…")),
                action=routes.SECURITY_USER_NAME_FORM,
                on_done=done,
                class_name=FORM,
            ),
        ),
        control=change(
            t("Change"), what=t(" user name"), place="user-name", purpose=FACTORS, fresh=fresh
        ),
        place="user-name",
    )


def password_row(words: Text, *, user_name: Text, fresh: Any, done: Any) -> rx.Component:
    """Draw when the password was set, and the form for another."""
    return row(
        "key-round",
        t("Password"),
        words,
        folded("password", _password_form(user_name, done)),
        control=change(
            t("Change"), what=t(" password"), place="password", purpose=FACTORS, fresh=fresh
        ),
        place="password",
    )


def _password_form(user_name: Text, done: Any) -> rx.Component:
    return auth_form(
        _for_managers(user_name),
        password_field(t("Current password"), name="current"),
        new_password_field(t("New password"), id="new-password", user_name="password-of"),
        check_field(
            t("Sign out everywhere else"),
            name="everywhere_else",
            hint=t("Every other device has to sign in with the new password."),
            default_checked=True,
        ),
        submit(t("Change password"), busy=t("Changing…")),
        action=routes.SECURITY_PASSWORD_FORM,
        on_done=done,
        class_name=FORM,
    )


def _for_managers(user_name: Text) -> rx.Component:
    """Tell a password manager whose password this is."""
    return rx.el.input(
        id="password-of",
        name="user_name",
        value=user_name,
        read_only=True,
        hidden=True,
        auto_complete="username",
    )
