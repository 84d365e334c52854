"""Add a further contract to one's sign-in."""

import reflex as rx

from finance_portal.pages.add_contract.state import AddContractState
from finance_portal.ui import routes
from finance_portal.ui.auth_form import REFUSALS, auth_form, submit
from finance_portal.ui.claim_fields import channel_field, claim_fields
from finance_portal.ui.feedback import skeleton, waiting
from finance_portal.ui.shell import shell
from finance_portal.ui.surfaces import card
from finance_portal.ui.way_code import way_code
from finance_portal.ui.words import t

NARROW = "max-w-xl"


def add_contract() -> rx.Component:
    return _framed(
        t("Add a contract"),
        rx.el.p(
            t(
                "A contract in your name that you do not see here yet. We send a code "
                "to the contact that we have on file for it."
            ),
            class_name="text-body text-muted",
        ),
        auth_form(
            claim_fields(),
            channel_field(),
            submit(t("Send my code"), busy=t("Sending…"), class_name="w-full sm:w-fit"),
            action=routes.ADD_CONTRACT_FORM,
            refusals=REFUSALS,
        ),
    )


def add_contract_code() -> rx.Component:
    state = AddContractState
    return _framed(
        t("Type your code"),
        way_code(
            action=routes.ADD_CONTRACT_CODE_FORM,
            start=routes.ADD_CONTRACT,
            is_by_text=state.is_by_text,
            sends=state.sends,
            send_again=state.send_again,
            error=state.error,
        ),
    )


def _framed(title: str, *content: rx.Component) -> rx.Component:
    return shell(
        routes.HELP,
        title,
        card(*content, class_name=NARROW),
        loaded=AddContractState.loaded,
        skeleton=waiting(skeleton(f"h-96 {NARROW}")),
    )
