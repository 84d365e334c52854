"""Ways back in: a forgotten password, a forgotten user name, a lost second factor."""

import reflex as rx

from finance_portal.pages.recover.state import LostFactorsState, RecoverProveState
from finance_portal.ui import brand, routes
from finance_portal.ui.auth_fields import new_password_field, text_field
from finance_portal.ui.auth_form import REFUSALS, auth_form, submit
from finance_portal.ui.claim_fields import channel_field, claim_fields
from finance_portal.ui.client import query
from finance_portal.ui.controls import STANDS_ALONE, action_link, button, text_link
from finance_portal.ui.feedback import alert, notice, skeleton, waiting
from finance_portal.ui.narrow import narrow_page
from finance_portal.ui.proof_form import Asked, confirmation
from finance_portal.ui.way_code import way_code
from finance_portal.ui.way_state import WayState
from finance_portal.ui.words import around, t

ASKED = Asked(
    proofs=RecoverProveState.proofs,
    chosen=RecoverProveState.chosen,
    sent_to=RecoverProveState.sent_to,
    sends=RecoverProveState.sends,
    choose=RecoverProveState.choose_proof,
    send_again=RecoverProveState.send_again,
    offer=RecoverProveState.offer_proofs,
)
HOLD = t(
    "For your safety, ways to move money stay as they are for three days "
    "afterwards. You can pay with what is set up."
)


def recover() -> rx.Component:
    return narrow_page(
        t("Forgot your password?"),
        auth_form(
            text_field(
                t("User name or e-mail"),
                name="name",
                auto_complete="username",
                max_length=254,
                custom_attrs={"data-missing": t("Type your user name or your e-mail address.")},
            ),
            channel_field(),
            submit(t("Send my code"), busy=t("Sending…")),
            action=routes.RECOVER_FORM,
            refusals=REFUSALS,
        ),
        rx.el.p(
            text_link(
                t("I forgot my user name"), href=routes.RECOVER_USER_NAME, class_name=STANDS_ALONE
            ),
            text_link(t("Back to sign in"), href=routes.SIGN_IN, class_name=STANDS_ALONE),
            class_name="mt-6 flex flex-wrap justify-between gap-x-4 gap-y-1",
        ),
        lead=t("We send you a code. Then you show one thing more, and choose a new password."),
    )


def recover_user_name() -> rx.Component:
    return narrow_page(
        t("Forgot your user name?"),
        rx.el.div(
            rx.cond(query("sent"), _sent()),
            role="status",
        ),
        auth_form(
            text_field(
                t("E-mail or phone number"),
                name="contact",
                auto_complete="email",
                max_length=254,
                custom_attrs={"data-missing": t("Type your e-mail address or your phone number.")},
            ),
            submit(t("Send my user name"), busy=t("Sending…")),
            action=routes.RECOVER_USER_NAME_FORM,
            refusals=REFUSALS,
        ),
        rx.el.p(
            text_link(t("Back to sign in"), href=routes.SIGN_IN, class_name=STANDS_ALONE),
            class_name="mt-6",
        ),
        lead=t("You can also sign in with your e-mail address. Or we send your user name to you."),
    )


def recover_code() -> rx.Component:
    return narrow_page(
        t("Type your code"),
        way_code(
            action=routes.RECOVER_CODE_FORM,
            start=rx.cond(WayState.is_for_factors, routes.RECOVER_FACTORS, routes.RECOVER),
            is_by_text=WayState.is_by_text,
            sends=WayState.sends,
            send_again=WayState.send_again,
            error=WayState.error,
        ),
    )


def recover_prove() -> rx.Component:
    state = RecoverProveState
    return narrow_page(
        t("One thing more"),
        alert(state.error),
        rx.cond(
            state.loaded,
            rx.cond(state.is_by_contract, _by_contract(), _by_factor()),
            waiting(skeleton("mt-6 h-12"), skeleton("mt-5 h-12")),
        ),
        lead=t("A code alone is not enough: whoever has your phone or your mail must not get in."),
    )


def recover_password() -> rx.Component:
    return narrow_page(
        t("Choose a new password"),
        auth_form(
            new_password_field(t("New password")),
            submit(t("Set the password"), busy=t("Setting…")),
            action=routes.RECOVER_FINISH_FORM,
            refusals=REFUSALS,
        ),
        rx.el.p(
            t(
                "Every other device is signed out, and we tell you so at every contact "
                "that we know."
            ),
            class_name="mt-4 text-note text-muted",
        ),
    )


def recover_factors() -> rx.Component:
    return narrow_page(
        t("Lost your second factor?"),
        rx.match(
            LostFactorsState.standing,
            ("ready", _lost_form()),
            ("nobody", _sign_in_first()),
            waiting(skeleton("mt-6 h-12"), skeleton("mt-5 h-12")),
        ),
        lead=t("A new phone, a lost one, or a passkey that is gone: you get back in all the same."),
    )


def _sent() -> rx.Component:
    return notice(
        rx.el.p(
            t(
                "If that address or number belongs to a sign-in, its user name is on "
                "its way. It can take a few minutes; look into your spam folder too."
            )
        ),
        tone="good",
        class_name="mt-5",
    )


def _by_factor() -> rx.Component:
    return rx.fragment(
        confirmation(
            ASKED,
            action=routes.RECOVER_PROVE_FORM,
            passkey_action=routes.RECOVER_PASSKEY_FORM,
        ),
        button(
            t("Use what stands in my contract"),
            look="text",
            on_click=RecoverProveState.use_contract,
            class_name="mt-3 w-full",
        ),
    )


def _by_contract() -> rx.Component:
    return rx.fragment(
        auth_form(
            claim_fields(),
            submit(t("Go on"), busy=t("Checking…")),
            action=routes.RECOVER_IDENTITY_FORM,
            refusals=REFUSALS,
        ),
        rx.cond(
            RecoverProveState.proofs.length() > 0,
            button(
                t("Try another way"),
                look="text",
                on_click=RecoverProveState.offer_proofs,
                class_name="mt-3 w-full",
            ),
        ),
        _person(),
    )


def _lost_form() -> rx.Component:
    return rx.fragment(
        auth_form(
            claim_fields(),
            channel_field(),
            submit(t("Send my code"), busy=t("Sending…")),
            action=routes.RECOVER_FACTORS_FORM,
            refusals=REFUSALS,
        ),
        rx.el.p(
            t(
                "We then remove your authenticator apps, passkeys and recovery codes, "
                "and you set up new ones. {hold}",
                hold=HOLD,
            ),
            class_name="mt-4 text-note text-muted",
        ),
        _person(),
    )


def _sign_in_first() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            t(
                "Begin with your user name and password. When we then ask you to "
                "confirm, choose “None of these work”, and you are back here."
            ),
            class_name="text-body",
        ),
        action_link(t("Sign in"), href=routes.SIGN_IN, size="large", class_name="w-full"),
        rx.el.p(
            *around(
                "Forgot the password too? {link}: what stands in your contract is enough for it.",
                link=text_link(t("Set a new one first"), href=routes.RECOVER),
            ),
            class_name="text-body text-muted",
        ),
        class_name="mt-6 grid gap-5",
    )


def _person() -> rx.Component:
    contact = brand.BRAND
    return rx.el.p(
        *around(
            "Something does not match? Call {phone}, {hours}.",
            phone=text_link(
                contact.support_phone, href=brand.telephone(), class_name="whitespace-nowrap"
            ),
            hours=t(contact.support_hours),
        ),
        class_name="mt-4 text-note text-muted",
    )
