"""Pay as a guest: an account number, a ZIP code, an amount, and nothing to be seen."""

import reflex as rx

from finance_portal.pages.guest.state import GuestState
from finance_portal.ui import brand, routes
from finance_portal.ui.auth_fields import text_field
from finance_portal.ui.auth_form import REFUSALS, auth_form, submit
from finance_portal.ui.controls import CHOICE, LABEL, RADIO, action_link, text_link
from finance_portal.ui.feedback import notice, skeleton, waiting
from finance_portal.ui.money import amount
from finance_portal.ui.narrow import narrow_page
from finance_portal.ui.surfaces import card, chip, lines
from finance_portal.ui.words import around, t

VIEW = GuestState.view
PAID = "flex items-start justify-between gap-3"


def guest() -> rx.Component:
    return narrow_page(
        t("Pay as a guest"),
        auth_form(
            _account(),
            _payment(),
            submit(t("Go on"), busy=t("Checking…")),
            action=routes.GUEST_FORM,
            refusals=REFUSALS,
        ),
        rx.el.p(
            *around(
                "Is it your own account? {link} to see it, to schedule payments and to set up "
                "autopay.",
                link=text_link(t("Sign in"), href=routes.SIGN_IN),
            ),
            class_name="mt-6 text-body text-muted",
        ),
        brand.safety(),
        lead=t(
            "For yourself or for somebody else. You can pay toward the account, "
            "and see nothing of it."
        ),
    )


def guest_review() -> rx.Component:
    return narrow_page(
        t("Your payment"),
        rx.cond(
            GuestState.loaded,
            rx.cond(
                VIEW.is_paid,
                _confirmation(),
                rx.cond(VIEW.problem, _stopped(), _review()),
            ),
            waiting(skeleton("mt-6 h-64"), skeleton("mt-4 h-12")),
        ),
    )


def _account() -> rx.Component:
    return rx.fragment(
        text_field(
            t("Account number"),
            name="account_number",
            hint=t("You find it on the statement and on the contract."),
            auto_complete="off",
            max_length=40,
            custom_attrs={"data-missing": t("Type the account number.")},
        ),
        text_field(
            t("ZIP code"),
            name="zip",
            hint=t("The one that the statements are mailed to."),
            auto_complete="off",
            input_mode="numeric",
            max_length=10,
            custom_attrs={"data-missing": t("Type the ZIP code.")},
        ),
    )


def _payment() -> rx.Component:
    return rx.fragment(
        text_field(
            t("Amount in dollars"),
            name="amount",
            auto_complete="off",
            input_mode="decimal",
            max_length=14,
            custom_attrs={"data-missing": t("Type the amount.")},
        ),
        rx.el.fieldset(
            rx.el.legend(t("Pay from"), class_name=f"mb-2 {LABEL}"),
            rx.el.div(
                _kind("us_bank_account", t("Bank account"), is_chosen=True),
                _kind("card", t("Debit card"), is_chosen=False),
                class_name="grid grid-cols-2 gap-2",
            ),
        ),
        text_field(
            t("E-mail for the receipt (optional)"),
            name="email",
            type="email",
            auto_complete="email",
            required=False,
            max_length=254,
        ),
    )


def _kind(value: str, words: str, *, is_chosen: bool) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio", name="kind", value=value, default_checked=is_chosen, class_name=RADIO
        ),
        words,
        class_name=f"{CHOICE} bg-surface",
    )


def _review() -> rx.Component:
    return rx.fragment(
        card(
            amount(VIEW.total),
            rx.el.p(t("from {method}", method=VIEW.label), class_name="text-body text-muted"),
            rx.el.div(lines(VIEW.lines), class_name="mt-4 border-t border-line pt-4"),
            rx.el.p(VIEW.timing, class_name="mt-4 text-note text-muted"),
            class_name="mt-6",
        ),
        rx.el.p(VIEW.authorization, class_name="mt-4 text-note text-muted"),
        auth_form(
            submit(t("Pay {amount}", amount=VIEW.total), busy=t("Paying…")),
            action=routes.GUEST_PAY_FORM,
            refusals=REFUSALS,
            class_name="mt-4",
        ),
        _start_again(t("Start again with something else")),
    )


def _confirmation() -> rx.Component:
    return rx.fragment(
        card(
            rx.el.div(amount(VIEW.total), chip(VIEW.status, VIEW.tone), class_name=PAID),
            rx.el.p(VIEW.meaning, role="status", class_name="mt-1 text-body text-muted"),
            rx.el.dl(
                rx.el.dt(t("Confirmation number"), class_name="text-muted"),
                rx.el.dd(VIEW.ref, class_name="select-all font-semibold"),
                class_name="mt-4 flex justify-between gap-4 border-t border-line pt-4",
            ),
            rx.el.div(lines(VIEW.lines), class_name="mt-4"),
            rx.el.p(VIEW.timing, class_name="mt-4 text-note text-muted"),
            rx.el.p(VIEW.authorization, class_name="mt-4 text-note text-muted"),
            class_name="mt-6",
        ),
        rx.cond(
            VIEW.can_retry,
            _start_again(t("Start again")),
            rx.el.p(
                t("Keep the confirmation number: without it nobody can find this payment for you."),
                class_name="mt-4 text-note text-muted",
            ),
        ),
        action_link(
            t("Save the receipt as a PDF"),
            href=routes.GUEST_RECEIPT,
            look="quiet",
            target="_blank",
            class_name="mt-4 w-full",
        ),
    )


def _stopped() -> rx.Component:
    return rx.fragment(
        notice(
            rx.el.p(VIEW.problem),
            rx.el.p(t("Nothing was charged.")),
            tone="warn",
            class_name="mt-6",
        ),
        _start_again(t("Start again")),
    )


def _start_again(words: str) -> rx.Component:
    return action_link(words, href=routes.GUEST, look="plain", class_name="mt-4 w-full")
