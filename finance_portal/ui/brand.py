"""The lender as the borrower meets it: mark and name, telephone, hours, address."""

import reflex as rx

from finance_portal.settings import settings
from finance_portal.ui import routes
from finance_portal.ui.controls import STANDS_ALONE, Text, text_link
from finance_portal.ui.speech import language_switch
from finance_portal.ui.words import t

BRAND = settings.brand


def telephone() -> str:
    """Return the support line as a link's address."""
    return "tel:+1" + "".join(sign for sign in BRAND.support_phone if sign.isdigit())


def mark(*, href: str = routes.WELCOME) -> rx.Component:
    """Draw the logo and the name, as a way home."""
    return rx.el.a(
        rx.el.img(src=BRAND.logo, alt="", class_name="size-8"),
        rx.el.span(BRAND.name, class_name="text-name font-semibold text-ink"),
        href=href,
        class_name="flex w-fit items-center gap-2.5",
    )


def support() -> rx.Component:
    """Say how to reach a person."""
    return rx.el.p(
        t("Talk to a person:"),
        " ",
        text_link(BRAND.support_phone, href=telephone(), class_name="whitespace-nowrap"),
        ", ",
        t(BRAND.support_hours),
        ".",
        class_name="text-note text-muted",
    )


def call_us(words: Text) -> rx.Component:
    """Say, at the foot of a card, when it is better to call."""
    return rx.el.p(
        words,
        " ",
        text_link(BRAND.support_phone, href=telephone(), class_name="whitespace-nowrap"),
        class_name="mt-4 border-t border-line pt-4 text-body",
    )


def colophon(*, reads: bool = True) -> rx.Component:
    """Draw the foot of every page: who to call, and who we are.

    With `reads` it leads to what there is to read; a page that must be light goes without.
    """
    return rx.el.footer(
        support(),
        rx.el.p(f"{BRAND.legal_entity}, {BRAND.address}", class_name="mt-1 text-chip text-muted"),
        _reading() if reads else rx.fragment(),
        language_switch("mt-2 -ml-2"),
        class_name="mt-10 border-t border-line pt-5",
    )


def safety() -> rx.Component:
    """Say which address is ours, and what we never ask."""
    return rx.el.p(
        t(
            "Our only address is {address}. We never ask for your password or a code by telephone,"
            " e-mail or text.",
            address=settings.public_origin,
        ),
        class_name="mt-3 text-note text-muted",
    )


def _reading() -> rx.Component:
    links = (
        (t("Questions and answers"), routes.QUESTIONS),
        (t("Fees"), routes.FEES),
        (t("Stay safe"), routes.STAY_SAFE),
        (t("Privacy"), routes.PRIVACY),
        (t("Terms of use"), routes.TERMS),
        (t("Accessibility"), routes.ACCESSIBILITY),
    )
    return rx.el.ul(
        *[rx.el.li(text_link(words, href=href, class_name=STANDS_ALONE)) for words, href in links],
        class_name="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-note",
    )
