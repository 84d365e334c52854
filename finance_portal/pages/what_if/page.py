"""What if you pay more: the new payoff date, the interest saved, and how it comes about."""

import reflex as rx

from finance_portal.pages.what_if import components as parts
from finance_portal.pages.what_if.state import WhatIfState
from finance_portal.ui import routes
from finance_portal.ui.feedback import no_contract
from finance_portal.ui.frame import FrameState
from finance_portal.ui.shell import shell
from finance_portal.ui.words import t


def what_if() -> rx.Component:
    return shell(
        routes.WHAT_IF,
        t("What if you pay more?"),
        rx.cond(WhatIfState.found, _contract(), no_contract()),
        about=FrameState.about,
        loaded=WhatIfState.loaded,
        skeleton=parts.placeholder(),
    )


def _contract() -> rx.Component:
    return rx.cond(
        WhatIfState.is_lease,
        parts.no_interest(FrameState.query),
        rx.cond(WhatIfState.is_open, _comparison(), parts.nothing_left(FrameState.query)),
    )


def _comparison() -> rx.Component:
    return rx.el.div(
        parts.plan_card(
            WhatIfState.view,
            choose_way=WhatIfState.choose_way,
            choose_amount=WhatIfState.choose_amount,
            choose_round=WhatIfState.choose_round,
        ),
        parts.result_card(WhatIfState.view, FrameState.query, FrameState.shared != ""),
        class_name=parts.GRID,
    )
