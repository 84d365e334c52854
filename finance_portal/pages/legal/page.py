"""The texts that a borrower agrees to, for everybody to read at any time, and what has changed."""

import reflex as rx

from finance_portal.documents import agreements
from finance_portal.documents.agreements import Agreement
from finance_portal.ui import routes
from finance_portal.ui.agreement import agreement_text, what_changed
from finance_portal.ui.reading import link_to, reading_page
from finance_portal.ui.words import t


def terms() -> rx.Component:
    return _reading(routes.TERMS, agreements.TERMS)


def privacy() -> rx.Component:
    return _reading(
        routes.PRIVACY,
        agreements.PRIVACY,
        link_to(t("Privacy notice: what we share, and what you may limit"), routes.PRIVACY_NOTICE),
        link_to(t("The cookies that we set"), routes.COOKIES),
    )


def e_sign() -> rx.Component:
    return _reading(
        routes.E_SIGN,
        agreements.ESIGN,
        link_to(t("Agree, or take it back, in your profile"), f"{routes.PROFILE}#paperless"),
    )


def _reading(route: str, agreement: Agreement, *links: rx.Component) -> rx.Component:
    return reading_page(
        route,
        t(agreement.title),
        agreement_text(agreement),
        rx.el.div(*links, class_name="grid gap-2 empty:hidden"),
        what_changed(agreement),
    )
