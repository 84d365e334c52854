"""The second factor: whoever has the password shows one thing more."""

import reflex as rx

from finance_portal.pages.verify.state import VerifyState
from finance_portal.ui import routes
from finance_portal.ui.auth_fields import check_field
from finance_portal.ui.controls import STANDS_ALONE, text_link
from finance_portal.ui.feedback import alert, skeleton, waiting
from finance_portal.ui.narrow import narrow_page
from finance_portal.ui.proof_form import Asked, confirmation
from finance_portal.ui.words import t

ASKED = Asked(
    proofs=VerifyState.proofs,
    chosen=VerifyState.chosen,
    sent_to=VerifyState.sent_to,
    sends=VerifyState.sends,
    choose=VerifyState.choose_proof,
    send_again=VerifyState.send_again,
    offer=VerifyState.offer_proofs,
)


def verify() -> rx.Component:
    return narrow_page(
        t("Confirm it is you"),
        alert(VerifyState.error),
        rx.cond(VerifyState.loaded, _confirmation(), _placeholder()),
    )


def _confirmation() -> rx.Component:
    return confirmation(
        ASKED,
        check_field(
            t("Trust this device for 30 days"),
            name="trust",
            hint=t("Not on a device that others use too."),
        ),
        action=routes.VERIFY_FORM,
        passkey_action=routes.VERIFY_PASSKEY_FORM,
        way_out=text_link(
            t("None of these work"), href=routes.RECOVER_FACTORS, class_name=STANDS_ALONE
        ),
    )


def _placeholder() -> rx.Component:
    return waiting(skeleton("mt-6 h-12"), skeleton("mt-5 h-12"))
