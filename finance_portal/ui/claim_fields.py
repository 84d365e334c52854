"""The three items that stand in every contract, and where a code is to be sent."""

import reflex as rx

from finance_portal.ui.auth_fields import text_field
from finance_portal.ui.controls import HELP, LABEL, segmented
from finance_portal.ui.words import t

LONGEST = 40


def claim_fields() -> rx.Component:
    """Draw the fields by which somebody says who they are. They are posted together (R1)."""
    return rx.fragment(
        text_field(
            t("Account number"),
            name="account_number",
            hint=t("It stands on your statement and on your contract."),
            auto_complete="off",
            max_length=LONGEST,
            custom_attrs={"data-missing": t("Type your account number.")},
        ),
        text_field(
            t("Last 4 digits of your SSN"),
            name="tax_id_last4",
            hint=t("Or of your ITIN or EIN, if your contract is under one."),
            auto_complete="off",
            input_mode="numeric",
            max_length=LONGEST,
            custom_attrs={"data-missing": t("Type the last four digits.")},
        ),
        text_field(
            t("VIN"),
            name="vin",
            hint=(
                t(
                    "The last 8 characters will do. Look on your insurance card, or "
                    "through the windshield at the driver's side."
                )
            ),
            auto_complete="off",
            max_length=LONGEST,
            custom_attrs={"data-missing": t("Type the last 8 characters of the VIN.")},
        ),
    )


def channel_field(legend: str = t("Send my code by")) -> rx.Component:
    """Draw the choice of where a code is sent."""
    return rx.el.div(
        rx.el.p(legend, aria_hidden="true", class_name=LABEL),
        segmented(
            legend, "channel", [("email", t("E-mail")), ("text", t("Text message"))], chosen="email"
        ),
        rx.el.p(
            t(
                "To the address or number that we have on file. Where we have only one "
                "of them, we use that one."
            ),
            class_name=HELP,
        ),
        class_name="grid justify-items-start gap-1.5",
    )
