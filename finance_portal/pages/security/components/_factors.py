"""The second step: passkeys, authenticator apps and recovery codes."""

from typing import Any

import reflex as rx

from finance_portal.pages.security.components._rows import FORM, change, folded, row
from finance_portal.pages.security.views import Factor
from finance_portal.ui import routes
from finance_portal.ui.auth_fields import code_field, text_field
from finance_portal.ui.auth_form import auth_form, hidden, submit
from finance_portal.ui.client import local
from finance_portal.ui.controls import FIELD, HELP, LABEL, Text, button
from finance_portal.ui.session import Purpose
from finance_portal.ui.words import t

FACTORS = Purpose.FACTORS.value
COPIED, NOT_COPIED = t("Copied."), t("Not copied.")
COPY = f"""
const said = e.currentTarget.nextSibling;
navigator.clipboard.writeText(document.getElementById("recovery-codes-list").textContent)
  .then(
    () => {{ said.textContent = "{COPIED}" }},
    () => {{ said.textContent = "{NOT_COPIED}" }},
  );
"""
KEPT = """
document.getElementById("recovery-codes-list").textContent = "";
document.getElementById("recovery-codes-shown").hidden = true;
"""


def passkeys_row(passkeys: Any, *, fresh: Any, done: Any, rename: Any, remove: Any) -> rx.Component:
    """Draw the passkeys by name, and the form for one more."""
    return row(
        "fingerprint",
        t("Passkeys"),
        t("Your fingerprint, face or screen lock. Nothing to type, nothing to steal."),
        _held(passkeys, lambda each: _passkey(each, fresh, rename, remove)),
        folded(
            "passkeys",
            auth_form(
                text_field(
                    t("Name of the passkey (optional)"),
                    name="name",
                    id="passkey-name",
                    required=False,
                    placeholder=t("My phone"),
                    max_length=60,
                ),
                submit(t("Make a passkey"), busy=t("Waiting for your passkey…")),
                action=routes.SECURITY_PASSKEY_FORM,
                on_done=done,
                class_name=FORM,
            ),
        ),
        control=change(
            t("Add"), what=t(" a passkey"), place="passkeys", purpose=FACTORS, fresh=fresh
        ),
        place="passkeys",
    )


def apps_row(apps: Any, *, fresh: Any, done: Any, remove: Any) -> rx.Component:
    """Draw the authenticator apps, and the two forms for one more."""
    return row(
        "shield-check",
        t("Authenticator apps"),
        t("An app on your phone shows a new code twice a minute."),
        _held(apps, lambda each: _app(each, fresh, remove)),
        folded(
            "authenticator",
            auth_form(
                text_field(
                    t("Name of the app (optional)"),
                    name="name",
                    id="app-name",
                    required=False,
                    placeholder=t("App on my phone"),
                    max_length=60,
                ),
                submit(t("Show the code to scan"), busy=t("One moment…")),
                action=routes.SECURITY_APP_FORM,
                on_done=done,
                class_name=FORM,
            ),
            _app_setup(),
        ),
        control=change(
            t("Add"), what=t(" an app"), place="authenticator", purpose=FACTORS, fresh=fresh
        ),
        place="authenticator",
    )


def recovery_codes_row(words: Text, *, has_few: Any, fresh: Any, done: Any) -> rx.Component:
    """Draw how many codes are left, and the form for new ones."""
    return row(
        "receipt-text",
        t("Recovery codes"),
        rx.fragment(
            words,
            rx.cond(has_few, rx.el.span(t(": make new ones soon"), class_name="text-warn")),
        ),
        folded(
            "recovery-codes",
            rx.el.p(
                t(
                    "Ten codes on paper, for when your phone is gone. Each works once. New "
                    "codes make the old ones void."
                ),
                class_name="mt-4 max-w-sm text-body text-muted",
            ),
            auth_form(
                submit(t("Make ten new codes"), busy=t("Making them…")),
                action=routes.SECURITY_RECOVERY_CODES_FORM,
                on_done=done,
                class_name=FORM,
            ),
            _codes(),
        ),
        control=change(
            t("Make new"), what=t(" codes"), place="recovery-codes", purpose=FACTORS, fresh=fresh
        ),
        place="recovery-codes",
    )


def _held(factors: Any, draw: Any) -> rx.Component:
    return rx.el.ul(rx.foreach(factors, draw), class_name="ml-12 mt-2 grid gap-3 empty:hidden")


def _passkey(each: Factor, fresh: Any, rename: Any, remove: Any) -> rx.Component:
    return _factor(
        each,
        t("Manage"),
        fresh,
        rx.el.form(
            rx.el.input(type="hidden", name="ref", value=each.ref, read_only=True),
            rx.el.label(t("Name"), html_for=f"name-{each.ref}", class_name=LABEL),
            rx.el.input(
                id=f"name-{each.ref}",
                name="name",
                default_value=each.name,
                required=True,
                max_length=60,
                class_name=FIELD,
            ),
            button(t("Rename"), type="submit", look="quiet"),
            on_submit=rename,
            class_name=f"grid gap-1.5 {FORM}",
        ),
        _removal(t("Remove this passkey"), remove(each.ref)),
    )


def _app(each: Factor, fresh: Any, remove: Any) -> rx.Component:
    return _factor(each, t("Manage"), fresh, _removal(t("Remove this app"), remove(each.ref)))


def _factor(each: Factor, words: str, fresh: Any, *forms: rx.Component) -> rx.Component:
    place = f"factor-{each.ref}"
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.p(each.name, class_name="font-medium"),
                rx.el.p(each.added, " · ", each.used, class_name=HELP),
                class_name="min-w-0 grow",
            ),
            change(words, what=f" {each.name}", place=place, purpose=FACTORS, fresh=fresh),
            class_name="flex items-center gap-3",
        ),
        folded(place, *forms),
        id=place,
    )


def _removal(words: str, remove: Any) -> rx.Component:
    return rx.el.div(
        button(words, look="text", on_click=remove, class_name="mt-2"), class_name="max-w-sm"
    )


def _app_setup() -> rx.Component:
    return rx.el.section(
        rx.el.p(t("Scan this with your app, or type the key into it."), class_name="text-body"),
        rx.el.img(
            id="app-qr",
            alt=t("QR code for your authenticator app"),
            class_name="mt-4 rounded-tile",
        ),
        rx.el.p(t("Key"), class_name="mt-4 text-note text-muted"),
        rx.el.p(id="app-key", class_name="max-w-sm font-semibold"),
        auth_form(
            hidden("ref", "", id="app-ref"),
            code_field(t("The 6 digits it shows"), id="app-digits"),
            submit(t("Confirm"), busy=t("Checking…")),
            action=routes.SECURITY_APP_CODE_FORM,
            class_name=FORM,
        ),
        id="app-setup",
        hidden=True,
        tab_index=-1,
        aria_label=t("Set up your app"),
        class_name="mt-4 outline-none",
    )


def _codes() -> rx.Component:
    return rx.el.section(
        rx.el.p(
            t("Print them or write them down now: they are not shown again."),
            class_name="text-body",
        ),
        rx.el.pre(
            id="recovery-codes-list",
            class_name="mt-3 rounded-control bg-surface2 p-4 text-body font-semibold",
        ),
        rx.el.div(
            button(t("Copy"), look="quiet", on_click=local(COPY)),
            rx.el.p(role="status", class_name="text-note text-muted"),
            button(t("I have kept them"), look="quiet", on_click=local(KEPT)),
            class_name="mt-3 flex flex-wrap items-center gap-3",
        ),
        id="recovery-codes-shown",
        hidden=True,
        tab_index=-1,
        aria_label=t("Your recovery codes"),
        class_name="mt-4 max-w-sm outline-none",
    )
