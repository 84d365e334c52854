"""The cookies that are set: each with what it is for and how long it stays."""

import reflex as rx

from finance_portal.ui import routes
from finance_portal.ui.reading import points, reading_page, section
from finance_portal.ui.words import t

CHANGED_ON = "2026-11-23"
# Name, what it is for, how long; tests/pages/test_content.py compares the names with api/cookies.
COOKIES = (
    ("__Host-sid", t("Keeps you signed in."), t("Until you sign out or close the browser.")),
    (
        "__Host-way",
        t("Remembers how far you are while you sign in, register or pay as a guest."),
        t("Until you are through, an hour at most."),
    ),
    (
        "__Host-dev",
        t("Remembers a device that you trust, so that it asks for no second step."),
        t("30 days. You can end it on the security page."),
    ),
    ("__Host-lang", t("Remembers your language."), t("A year.")),
)


def cookies() -> rx.Component:
    return reading_page(
        routes.COOKIES,
        t("Cookies"),
        rx.el.dl(*[_cookie(*each) for each in COOKIES], class_name="divide-y divide-line"),
        section(
            t("And no others"),
            points(
                t("No advertising, no tracking, no counting of visits, nothing from elsewhere."),
                t(
                    "Without the first two you cannot sign in. So there is nothing to choose, and"
                    " no banner that asks."
                ),
                t("Beside them your browser keeps whether you like it light or dark."),
            ),
        ),
        lead=t("Four small ones, all of them ours, all of them needed."),
        dated=t("Version {version}", version=CHANGED_ON),
    )


def _cookie(name: str, purpose: str, lasting: str) -> rx.Component:
    return rx.el.div(
        rx.el.dt(rx.el.code(name), class_name="font-semibold"),
        rx.el.dd(purpose, class_name="text-body"),
        rx.el.dd(lasting, class_name="text-note text-muted"),
        class_name="grid gap-0.5 py-3",
    )
