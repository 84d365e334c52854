"""This wasn't me: the address in a notice leads here. Its secret is never sent by opening it."""

import reflex as rx

from finance_portal.ui import brand, routes
from finance_portal.ui.auth_form import REFUSALS, auth_form, from_fragment, submit
from finance_portal.ui.controls import text_link
from finance_portal.ui.narrow import narrow_page
from finance_portal.ui.words import around, t

WHAT_HAPPENS = (
    t("Everybody is signed out, on every device."),
    t("Nobody can sign in until you have proven who you are, with what is on your contract."),
    t("What was added to your sign-in in the meantime is taken away again."),
    t(
        "Autopay, payments for later days, accounts and cards that were set up in the meantime are"
        " stopped. A person here looks into it."
    ),
)
REFUSED = t(
    "This address no longer works: it was used, it is older than 72 hours, "
    "or a part of it is missing. Please call us, at any time of the "
    "service hours."
)


def not_me() -> rx.Component:
    return narrow_page(
        t("This was not you?"),
        rx.el.ul(
            *[rx.el.li(words) for words in WHAT_HAPPENS],
            class_name="mt-4 grid list-disc gap-1 pl-5 text-body",
        ),
        auth_form(
            from_fragment("secret"),
            submit(t("Freeze my sign-in"), busy=t("Freezing…")),
            action=routes.NOT_ME_FORM,
            refusals=REFUSALS | {"refused": REFUSED},
        ),
        rx.el.p(
            *around(
                "It was you after all? Then just close this page. If you would rather talk:"
                " {phone}.",
                phone=text_link(
                    brand.BRAND.support_phone,
                    href=brand.telephone(),
                    class_name="whitespace-nowrap",
                ),
            ),
            class_name="mt-5 text-note text-muted",
        ),
        lead=t("With one press nobody gets into your account any more."),
    )
