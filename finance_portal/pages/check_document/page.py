"""Is this document ours? Whoever was given one finds out, without signing in."""

import reflex as rx

from finance_portal.ui import brand, routes
from finance_portal.ui.auth_form import REFUSALS, auth_form, error_slot, submit
from finance_portal.ui.client import local
from finance_portal.ui.controls import FIELD, HELP, LABEL, text_link
from finance_portal.ui.document_check import LARGEST, REFUSED, TOO_LARGE, WITHOUT_SCRIPT
from finance_portal.ui.narrow import narrow_page
from finance_portal.ui.words import around, t

CHOOSER = (
    f"{FIELD} cursor-pointer p-2 file:mr-3 file:min-h-8 file:cursor-pointer file:rounded-control "
    "file:border-0 file:bg-surface2 file:px-3 file:text-note file:font-semibold file:text-ink"
)
RESULT = "mt-6 [&_[data-say]]:rounded-control [&_[data-say]]:bg-brandsoft [&_[data-say]]:p-4"
REFUSE_LARGE = local(
    f"e.target.setCustomValidity(e.target.files[0]?.size > {LARGEST} ? {t(TOO_LARGE)!r} : '')"
)

REFUSED_HERE = {name: t(words) for name, words in (REFUSED | WITHOUT_SCRIPT).items()}


def check_document() -> rx.Component:
    return narrow_page(
        t("Is this document ours?"),
        auth_form(
            _file(),
            submit(t("Check it"), busy=t("Checking…")),
            action=routes.CHECK_DOCUMENT_FORM,
            refusals=REFUSALS | REFUSED_HERE,
            class_name=RESULT,
            custom_attrs={"encType": "multipart/form-data"},
        ),
        _what_it_says(),
        _by_oneself(),
        brand.safety(),
        lead=t(
            "Receipts, statements and letters from this portal carry a seal. "
            "Choose the file, and we tell you whether it is ours and unchanged. We "
            "keep nothing of it."
        ),
    )


def _file() -> rx.Component:
    return rx.el.div(
        rx.el.label(t("Document"), html_for="file", class_name=LABEL),
        rx.el.p(
            t("The PDF as you were given it, not a scan and not saved anew."),
            id="file-hint",
            class_name=HELP,
        ),
        rx.el.input(
            type="file",
            id="file",
            name="file",
            accept="application/pdf,.pdf",
            aria_describedby="file-error file-hint",
            on_change=REFUSE_LARGE,
            class_name=CHOOSER,
        ),
        error_slot("file", id="file"),
        class_name="grid gap-1.5",
    )


def _what_it_says() -> rx.Component:
    return rx.el.p(
        t(
            "A document that we confirm says what we wrote on its date. Amounts "
            "may have changed since: call us before you act on an old one."
        ),
        class_name="mt-6 text-body text-muted",
    )


def _by_oneself() -> rx.Component:
    return rx.el.p(
        *around(
            "The seal is a signature over the whole file (Ed25519). Whoever would "
            "rather check it without us needs only our {keys}.",
            keys=text_link(t("public keys"), href=routes.DOCUMENT_KEYS),
        ),
        class_name="mt-3 text-note text-muted",
    )
