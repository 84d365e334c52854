"""The step-up: before something that matters, the borrower confirms once more who they are."""

import reflex as rx

from finance_portal.pages.confirm.state import ConfirmState
from finance_portal.ui import brand, routes
from finance_portal.ui.auth_fields import password_field
from finance_portal.ui.auth_form import from_query
from finance_portal.ui.controls import action_link
from finance_portal.ui.feedback import alert, notice, skeleton, waiting
from finance_portal.ui.narrow import narrow_page
from finance_portal.ui.proof_form import Asked, confirmation
from finance_portal.ui.words import t

ASKED = Asked(
    proofs=ConfirmState.proofs,
    chosen=ConfirmState.chosen,
    sent_to=ConfirmState.sent_to,
    sends=ConfirmState.sends,
    choose=ConfirmState.choose_proof,
    send_again=ConfirmState.send_again,
    offer=ConfirmState.offer_proofs,
)


def confirm() -> rx.Component:
    return narrow_page(
        t("Confirm it is you"),
        rx.cond(
            ConfirmState.loaded,
            rx.fragment(
                _why(),
                alert(ConfirmState.error),
                rx.cond(ConfirmState.refusal, _refusal(), _confirmation()),
            ),
            waiting(skeleton("mt-6 h-12"), skeleton("mt-5 h-12")),
        ),
        action=action_link(t("Not now"), href=routes.OVERVIEW, look="plain", size="compact"),
    )


def _why() -> rx.Component:
    return rx.el.p(
        t(
            "Before you {doing}, please confirm once more. It counts for 5 minutes.",
            doing=ConfirmState.doing,
        ),
        class_name="mt-1 text-body text-muted",
    )


def _confirmation() -> rx.Component:
    return confirmation(
        ASKED,
        from_query("for"),
        from_query("next"),
        action=routes.CONFIRM_FORM,
        passkey_action=routes.CONFIRM_PASSKEY_FORM,
        beside_email=password_field(t("Your password")),
    )


def _refusal() -> rx.Component:
    return rx.fragment(
        notice(rx.el.p(ConfirmState.refusal), tone="warn", class_name="mt-5"),
        rx.el.div(
            action_link(t("Security"), href=routes.SECURITY, look="plain"),
            action_link(brand.BRAND.support_phone, href=brand.telephone(), look="plain"),
            class_name="mt-4 grid gap-2",
        ),
    )
