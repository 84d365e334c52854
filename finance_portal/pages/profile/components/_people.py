"""What one is called, and in which language."""

from typing import Any

import reflex as rx

from finance_portal.ui import routes
from finance_portal.ui.auth_fields import text_field
from finance_portal.ui.auth_form import auth_form, submit
from finance_portal.ui.controls import Text, action_link
from finance_portal.ui.rows import FORM, disclosure, folded, row
from finance_portal.ui.speech import language_switch
from finance_portal.ui.words import t


def name_rows(*, shown: Text, legal: Text, account: Text, done: Any) -> rx.Component:
    """Draw the name that pages say, and the one that papers say."""
    return rx.fragment(
        row(
            "user-round",
            t("What we call you"),
            rx.cond(shown, shown, legal),
            folded(
                "shown-name",
                auth_form(
                    text_field(
                        t("Name"),
                        name="display_name",
                        required=False,
                        auto_capitalize="words",
                        auto_complete="nickname",
                        hint=t("Leave it empty, and we call you by your legal name."),
                        max_length=40,
                    ),
                    submit(t("Save"), busy=t("Saving…")),
                    action=routes.PROFILE_NAME_FORM,
                    on_done=done,
                    class_name=FORM,
                ),
            ),
            control=disclosure(t("Change"), what=t(" what we call you"), place="shown-name"),
            place="shown-name",
        ),
        row(
            "id-card",
            t("Legal name"),
            rx.fragment(
                rx.el.p(legal),
                rx.el.p(
                    t(
                        "It is the name on your contract, and stays on all papers. When it has"
                        " changed, send us a copy of what shows it."
                    )
                ),
            ),
            control=action_link(
                t("Ask us"),
                rx.el.span(t(" to change your legal name"), class_name="sr-only"),
                href=f"{routes.of_asking('name_change')}&{routes.ACCOUNT}={account}",
                look="quiet",
                size="compact",
                class_name="shrink-0",
            ),
        ),
    )


def language_row() -> rx.Component:
    """Draw the switch between languages."""
    return row(
        "languages",
        t("Language"),
        rx.fragment(
            rx.el.p(t("Pages, notices and papers from now on.")),
            language_switch("-ml-2 mt-1"),
        ),
        place="language",
    )
