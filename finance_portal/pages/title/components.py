"""The parts of the page after a payoff."""

import reflex as rx

from finance_portal.pages.title.views import AfterView, Step
from finance_portal.settings import settings
from finance_portal.ui import brand, routes
from finance_portal.ui.controls import LINK, STANDS_ALONE, Text, action_link, text_link
from finance_portal.ui.feedback import empty_state, skeleton, waiting
from finance_portal.ui.glyphs import glyph
from finance_portal.ui.surfaces import card, card_title
from finance_portal.ui.words import t

GRID = "grid items-start gap-4 lg:grid-cols-12"
MAIN = "lg:col-span-7"
SIDE = "lg:col-span-5"


def steps_card(view: AfterView) -> rx.Component:
    """Draw every step with its day and its proof."""
    return card(
        card_title(view.headline),
        rx.el.p(view.summary, role="status", class_name="mt-1 text-body text-muted"),
        rx.el.ol(rx.foreach(view.steps, _step), class_name="mt-5 grid gap-5"),
        class_name=MAIN,
    )


def side(view: AfterView, query: Text) -> rx.Component:
    """Draw what else is worth knowing: what stays, and what may still come back."""
    return rx.el.div(
        card(
            card_title(t("Your papers stay")),
            rx.el.p(
                t(
                    "Your sign-in goes on. Your history, your letters and the yearly "
                    "interest statement are here whenever you need them."
                ),
                class_name="mt-2 text-body text-muted",
            ),
            rx.el.p(
                text_link(
                    t("Every document"), href=f"{routes.DOCUMENTS}{query}", class_name=STANDS_ALONE
                ),
                text_link(
                    t("Every payment"), href=f"{routes.HISTORY}{query}", class_name=STANDS_ALONE
                ),
                class_name="mt-3 flex flex-wrap gap-x-6 gap-y-2",
            ),
        ),
        rx.cond(view.has_title, _gap_card()),
        class_name=f"grid gap-4 {SIDE}",
    )


def still_open(view: AfterView, query: Text) -> rx.Component:
    """Say that the contract is not paid off, or not any more, and what happens once it is."""
    return empty_state(
        rx.icon("hourglass", size=32),
        view.headline,
        view.summary,
        action_link(t("Back to the overview"), href=f"{routes.OVERVIEW}{query}"),
    )


def placeholder() -> rx.Component:
    """Hold the place of the page while it loads."""
    return waiting(skeleton(f"h-[34rem] {MAIN}"), skeleton(f"h-[20rem] {SIDE}"), class_name=GRID)


def _gap_card() -> rx.Component:
    return card(
        card_title(t("There may be money to get back")),
        rx.el.p(
            t(
                "GAP coverage, a service contract or credit insurance that you bought "
                "with the vehicle may refund a part of its price, because you paid "
                "early. Ask the seller or the provider named in that contract."
            ),
            class_name="mt-2 text-body text-muted",
        ),
        rx.el.p(
            t("You do not find it? Call us, and we tell you whom to ask:"),
            " ",
            rx.el.a(
                settings.brand.support_phone,
                href=brand.telephone(),
                class_name=f"{LINK} whitespace-nowrap",
            ),
            class_name="mt-2 text-body text-muted",
        ),
    )


def _step(step: Step) -> rx.Component:
    return rx.el.li(
        rx.cond(
            step.is_done,
            _state(t("Done:"), glyph("good", class_name="size-5 text-brand")),
            _state(t("To come:"), rx.icon("circle-dashed", size=20, class_name="text-muted")),
        ),
        rx.el.div(
            rx.el.p(
                rx.el.span(step.title, class_name="font-semibold"),
                rx.el.span(step.when, class_name="text-note text-muted"),
                class_name="flex flex-wrap items-baseline justify-between gap-x-4",
            ),
            rx.el.p(step.words, class_name="text-body text-muted"),
            rx.cond(
                step.paper.href,
                text_link(
                    step.paper.words,
                    href=step.paper.href,
                    reload_document=True,
                    class_name=STANDS_ALONE,
                ),
            ),
            class_name="min-w-0 grow",
        ),
        class_name="flex gap-3",
    )


def _state(words: str, icon: rx.Component) -> rx.Component:
    return rx.el.span(rx.el.span(words, class_name="sr-only"), icon, class_name="shrink-0")
