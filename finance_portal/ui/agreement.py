"""An agreement as it is read: its headings and paragraphs, and which version it is."""

from typing import Literal

import reflex as rx

from finance_portal.documents.agreements import Agreement, Section


def agreement_text(agreement: Agreement, *, level: Literal["h2", "h3"] = "h2") -> rx.Component:
    """Draw all of it but the title."""
    return rx.el.div(
        rx.el.p(agreement.summary, class_name="text-body font-medium"),
        *[_section(section, level) for section in agreement.sections],
        rx.el.p(f"Version {agreement.version}", class_name="text-chip text-muted"),
        class_name="grid gap-4",
    )


def _section(section: Section, level: str) -> rx.Component:
    heading = rx.el.h2 if level == "h2" else rx.el.h3
    return rx.el.section(
        heading(section.title, class_name="text-title font-semibold"),
        *[
            rx.el.p(paragraph, class_name="mt-1 text-body text-muted")
            for paragraph in section.paragraphs
        ],
    )
