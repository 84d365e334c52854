"""What the portal does so that everybody can use it, what does not work yet, whom to tell."""

import reflex as rx

from finance_portal.settings import settings
from finance_portal.ui import routes
from finance_portal.ui.reading import points, reading_page, section
from finance_portal.ui.words import t

CHECKED_ON = "2026-11-23"


def accessibility() -> rx.Component:
    return reading_page(
        routes.ACCESSIBILITY,
        t("Accessibility"),
        section(
            t("What we aim for"),
            t(
                "The Web Content Accessibility Guidelines, version 2.2, level AA, on every page,"
                " in both languages, on a phone as on a desktop."
            ),
        ),
        section(
            t("What that means here"),
            points(
                t("Everything can be done with the keyboard alone, and you see where you are."),
                t("Screen readers hear headings, tables, errors and what has changed."),
                t("Text can be enlarged to 400 percent; a page of 320 pixels holds it all."),
                t("Colors have enough contrast, light and dark, and are never the only sign."),
                t("Passwords and codes can be pasted. There are no picture puzzles."),
                t("Before you are signed out the page asks, and waits two minutes."),
                t("PDF documents are tagged (PDF/UA)."),
                t("Nothing moves when your device asks for less motion."),
            ),
        ),
        section(
            t("How we check"),
            t(
                "Each change is tested by a program on every page, and with the keyboard alone. It"
                " finds much, not all: please tell us what we have missed."
            ),
        ),
        section(
            t("What does not work yet"),
            points(
                t(
                    "Documents that came with your contract, scanned from paper, may not be"
                    " readable aloud. We read them to you, or send them in another form."
                ),
                t("The page of our payment processor, where accounts are saved, is its own."),
            ),
        ),
        section(
            t("Tell us"),
            t(
                "Call {phone}, {hours}, or write to {email}. We answer within five banking days,"
                " and find a way for you meanwhile.",
                phone=settings.brand.support_phone,
                hours=t(settings.brand.support_hours),
                email=settings.brand.support_email,
            ),
        ),
        lead=t("This portal is for everybody who has a contract with us."),
        dated=t("Checked last: {day}", day=CHECKED_ON),
    )
