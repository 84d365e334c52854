"""Payoff: what closes the contract on any day, paying it, and letters about it."""

from typing import Any

import reflex as rx

from finance_portal.pages.payoff import components as parts
from finance_portal.pages.payoff.state import NEWS, PayoffState
from finance_portal.ui import routes
from finance_portal.ui.feedback import no_contract
from finance_portal.ui.frame import FrameState
from finance_portal.ui.shell import shell
from finance_portal.ui.words import t

VIEW = PayoffState.view
ERRORS: Any = PayoffState.errors


def payoff() -> rx.Component:
    return shell(
        routes.PAYOFF,
        rx.cond(VIEW.shape == "lease", t("Buy your vehicle"), t("Pay it off")),
        rx.cond(PayoffState.found, _contract(), no_contract()),
        about=FrameState.about,
        loaded=PayoffState.loaded,
        skeleton=parts.placeholder(),
    )


def _contract() -> rx.Component:
    return rx.match(
        VIEW.shape,
        ("dial", _dial()),
        ("lease", _lease()),
        ("held", parts.held(VIEW)),
        _closed(),
    )


def _dial() -> rx.Component:
    return rx.el.div(
        parts.dial_card(VIEW, FrameState.query),
        parts.sum_card(VIEW),
        parts.letter_card(
            VIEW,
            news_id=NEWS,
            ready=PayoffState.ready,
            errors=PayoffState.errors,
            make=PayoffState.make_letter,
            others=parts.letter_for_others(
                VIEW,
                is_fresh=PayoffState.is_fresh,
                account=FrameState.account,
                errors=PayoffState.errors,
                make=PayoffState.make_letter_for,
            ),
        ),
        parts.outcomes_card(VIEW.outcomes),
        rx.cond(VIEW.letters, parts.letters_card(VIEW.letters)),
        class_name=parts.GRID,
    )


def _lease() -> rx.Component:
    return parts.prices_card(
        VIEW,
        FrameState.query,
        made=parts.news(NEWS, PayoffState.ready, ERRORS["form"]),
        make=PayoffState.make_buyout_letter,
    )


def _closed() -> rx.Component:
    return rx.fragment(
        parts.nothing_left(FrameState.query),
        rx.cond(VIEW.letters, parts.letters_card(VIEW.letters)),
    )
