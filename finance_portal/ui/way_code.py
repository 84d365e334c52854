"""Where the code is typed that was sent to the contact on file, if there is one."""

from typing import Any

import reflex as rx

from finance_portal.settings import settings
from finance_portal.ui import brand
from finance_portal.ui.auth_fields import code_field
from finance_portal.ui.auth_form import auth_form, resend_button, submit
from finance_portal.ui.controls import LINK, text_link
from finance_portal.ui.feedback import alert
from finance_portal.ui.outbox import outbox_link
from finance_portal.ui.proof_form import CODE_REFUSED
from finance_portal.ui.words import around, t

HAS_OUTBOX = "outbox" in {settings.mail, settings.texts}


def way_code(
    *,
    action: str,
    start: Any,
    is_by_text: Any,
    sends: Any,
    send_again: Any,
    error: Any,
) -> rx.Component:
    """Draw the form, what to do when nothing comes, and the way back to the start.

    Nothing here says whether what was typed before was right: nobody is told (R1).
    """
    return rx.fragment(
        rx.el.p(
            rx.cond(
                is_by_text,
                t(
                    "If what you typed matches our records, a code is on its way by text message "
                    "to the contact that we have on file. It works for 10 minutes."
                ),
                t(
                    "If what you typed matches our records, a code is on its way by e-mail "
                    "to the contact that we have on file. It works for 10 minutes."
                ),
            ),
            class_name="mt-1 text-body text-muted",
        ),
        alert(error),
        auth_form(
            code_field(),
            submit(t("Go on"), busy=t("Checking…")),
            action=action,
            refusals=CODE_REFUSED,
        ),
        rx.el.div(
            resend_button(sends=sends, on_send=send_again),
            class_name="mt-3 grid justify-items-center",
        ),
        _not_there(start),
    )


def _not_there(start: Any) -> rx.Component:
    contact = brand.BRAND
    return rx.el.details(
        rx.el.summary(t("No code?"), class_name="w-fit cursor-pointer py-1 font-medium text-brand"),
        rx.el.ul(
            rx.el.li(
                t(
                    "It can take a few minutes. Look into your spam folder too, for a mail "
                    "from {name}.",
                    name=contact.name,
                )
            ),
            rx.el.li(
                *around(
                    "A typing error sends it to nobody. {link} and send it again.",
                    link=rx.el.a(t("Check what you typed"), href=start, class_name=LINK),
                ),
            ),
            rx.el.li(
                *around(
                    "If we have no e-mail address or phone number of yours, or an old one, call "
                    "{phone}, {hours}. We help you in.",
                    phone=text_link(
                        contact.support_phone,
                        href=brand.telephone(),
                        class_name="whitespace-nowrap",
                    ),
                    hours=t(contact.support_hours),
                ),
            ),
            class_name="mt-1 grid list-disc gap-1 pl-5 text-note text-muted",
        ),
        _outbox(),
        class_name="mt-6 text-body",
        open=HAS_OUTBOX,
    )


def _outbox() -> rx.Component:
    """Show a demo where its messages are."""
    return outbox_link("mt-3") if HAS_OUTBOX else rx.fragment()
