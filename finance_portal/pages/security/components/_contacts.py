"""Where codes go: the e-mail address and the telephone number, and the forms for others."""

from typing import Any

import reflex as rx

from finance_portal.pages.security.components._rows import FORM, change, folded, row
from finance_portal.ui import routes
from finance_portal.ui.auth_fields import code_field, text_field
from finance_portal.ui.auth_form import auth_form, hidden, submit
from finance_portal.ui.controls import Text
from finance_portal.ui.session import Purpose
from finance_portal.ui.words import around, t

CONTACT = Purpose.CONTACT.value


def email_row(email: Text, *, fresh: Any, done: Any) -> rx.Component:
    """Draw the address, and the form for another."""
    return row(
        "mail",
        t("E-mail"),
        rx.cond(email, email, t("None. We send codes and notices to what the lender has on file.")),
        folded(
            "email",
            auth_form(
                text_field(
                    t("New e-mail address"),
                    name="email",
                    id="email-address",
                    type="email",
                    auto_complete="email",
                    hint=t("We send a code there. The old address is told of the change."),
                    max_length=254,
                ),
                submit(t("Send a code"), busy=t("Sending…")),
                action=routes.SECURITY_EMAIL_FORM,
                on_done=done,
                class_name=FORM,
            ),
            _code_form("email", routes.SECURITY_EMAIL_CODE_FORM),
        ),
        control=change(t("Change"), what=t(" e-mail"), place="email", purpose=CONTACT, fresh=fresh),
        place="email",
    )


def phone_row(phone: Text, *, fresh: Any, done: Any) -> rx.Component:
    """Draw the number, and the form for another, or for none."""
    return row(
        "smartphone",
        t("Text messages"),
        rx.cond(phone, phone, t("No number yet")),
        folded(
            "phone",
            auth_form(
                text_field(
                    t("Mobile number"),
                    name="phone",
                    id="phone-number",
                    type="tel",
                    auto_complete="tel",
                    hint=(
                        t(
                            "In the United States. Texts can be read or redirected by others: a "
                            "passkey or an app is safer."
                        )
                    ),
                    max_length=20,
                ),
                submit(t("Send a code"), busy=t("Sending…")),
                action=routes.SECURITY_PHONE_FORM,
                on_done=done,
                class_name=FORM,
            ),
            _code_form("phone", routes.SECURITY_PHONE_CODE_FORM),
            rx.cond(phone, _removal(done)),
        ),
        control=change(t("Change"), what=t(" number"), place="phone", purpose=CONTACT, fresh=fresh),
        place="phone",
    )


def _code_form(name: str, action: str) -> rx.Component:
    """Draw the second half, which shows itself when a code was sent."""
    return rx.el.section(
        rx.el.p(
            *around(
                "We sent a code to {contact}. It works for 10 minutes.",
                contact=rx.el.span(id=f"new-{name}-shown", class_name="font-medium"),
            ),
            class_name="text-body",
        ),
        auth_form(
            hidden(name, "", id=f"new-{name}"),
            code_field(id=f"{name}-digits"),
            submit(t("Confirm"), busy=t("Checking…")),
            action=action,
            class_name=FORM,
        ),
        id=f"{name}-code",
        hidden=True,
        tab_index=-1,
        aria_label=t("The code we sent"),
        class_name="mt-4 outline-none",
    )


def _removal(done: Any) -> rx.Component:
    return auth_form(
        hidden("remove", "on"),
        submit(t("Remove this number"), busy=t("Removing…"), look="text"),
        action=routes.SECURITY_PHONE_FORM,
        on_done=done,
        class_name=FORM,
    )
