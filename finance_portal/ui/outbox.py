"""Where a demo keeps what it would have sent."""

import reflex as rx

from finance_portal.ui import routes
from finance_portal.ui.controls import LINK, STANDS_ALONE
from finance_portal.ui.words import t


def outbox_link(class_name: str = "") -> rx.Component:
    """Draw the link to the demo's outbox, which opens beside the page."""
    return rx.el.a(
        t("Demo: open the outbox"),
        href=routes.SANDBOX_OUTBOX,
        target="_blank",
        reload_document=True,
        class_name=f"{LINK} {STANDS_ALONE} {class_name}".strip(),
    )
