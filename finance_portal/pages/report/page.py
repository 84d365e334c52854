"""I did not authorize this: report it, and follow what happens then."""

import reflex as rx

from finance_portal.pages.report import components as parts
from finance_portal.pages.report.state import CASE, ReportState
from finance_portal.ui import routes
from finance_portal.ui.feedback import no_contract
from finance_portal.ui.frame import FrameState
from finance_portal.ui.shell import shell
from finance_portal.ui.words import t

VIEW = ReportState.view


def report() -> rx.Component:
    return shell(
        routes.REPORT,
        t("I did not authorize this"),
        rx.cond(
            ReportState.found,
            rx.el.div(
                rx.cond(
                    VIEW.case.ref,
                    parts.case(
                        VIEW.case,
                        title_id=CASE,
                        is_fresh=ReportState.is_fresh,
                        take_back=ReportState.take_back,
                    ),
                ),
                parts.form(VIEW, errors=ReportState.errors, report=ReportState.report),
                parts.what_happens(),
                class_name=parts.GRID,
            ),
            no_contract(),
        ),
        about=FrameState.about,
        loaded=ReportState.loaded,
        skeleton=parts.placeholder(),
    )
