"""After registration: what keeps others out, one press away, or later."""

import reflex as rx

from finance_portal.ui import routes
from finance_portal.ui.auth_form import REFUSALS, passkey_form
from finance_portal.ui.controls import action_link
from finance_portal.ui.narrow import narrow_page, way, ways
from finance_portal.ui.surfaces import card, card_title
from finance_portal.ui.words import t

LEAD = t(
    "Until you choose something stronger, we send you a code when you sign in on a new device."
)
PASSKEY = t(
    "Your fingerprint, face or screen lock instead of a code. Nothing to "
    "type, and no false page can take it from you."
)


def secure() -> rx.Component:
    return narrow_page(
        t("You are registered"),
        card(
            card_title(t("Add a passkey")),
            rx.el.p(PASSKEY, class_name="mt-1 text-body text-muted"),
            passkey_form(
                t("Add a passkey"),
                action=routes.SECURITY_PASSKEY_FORM,
                refusals=REFUSALS,
                look="primary",
            ),
            class_name="mt-6",
        ),
        ways(
            way(
                t("Authenticator app"),
                t("A new code on your phone, twice a minute"),
                href=f"{routes.SECURITY}#authenticator",
            ),
            way(
                t("Recovery codes"),
                t("Ten codes on paper, for when your phone is gone"),
                href=f"{routes.SECURITY}#recovery-codes",
            ),
        ),
        action_link(
            t("Go to my account"),
            href=routes.OVERVIEW,
            look="plain",
            size="large",
            class_name="mt-6 w-full",
        ),
        lead=LEAD,
    )
