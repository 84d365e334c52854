"""Confirming who one is: at sign-in, and once more for a step-up. Codes go to /auth/* alone.

confirmation(
    Asked(proofs=..., chosen=..., sent_to=..., sends=..., choose=..., send_again=..., offer=...),
    check_field(...),                        # what else every form sends
    action=routes.VERIFY_FORM,
    passkey_action=routes.VERIFY_PASSKEY_FORM,
)
"""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from finance_portal.services.proofs import Proof
from finance_portal.settings import settings
from finance_portal.ui import brand
from finance_portal.ui.auth_fields import code_field, text_field
from finance_portal.ui.auth_form import (
    REFUSALS,
    auth_form,
    hidden,
    passkey_form,
    resend_button,
    submit,
)
from finance_portal.ui.controls import LINK, Text
from finance_portal.ui.narrow import way, ways
from finance_portal.ui.outbox import outbox_link
from finance_portal.ui.words import around, t

CODE_REFUSED = REFUSALS | {
    "wrong": t("That code is not right. Please check it and type it again."),
    "expired": t("That code no longer works. Please ask for a new one."),
    "used_up": t("That code was tried too often. Please ask for a new one."),
}
NAME = brand.BRAND.name


@dataclass(frozen=True)
class Asked:
    """What a state knows of the ways to confirm, and what can be done about them."""

    proofs: Any  # list[ProofView]
    chosen: Any  # a Proof; "" shows the list
    sent_to: Any  # masked
    sends: Any  # how many codes were sent
    choose: Any  # takes a Proof
    send_again: Any
    offer: Any  # shows the list


def confirmation(
    asked: Asked,
    *more: rx.Component,
    action: str,
    passkey_action: str,
    beside_email: rx.Component | None = None,
    way_out: rx.Component | None = None,
) -> rx.Component:
    """Draw the form of the chosen way, or the list of all. `way_out` is for whom none works."""
    app = t(
        "Open your authenticator app and type the 6 digits that it shows for {name}.", name=NAME
    )
    email = [beside_email] if beside_email else []
    return rx.fragment(
        rx.match(
            asked.chosen,
            (Proof.PASSKEY.value, _passkey(*more, action=passkey_action)),
            (
                Proof.AUTHENTICATOR.value,
                _typed(Proof.AUTHENTICATOR, app, code_field(), *more, action=action),
            ),
            (Proof.TEXT.value, _sent(Proof.TEXT, asked, *more, action=action)),
            (Proof.EMAIL.value, _sent(Proof.EMAIL, asked, *email, *more, action=action)),
            (Proof.RECOVERY_CODE.value, _recovery_code(*more, action=action)),
            _list(asked),
        ),
        rx.el.div(
            rx.cond(
                (asked.chosen != "") & (asked.proofs.length() > 1),
                rx.el.button(
                    t("Try another way"),
                    type="button",
                    on_click=asked.offer,
                    class_name=f"{LINK} cursor-pointer",
                ),
            ),
            way_out or rx.fragment(),
            class_name="mt-6 flex flex-wrap justify-between gap-x-4 gap-y-1",
        ),
    )


def _list(asked: Asked) -> rx.Component:
    return rx.fragment(
        _words(t("How would you like to do it?")),
        ways(
            rx.foreach(
                asked.proofs,
                lambda proof: way(proof.title, proof.detail, on_click=asked.choose(proof.proof)),
            )
        ),
    )


def _passkey(*more: rx.Component, action: str) -> rx.Component:
    return rx.fragment(
        _words(t("Use the fingerprint, face or screen lock of your device.")),
        passkey_form(
            t("Use your passkey"), *more, action=action, look="primary", class_name="mt-6"
        ),
    )


def _recovery_code(*more: rx.Component, action: str) -> rx.Component:
    field = text_field(t("Recovery code"), name="code", auto_complete="off", max_length=40)
    words = t("Type one of your ten recovery codes. Each works once.")
    return _typed(Proof.RECOVERY_CODE, words, field, *more, action=action)


def _sent(proof: Proof, asked: Asked, *more: rx.Component, action: str) -> rx.Component:
    words = rx.fragment(
        *around(
            "We sent a code to {contact}. It works for 10 minutes.",
            contact=rx.el.span(asked.sent_to, class_name="whitespace-nowrap font-medium text-ink"),
        )
    )
    return rx.fragment(
        _typed(proof, words, code_field(), *more, action=action),
        rx.el.div(
            resend_button(sends=asked.sends, on_send=asked.send_again),
            _not_there(proof),
            class_name="mt-3 grid justify-items-center gap-1 text-center",
        ),
    )


def _typed(
    proof: Proof, words: Text | rx.Component, *fields: rx.Component, action: str
) -> rx.Component:
    return rx.fragment(
        _words(words),
        auth_form(
            hidden("method", proof.value),
            *fields,
            submit(t("Confirm"), busy=t("Checking…")),
            action=action,
            refusals=CODE_REFUSED,
        ),
    )


def _words(words: Text | rx.Component) -> rx.Component:
    return rx.el.p(words, class_name="mt-1 text-body text-muted")


def _not_there(proof: Proof) -> rx.Component:
    """Help where nothing arrives; a demo shows where its messages are."""
    is_shown = (settings.mail if proof is Proof.EMAIL else settings.texts) == "outbox"
    return rx.fragment(
        rx.el.p(
            t("Nothing there? Look into your spam folder for a mail from {name}.", name=NAME),
            class_name="text-note text-muted",
        )
        if proof is Proof.EMAIL
        else rx.fragment(),
        outbox_link() if is_shown else rx.fragment(),
    )
