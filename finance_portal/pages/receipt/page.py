"""The receipt: did it go through, and what did it do."""

import reflex as rx

from finance_portal.pages.receipt import components as parts
from finance_portal.pages.receipt.state import ReceiptState
from finance_portal.ui import routes
from finance_portal.ui.asking import AskAgain
from finance_portal.ui.shell import shell
from finance_portal.ui.words import t

VIEW = ReceiptState.view


def receipt() -> rx.Component:
    return shell(
        routes.RECEIPT,
        t("Your receipt"),
        rx.cond(ReceiptState.found, _payment(), parts.no_receipt()),
        about=VIEW.ref,
        loaded=ReceiptState.loaded,
        skeleton=parts.placeholder(),
    )


def _payment() -> rx.Component:
    return rx.el.div(
        AskAgain.create(after=VIEW.ask_again_after, on_ask=ReceiptState.ask_again),
        parts.proof(VIEW, on_stop=ReceiptState.stop_retry),
        rx.cond(VIEW.can_retry, rx.fragment(), parts.application(VIEW)),
        class_name=parts.GRID,
    )
