"""Autopay: set it up, see every debit to come, skip, pause, change, cancel."""

import reflex as rx

from finance_portal.pages.autopay import components as parts
from finance_portal.pages.autopay.state import CHOOSE, REVIEW, STANDING, AutopayState, AutopayStops
from finance_portal.ui import routes
from finance_portal.ui.controls import Look, action_link, button, text_link
from finance_portal.ui.feedback import no_contract, notice
from finance_portal.ui.frame import FrameState
from finance_portal.ui.shell import not_here, shell
from finance_portal.ui.words import around, t

VIEW = AutopayState.view
RUNNING = AutopayState.view.running
PROPOSAL = AutopayState.proposal
BACK = "%2Fautopay%3Fat%3Dset-up%26account%3D"


def autopay() -> rx.Component:
    return shell(
        routes.AUTOPAY,
        t("Autopay"),
        rx.cond(AutopayState.found, _contract(), no_contract()),
        about=FrameState.about,
        loaded=AutopayState.loaded,
        skeleton=parts.placeholder(),
    )


def _contract() -> rx.Component:
    return rx.match(
        AutopayState.mode,
        ("form", _form()),
        ("review", _review()),
        _standing(),
    )


def _standing() -> rx.Component:
    return rx.cond(
        VIEW.is_on,
        _running(),
        rx.cond(
            VIEW.is_closed,
            parts.closed(),
            rx.cond(FrameState.is_read_only, not_here(FrameState.query), _off()),
        ),
    )


def _running() -> rx.Component:
    return rx.el.div(
        parts.running_card(
            RUNNING,
            title_id=STANDING,
            set_up=rx.cond(FrameState.is_read_only, rx.fragment(), _set_up(t("Change"), "quiet")),
            is_held=FrameState.is_read_only,
            resume=AutopayStops.resume,
            pause=AutopayStops.pause,
            cancel=AutopayStops.cancel,
        ),
        parts.forecast_card(
            t("Debits to come"),
            RUNNING.count,
            RUNNING.debits,
            skip=AutopayStops.skip,
            unskip=AutopayStops.unskip,
        ),
        class_name=parts.GRID,
    )


def _off() -> rx.Component:
    return rx.fragment(
        rx.cond(VIEW.past_due, _open(), rx.fragment()),
        rx.el.div(
            parts.off_card(
                title_id=STANDING,
                set_up=_set_up(t("Set up autopay"), "primary"),
                discount=VIEW.discount,
                has_method=VIEW.has_method,
            ),
            parts.good_to_know(),
            class_name=parts.GRID,
        ),
    )


def _open() -> rx.Component:
    return notice(
        rx.el.p(
            *around(
                "{amount} is open now. Autopay would take it with its first debit; {link}.",
                amount=VIEW.past_due,
                link=text_link(
                    t("you can also pay it today"), href=f"{routes.PAY}{FrameState.query}"
                ),
            ),
        ),
        tone="warn",
        class_name="mb-4",
    )


def _form() -> rx.Component:
    return rx.el.div(
        parts.choice_form(
            AutopayState.form,
            title_id=CHOOSE,
            errors=AutopayState.errors,
            submit=AutopayState.review,
            leave=AutopayState.leave,
        ),
        parts.good_to_know(),
        class_name=parts.GRID,
    )


def _review() -> rx.Component:
    return rx.el.div(
        parts.review_card(
            PROPOSAL,
            title_id=REVIEW,
            errors=AutopayState.errors,
            sign=AutopayState.sign,
            change=AutopayState.change,
        ),
        parts.forecast_card(t("What would be debited"), PROPOSAL.count, PROPOSAL.debits),
        class_name=parts.GRID,
    )


def _set_up(words: str, look: Look) -> rx.Component:
    """Draw the way to the form: through the step-up, which leads back to it, or at once."""
    return rx.cond(
        AutopayState.is_fresh,
        button(words, look=look, on_click=AutopayState.change),
        action_link(
            words,
            href=rx.Var.create(routes.of_confirm("autopay", BACK)) + FrameState.account,
            look=look,
        ),
    )
