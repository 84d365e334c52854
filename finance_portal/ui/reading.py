"""Pages that are there to be read: a title, sections, and the way to the other ones."""

import reflex as rx

from finance_portal.ui import routes
from finance_portal.ui.controls import STANDS_ALONE, Text, action_link, text_link
from finance_portal.ui.shell import public_shell
from finance_portal.ui.words import t

COLUMN = "mx-auto w-full max-w-2xl px-4 py-8 sm:py-14"
HEADING = "text-title font-semibold"
APART = "mt-10 border-t border-line pt-5"
PARAGRAPH = "text-body text-muted"

Link = tuple[str, str]
"""The words of a link, and where it leads."""

FURTHER: tuple[Link, ...] = (
    (t("Questions and answers"), routes.QUESTIONS),
    (t("Fees"), routes.FEES),
    (t("Stay safe"), routes.STAY_SAFE),
    (t("Trouble signing in"), routes.TROUBLE),
    (t("Is this document ours?"), routes.CHECK_DOCUMENT),
    (t("Terms of use"), routes.TERMS),
    (t("Privacy policy"), routes.PRIVACY),
    (t("Privacy notice"), routes.PRIVACY_NOTICE),
    (t("Cookies"), routes.COOKIES),
    (t("Electronic records"), routes.E_SIGN),
    (t("Accessibility"), routes.ACCESSIBILITY),
)


def reading_page(
    route: str, title: Text, *content: rx.Component, lead: Text = "", dated: Text = ""
) -> rx.Component:
    """Draw it. `lead` is the sentence under the title, `dated` says how new it is."""
    return public_shell(
        rx.el.article(
            rx.el.h1(title, class_name="text-display font-semibold"),
            rx.el.p(lead, class_name="mt-1 text-body text-muted") if lead else rx.fragment(),
            rx.el.div(*content, class_name="mt-6 grid gap-6"),
            rx.el.p(dated, class_name="mt-6 text-chip text-muted") if dated else rx.fragment(),
            further(route),
            class_name=COLUMN,
        ),
        action=action_link(t("Sign in"), href=routes.SIGN_IN, look="plain"),
    )


def section(title: Text, *content: Text | rx.Component, id: str = "") -> rx.Component:  # noqa: A002
    """Draw a heading and what stands under it; a text is a paragraph."""
    named = {"id": id} if id else {}
    return rx.el.section(
        rx.el.h2(title, class_name=HEADING),
        *[each if isinstance(each, rx.Component) else _paragraph(each) for each in content],
        class_name="grid gap-2",
        **named,
    )


def points(*words: Text) -> rx.Component:
    """Draw a list of sentences."""
    return rx.el.ul(
        *[rx.el.li(each) for each in words],
        class_name="grid list-disc gap-2 pl-5 text-body text-muted",
    )


def link_to(words: Text, href: str) -> rx.Component:
    """Draw a link that stands alone under what it is about."""
    return rx.el.p(text_link(words, href=href, class_name=STANDS_ALONE), class_name="text-body")


def further(
    route: str = "", *, class_name: str = "mt-10 border-t border-line pt-5"
) -> rx.Component:
    """Lead to everything else that there is to read."""
    return rx.el.nav(
        rx.el.ul(
            *[
                rx.el.li(text_link(words, href=href, class_name=STANDS_ALONE))
                for words, href in FURTHER
                if href != route
            ],
            class_name="grid gap-x-6 gap-y-2 text-body sm:grid-cols-2",
        ),
        aria_label=t("More to read"),
        class_name=class_name,
    )


def _paragraph(words: Text) -> rx.Component:
    return rx.el.p(words, class_name=PARAGRAPH)
