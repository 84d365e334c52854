"""The end of a lease on one page: three ways on, miles, dates, and what is signed."""

from typing import Any

import reflex as rx

from finance_portal.pages.lease_end import components as parts
from finance_portal.pages.lease_end.state import (
    SIGN,
    LeaseEndActs,
    LeaseEndSigning,
    LeaseEndState,
)
from finance_portal.ui import routes
from finance_portal.ui.controls import button, error_text
from finance_portal.ui.feedback import no_contract, notice, wide_over_two_waiting
from finance_portal.ui.frame import FrameState
from finance_portal.ui.shell import shell
from finance_portal.ui.words import t

VIEW = LeaseEndState.view
ERRORS: Any = LeaseEndState.errors


def lease_end() -> rx.Component:
    return shell(
        routes.LEASE_END,
        t("Your lease end"),
        rx.cond(LeaseEndState.found, _contract(), no_contract()),
        about=FrameState.about,
        loaded=LeaseEndState.loaded,
        skeleton=wide_over_two_waiting(class_name=parts.GRID),
    )


def _contract() -> rx.Component:
    return rx.cond(LeaseEndState.is_lease, _lease(), parts.no_lease(FrameState.query))


def _lease() -> rx.Component:
    return rx.el.div(
        parts.head_card(VIEW),
        rx.cond(
            VIEW.warning,
            notice(
                rx.el.p(VIEW.warning),
                tone="warn",
                title=VIEW.warning_title,
                class_name="lg:col-span-12",
            ),
        ),
        rx.match(
            LeaseEndState.mode,
            ("sign", _sign()),
            ("odometer", _odometer()),
            rx.cond(
                VIEW.is_back,
                _after(),
                rx.cond(VIEW.bought, parts.bought_card(VIEW.bought, FrameState.query), _before()),
            ),
        ),
        class_name=parts.GRID,
    )


def _before() -> rx.Component:
    return rx.fragment(
        rx.el.div(error_text(ERRORS["form"], name="form"), class_name="empty:hidden"),
        parts.ways(
            VIEW,
            query=FrameState.query,
            errors=ERRORS,
            plan=LeaseEndActs.plan,
            review=LeaseEndSigning.review,
            ask=LeaseEndSigning.ask,
        ),
        parts.figures_card(VIEW.amounts),
        rx.el.div(
            _miles(),
            rx.cond(VIEW.prices, parts.prices_card(VIEW.prices)),
            rx.cond(VIEW.can_choose, _return()),
            class_name="grid gap-4 lg:col-span-7",
        ),
        rx.el.div(
            parts.timeline_card(VIEW.timeline),
            parts.wear_guide(),
            class_name="grid gap-4 lg:col-span-5",
        ),
    )


def _after() -> rx.Component:
    return rx.fragment(
        parts.invoice_card(VIEW.invoice, ERRORS, LeaseEndActs.dispute, FrameState.query),
        rx.el.div(parts.timeline_card(VIEW.timeline), class_name="lg:col-span-5"),
    )


def _return() -> rx.Component:
    return parts.return_card(
        VIEW,
        errors=ERRORS,
        book=LeaseEndActs.book,
        state=button(t("Sign it"), look="quiet", on_click=LeaseEndSigning.begin_statement),
    )


def _miles() -> rx.Component:
    return parts.miles_card(
        VIEW.miles,
        errors=ERRORS,
        read=LeaseEndActs.read_odometer,
        buy=LeaseEndActs.buy_miles,
        is_back=VIEW.is_back,
    )


def _sign() -> rx.Component:
    return parts.sign_card(
        LeaseEndState.proposal,
        title_id=SIGN,
        errors=ERRORS,
        is_fresh=LeaseEndState.is_fresh,
        sign=LeaseEndSigning.sign,
        leave=LeaseEndSigning.leave,
    )


def _odometer() -> rx.Component:
    return parts.odometer_form(
        title_id=SIGN,
        errors=ERRORS,
        is_fresh=LeaseEndState.is_fresh,
        confirm=LeaseEndState.confirm_odometer,
        sign=LeaseEndSigning.state_odometer,
        leave=LeaseEndSigning.leave,
    )
