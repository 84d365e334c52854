"""The parts of a receipt."""

from typing import Any

import reflex as rx

from finance_portal.pages.receipt.views import Milestone, ReceiptView
from finance_portal.settings import settings
from finance_portal.ui import routes
from finance_portal.ui.client import local
from finance_portal.ui.controls import STANDS_ALONE, Text, action_link, button, text_link
from finance_portal.ui.feedback import empty_state, skeleton, waiting
from finance_portal.ui.glyphs import glyph
from finance_portal.ui.money import amount, parts
from finance_portal.ui.surfaces import Fact, card, card_title
from finance_portal.ui.words import t
from finance_portal.ui.working import working

GRID = "grid items-start gap-4 lg:grid-cols-12"
MAIN = "lg:col-span-7"
SIDE = "lg:col-span-5"
MEDAL = "grid size-12 shrink-0 place-items-center rounded-full"


def proof(view: ReceiptView, on_stop: Any) -> rx.Component:
    """Draw what proves the payment: status, amount, number, facts."""
    return card(
        rx.el.div(
            _medal(view.tone),
            rx.el.div(
                rx.el.h2(view.status, class_name="text-head font-semibold"),
                rx.el.p(view.meaning, class_name="text-body text-muted"),
                role="status",
            ),
            class_name="flex gap-4",
        ),
        rx.foreach(
            view.next_steps, lambda step: rx.el.p(step, class_name="mt-3 text-body text-muted")
        ),
        rx.el.div(amount(view.amount), class_name="mt-5"),
        rx.el.dl(
            rx.el.div(
                rx.el.dt(t("Confirmation number"), class_name="text-muted"),
                rx.el.dd(view.ref, class_name="select-all font-semibold"),
                class_name="flex justify-between gap-6",
            ),
            rx.foreach(view.facts, _fact),
            class_name="mt-4 grid gap-2.5 border-t border-line pt-4",
        ),
        _sandbox(),
        rx.cond(
            view.authorization,
            rx.el.p(
                view.authorization,
                class_name="mt-4 border-t border-line pt-4 text-note text-muted",
            ),
        ),
        _actions(view, on_stop),
        class_name=MAIN,
    )


def application(view: ReceiptView) -> rx.Component:
    """Draw where the money goes, and how far it has come."""
    return rx.el.div(
        card(
            card_title(t("How far it is")),
            rx.el.ol(rx.foreach(view.milestones, _milestone), class_name="mt-4 grid gap-3"),
        ),
        card(
            card_title(view.split_title),
            rx.el.div(parts(view.parts), class_name="mt-4"),
            working(view.working, view.split_title, class_name="mt-3"),
            rx.el.dl(
                rx.foreach(view.after, _fact),
                class_name="mt-4 grid gap-2.5 border-t border-line pt-4",
            ),
        ),
        class_name=f"grid gap-4 {SIDE}",
    )


def no_receipt() -> rx.Component:
    """Say that there is no such payment."""
    return empty_state(
        rx.icon("receipt-text", size=32),
        t("We cannot find this payment"),
        t("Check the confirmation number, or look for the payment in your history."),
        action_link(t("See your payments"), href=routes.HISTORY),
    )


def placeholder() -> rx.Component:
    """Hold the place of the receipt while it loads."""
    return waiting(skeleton(f"h-[30rem] {MAIN}"), skeleton(f"h-[24rem] {SIDE}"), class_name=GRID)


def _medal(tone: Text) -> rx.Component:
    return rx.el.span(
        rx.match(
            tone,
            ("good", rx.icon("check", size=24)),
            ("danger", rx.icon("x", size=24)),
            ("warn", glyph("warning", class_name="size-6")),
            rx.icon("clock", size=24),
        ),
        aria_hidden="true",
        class_name=rx.match(
            tone,
            ("good", f"{MEDAL} bg-brandsoft text-brand"),
            ("danger", f"{MEDAL} bg-dangersoft text-danger"),
            ("warn", f"{MEDAL} bg-warnsoft text-warn"),
            f"{MEDAL} bg-infosoft text-info",
        ),
    )


def _actions(view: ReceiptView, on_stop: Any) -> rx.Component:
    account = f"?{routes.ACCOUNT}={view.account}"
    return rx.el.div(
        rx.cond(
            view.can_retry,
            action_link(t("Pay another way"), href=f"{routes.PAY}{account}"),
            action_link(t("Back to the overview"), href=f"{routes.OVERVIEW}{account}"),
        ),
        rx.cond(view.can_stop, button(t("Do not try it again"), look="quiet", on_click=on_stop)),
        action_link(t("Your payments"), href=f"{routes.HISTORY}{account}", look="quiet"),
        rx.cond(
            view.has_paper,
            action_link(
                t("Save as a PDF"),
                href=f"{routes.RECEIPT_COPY}?{routes.REF}={view.ref}",
                look="quiet",
                target="_blank",
            ),
        ),
        button(
            rx.icon("printer", size=16, aria_hidden="true"),
            t("Print"),
            look="quiet",
            on_click=local("window.print()"),
        ),
        rx.cond(
            view.is_mine,
            text_link(
                t("I did not authorize this payment"),
                href=f"{routes.REPORT}{account}&{routes.PAYMENT}={view.ref}",
                class_name=f"{STANDS_ALONE} text-body sm:basis-full",
            ),
        ),
        class_name="screen-only mt-6 grid gap-2 sm:flex sm:flex-wrap",
    )


def _sandbox() -> rx.Component:
    if settings.processor != "sandbox":
        return rx.fragment()
    return rx.el.p(
        t("SANDBOX: no money moved."), class_name="mt-4 text-note font-semibold text-warn"
    )


def _fact(fact: Fact) -> rx.Component:
    return rx.el.div(
        rx.el.dt(fact.label, class_name="text-muted"),
        rx.el.dd(fact.value, class_name="text-right font-medium"),
        class_name="flex justify-between gap-6",
    )


def _milestone(milestone: Milestone) -> rx.Component:
    return rx.el.li(
        rx.cond(
            milestone.is_done,
            _state(t("Done:"), glyph("good", class_name="size-5 text-brand")),
            _state(t("To come:"), rx.icon("circle-dashed", size=20, class_name="text-muted")),
        ),
        rx.el.span(
            rx.el.span(milestone.words, class_name="block font-medium"),
            rx.el.span(milestone.when, class_name="block text-note text-muted"),
        ),
        class_name="flex gap-3",
    )


def _state(words: str, icon: rx.Component) -> rx.Component:
    return rx.el.span(rx.el.span(words, class_name="sr-only"), icon, class_name="shrink-0")
