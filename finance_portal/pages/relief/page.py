"""Another due date, and payments moved to the end: what they do and cost, and the signature."""

import reflex as rx

from finance_portal.pages.relief import components as parts
from finance_portal.pages.relief.state import CHOOSE, REVIEW, ReliefSigning, ReliefState
from finance_portal.ui import routes
from finance_portal.ui.feedback import no_contract
from finance_portal.ui.frame import FrameState
from finance_portal.ui.shell import shell
from finance_portal.ui.words import t

PROPOSAL = ReliefState.proposal
DUE_DATE = t(
    "A day from the 1st to the 28th, up to 15 days after the next due "
    "date. All payments move with it. Possible once, and free of charge: "
    "what it costs is the interest of the longer time."
)
EXTENSION = t(
    "You skip the next payments, and the contract ends that much later. "
    "Interest goes on each day, so it is not free: the cost stands beside "
    "each choice."
)


def change_due_date() -> rx.Component:
    choose = _choosing(t("When shall the next payment be due?"), DUE_DATE)
    aside = parts.beside(
        t("Skip a payment instead"),
        routes.EXTENSION,
        t("If it is about one month only, tell us when you will pay: the due date stays as it is."),
    )
    return _framed(routes.CHANGE_DUE_DATE, t("Another due date"), choose, aside)


def extension() -> rx.Component:
    choose = _choosing(t("How many payments shall move to the end?"), EXTENSION)
    aside = parts.beside(
        t("Another due date"),
        routes.CHANGE_DUE_DATE,
        t("A later due date, or some days more for one payment, usually costs much less."),
    )
    return _framed(routes.EXTENSION, t("Move payments to the end"), choose, aside)


def _choosing(title: str, words: str) -> rx.Component:
    return parts.choice_card(
        ReliefState.choices,
        title_id=CHOOSE,
        title=title,
        words=words,
        errors=ReliefState.errors,
        submit=ReliefState.review,
    )


def _framed(route: str, title: str, choose: rx.Component, aside: rx.Component) -> rx.Component:
    content = rx.match(
        ReliefState.mode,
        ("refused", parts.refused(ReliefState.why_not)),
        ("review", _review()),
        rx.el.div(choose, aside, class_name=parts.GRID),
    )
    return shell(
        route,
        title,
        rx.cond(ReliefState.found, content, no_contract()),
        about=FrameState.about,
        loaded=ReliefState.loaded,
        skeleton=parts.placeholder(),
    )


def _review() -> rx.Component:
    return rx.el.div(
        parts.review_card(
            PROPOSAL,
            title_id=REVIEW,
            is_fresh=ReliefState.is_fresh,
            errors=ReliefState.errors,
            sign=ReliefSigning.sign,
            change=ReliefState.change,
            withdraw=ReliefSigning.withdraw,
            disagree=ReliefSigning.disagree,
        ),
        parts.side(PROPOSAL),
        class_name=parts.GRID,
    )
