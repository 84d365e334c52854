"""Pay: choose, see what it will do, confirm."""

import reflex as rx

from finance_portal.pages.pay import components as parts
from finance_portal.pages.pay.state import CHOOSE, REVIEW, PayState
from finance_portal.ui import routes
from finance_portal.ui.feedback import no_contract, notice
from finance_portal.ui.frame import FrameState
from finance_portal.ui.shell import shell
from finance_portal.ui.words import t

VIEW = PayState.view


def pay() -> rx.Component:
    return shell(
        routes.PAY,
        rx.cond(VIEW.is_change, t("Change a payment"), t("Make a payment")),
        rx.cond(PayState.found, _contract(), no_contract()),
        about=FrameState.about,
        loaded=PayState.loaded,
        skeleton=parts.placeholder(),
    )


def _contract() -> rx.Component:
    return rx.cond(
        VIEW.is_payable,
        rx.cond(VIEW.has_method, _payment(), parts.no_method()),
        parts.nothing_to_pay(FrameState.query),
    )


def _payment() -> rx.Component:
    return rx.fragment(
        parts.steps(is_reviewing=PayState.is_reviewing),
        rx.foreach(VIEW.notes, lambda note: notice(rx.el.p(note), class_name="mb-4")),
        rx.el.div(
            rx.cond(
                PayState.is_reviewing,
                _review(),
                rx.fragment(_choice(), parts.good_to_know(VIEW.facts)),
            ),
            class_name=parts.GRID,
        ),
    )


def _choice() -> rx.Component:
    return parts.choice_form(
        VIEW,
        title_id=CHOOSE,
        typed=PayState.typed,
        errors=PayState.errors,
        submit=PayState.review_payment,
    )


def _review() -> rx.Component:
    return parts.review_card(
        PayState.preview,
        title_id=REVIEW,
        busy=PayState.is_paying,
        errors=PayState.errors,
        confirm=PayState.make_payment,
        change=PayState.change_payment,
        choose=PayState.choose_way,
        divide=PayState.split_payment,
    )
