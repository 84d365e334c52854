"""The texts that a borrower agrees to, for everybody to read at any time."""

import reflex as rx

from finance_portal.documents import agreements
from finance_portal.documents.agreements import Agreement
from finance_portal.ui.agreement import agreement_text
from finance_portal.ui.shell import public_shell


def terms() -> rx.Component:
    return _reading(agreements.TERMS)


def privacy() -> rx.Component:
    return _reading(agreements.PRIVACY)


def e_sign() -> rx.Component:
    return _reading(agreements.ESIGN)


def _reading(agreement: Agreement) -> rx.Component:
    return public_shell(
        rx.el.article(
            rx.el.h1(agreement.title, class_name="mb-4 text-display font-semibold"),
            agreement_text(agreement),
            class_name="mx-auto w-full max-w-xl px-4 py-8 sm:py-14",
        ),
    )
