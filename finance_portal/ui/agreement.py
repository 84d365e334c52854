"""An agreement as it is read: its headings and paragraphs, its version, and what has changed."""

import re
from typing import Literal

import reflex as rx

from finance_portal.documents.agreements import BLANKS, EARLIER, Agreement, Change, Section, changes
from finance_portal.settings import settings
from finance_portal.ui.controls import Text
from finance_portal.ui.words import t

BLANK = re.compile(r"\{(\w+)\}")
CHANGED = {
    "added": "rounded-tile bg-brandsoft px-2 py-1 text-ink no-underline",
    "removed": "rounded-tile bg-dangersoft px-2 py-1 text-muted line-through",
}


def agreement_text(agreement: Agreement, *, level: Literal["h2", "h3"] = "h2") -> rx.Component:
    """Draw all of it but the title."""
    return rx.el.div(
        rx.el.p(_said(agreement.summary), class_name="text-body font-medium"),
        *[_section(section, level) for section in agreement.sections],
        rx.el.p(
            t("Version {version}", version=agreement.version), class_name="text-chip text-muted"
        ),
        class_name="grid gap-4",
    )


def what_changed(agreement: Agreement) -> rx.Component:
    """Draw, for each version before, what has come in and gone since."""
    return rx.el.div(
        *[_since(older, agreement) for older in EARLIER[agreement.name]],
        class_name="mt-6 grid gap-3 empty:hidden",
    )


def _since(older: Agreement, newer: Agreement) -> rx.Component:
    return rx.el.details(
        rx.el.summary(
            t("What has changed since version {version}", version=older.version),
            class_name="min-h-6 cursor-pointer text-body font-medium",
        ),
        rx.el.div(*[_change(each) for each in changes(older, newer)], class_name="mt-3 grid gap-2"),
    )


def _change(each: Change) -> rx.Component:
    """Draw a line; that it is new or gone is said aloud, too, not by its colour alone."""
    words = _said(each.words)
    if each.kind == "kept":
        return rx.el.p(words, class_name="mt-2 text-body font-semibold")
    mark, about = (rx.el.ins, t("Added:")) if each.kind == "added" else (rx.el.del_, t("Removed:"))
    return rx.el.p(
        rx.el.span(about, class_name="block text-chip font-semibold"),
        mark(words, class_name=f"block {CHANGED[each.kind]}"),
        class_name="text-body",
    )


def _section(section: Section, level: str) -> rx.Component:
    heading = rx.el.h2 if level == "h2" else rx.el.h3
    return rx.el.section(
        heading(_said(section.title), class_name="text-title font-semibold"),
        *[
            rx.el.p(_said(paragraph), class_name="mt-1 text-body text-muted")
            for paragraph in section.paragraphs
        ],
    )


def _said(words: str) -> Text:
    """Return a sentence, marked, with those of the lender's blanks that it has."""
    known = BLANKS | {"support_hours": t(settings.brand.support_hours)}
    return t(words, **{name: known[name] for name in BLANK.findall(words)})
