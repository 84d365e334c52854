"""The cards of the overview. Each takes the part of the view that it shows."""

from typing import Any

import reflex as rx

from finance_portal.pages.overview.due import SIDE, notes
from finance_portal.pages.overview.views import (
    Applied,
    Figure,
    Hero,
    MilesView,
    NewsView,
    Opened,
    Overview,
)
from finance_portal.ui import brand, routes
from finance_portal.ui.controls import STANDS_ALONE, Text, text_link
from finance_portal.ui.feedback import notice, skeleton, waiting
from finance_portal.ui.glyphs import glyph
from finance_portal.ui.money import amount, parts
from finance_portal.ui.surfaces import bar, card, card_title, facts, lines, tile
from finance_portal.ui.words import t
from finance_portal.ui.working import working

GRID = "grid gap-4 lg:grid-cols-12"
HERO = "lg:col-span-7"
WIDE = "lg:col-span-8"
NARROW = "lg:col-span-4"


def hero_card(hero: Hero) -> rx.Component:
    """Draw the one number that matters, and how far the contract has come."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2(
                hero.vehicle,
                rx.el.span(hero.vin, class_name="block text-note font-normal opacity-85"),
                class_name="text-title font-semibold",
            ),
            _status(hero.status, hero.tone),
            class_name="flex items-start justify-between gap-3",
        ),
        rx.el.div(
            rx.el.p(hero.label, class_name="text-note opacity-85"),
            rx.cond(hero.count, _count(hero), amount(hero.amount, "hero")),
            rx.cond(hero.working, working(hero.working, hero.label, look="hero")),
            class_name="mt-auto pt-4",
        ),
        bar(hero.percent, hero.progress, class_name="mt-3"),
        rx.el.p(
            rx.el.span(hero.progress, class_name="font-semibold"),
            rx.el.span(hero.whole, class_name="opacity-85"),
            class_name="mb-5 mt-2 flex justify-between gap-4 text-note",
        ),
        facts(
            hero.facts,
            class_name=(
                "mt-auto grid grid-cols-2 gap-x-4 gap-y-3 border-t border-track pt-4 sm:flex "
                "sm:flex-wrap sm:justify-between"
            ),
        ),
        class_name=f"hero rise-in flex flex-col rounded-hero p-6 lifted {HERO}",
    )


def news_card(news: list[NewsView]) -> rx.Component:
    """Draw what is new or under way, each with the way there."""
    return card(
        card_title(t("New and under way")),
        rx.el.ul(rx.foreach(news, _news), class_name="mt-2 divide-y divide-line"),
        class_name="pb-2 sm:pb-3 lg:col-span-12",
    )


def applied_card(applied: Applied, query: Text) -> rx.Component:
    """Draw where the last payment went."""
    return card(
        card_title(t("Your last payment"), rx.el.p(applied.on, class_name="text-note text-muted")),
        rx.el.div(amount(applied.amount, "head"), class_name="mt-1 mb-4"),
        parts(applied.parts),
        rx.cond(
            applied.working, working(applied.working, t("Your last payment"), class_name="mt-3")
        ),
        rx.el.p(applied.after, class_name="mt-4 border-t border-line pt-3 text-note text-muted"),
        rx.el.p(
            text_link(t("Every payment"), href=f"{routes.HISTORY}{query}", class_name=STANDS_ALONE),
            class_name="mt-auto pt-3",
        ),
        class_name=f"flex flex-col {NARROW}",
    )


def payoff_card(view: Overview, query: Text, is_shared: Any) -> rx.Component:
    """Draw what closes the loan today, and why it is not the balance."""
    return card(
        card_title(t("What closes the loan today")),
        rx.el.div(
            lines(view.payoff),
            rx.el.div(
                notes(view.payoff_notes),
                rx.cond(view.payoff_workings, _workings(view.payoff_workings)),
                class_name="grid gap-2",
            ),
            class_name="mt-4 grid items-start gap-x-10 gap-y-4 sm:grid-cols-2",
        ),
        rx.cond(
            is_shared,
            rx.fragment(),
            rx.el.p(
                text_link(
                    t("Any other day, and letters"),
                    href=f"{routes.PAYOFF}{query}",
                    class_name=STANDS_ALONE,
                ),
                class_name="mt-4",
            ),
        ),
        class_name="lg:col-span-12",
    )


def figures_card(figures: list[Figure], query: Text, is_shared: Any) -> rx.Component:
    """Draw the figures of a lease, kept apart."""
    return card(
        card_title(t("Three figures, three different questions")),
        rx.el.dl(
            rx.foreach(figures, _figure),
            class_name="mt-4 grid gap-5 sm:grid-cols-3 sm:divide-x sm:divide-line",
        ),
        rx.el.p(
            t(
                "They do not belong together: each answers its own question. None of "
                "them is a loan payoff, because a lease bears no interest."
            ),
            class_name="mt-5 border-t border-line pt-3 text-note text-muted",
        ),
        rx.cond(
            is_shared,
            rx.fragment(),
            rx.el.p(
                text_link(
                    t("See your lease end"),
                    href=f"{routes.LEASE_END}{query}",
                    class_name=STANDS_ALONE,
                ),
                class_name="mt-3",
            ),
        ),
        class_name="lg:col-span-12",
    )


def miles_card(miles: MilesView) -> rx.Component:
    """Draw the distance driven against the distance allowed."""
    return card(
        card_title(t("Miles")),
        rx.el.p(
            rx.el.span(miles.driven, class_name="text-head font-semibold"),
            rx.el.span(miles.allowed, class_name="text-note text-muted"),
            class_name="mt-1 flex items-baseline justify-between gap-4",
        ),
        rx.el.div(
            rx.el.div(
                class_name="bar fill-in h-full rounded-full bg-brand",
                style={"width": f"{miles.percent}%"},
            ),
            role="progressbar",
            aria_label=t("Miles driven of the miles allowed"),
            aria_valuenow=miles.percent,
            aria_valuemin=0,
            aria_valuemax=100,
            class_name="mt-2 h-2 overflow-hidden rounded-full bg-surface2",
        ),
        facts(miles.facts, class_name="mt-5 grid grid-cols-2 gap-4 sm:grid-cols-3"),
        rx.el.p(miles.note, class_name="mt-4 border-t border-line pt-3 text-note text-muted"),
        rx.cond(miles.working, working(miles.working, t("Miles"), class_name="mt-2")),
        class_name=WIDE,
    )


def on_their_way(pending: list[str]) -> rx.Component:
    """Say which payments the figures do not include yet."""
    return rx.el.div(
        rx.foreach(pending, lambda words: notice(rx.el.p(words), class_name="mb-4")),
    )


def balloon_notice(balloon: Text, query: Text, is_shared: Any) -> rx.Component:
    """Say early that the last payment is another one than those before it."""
    return notice(
        rx.el.p(balloon),
        rx.cond(
            is_shared,
            rx.fragment(),
            text_link(t("See your ways"), href=f"{routes.BALLOON}{query}", class_name=STANDS_ALONE),
        ),
        tone="warn",
        class_name="lg:col-span-12",
    )


def no_miles() -> rx.Component:
    """Say that nobody has told us the odometer yet."""
    return card(
        card_title(t("Miles")),
        rx.el.p(
            t(
                "No odometer reading on file yet, so we cannot say how your miles are "
                "going. Call {support_phone} and tell us what it shows.",
                support_phone=brand.BRAND.support_phone,
            ),
            class_name="mt-2 text-body text-muted",
        ),
        class_name=WIDE,
    )


def placeholder() -> rx.Component:
    """Hold the place of the cards while they load."""
    return waiting(
        skeleton(f"h-[20.5rem] rounded-hero sm:h-[17.5rem] {HERO}"),
        skeleton(f"h-64 sm:h-[17.5rem] {SIDE}"),
        skeleton(f"h-80 {WIDE}"),
        skeleton(f"h-80 {NARROW}"),
        class_name=GRID,
    )


def _status(words: Text, tone: Text) -> rx.Component:
    return rx.el.span(
        rx.match(
            tone,
            ("danger", glyph("warning", class_name="size-3.5")),
            ("good", glyph("good", class_name="size-3.5")),
            glyph("info", class_name="size-3.5"),
        ),
        words,
        class_name=[
            "flex shrink-0 items-center gap-1.5 rounded-full px-3 py-1.5 text-chip font-semibold",
            rx.cond(tone == "danger", "bg-alarm text-onalarm", "bg-black/30 text-accent"),
        ],
    )


def _count(hero: Hero) -> rx.Component:
    return rx.el.p(
        hero.count,
        " ",
        rx.el.span(hero.count_of, class_name="text-head font-medium tracking-normal opacity-75"),
        class_name="text-hero font-semibold",
    )


def _workings(each: list[Opened]) -> rx.Component:
    return rx.el.details(
        rx.el.summary(
            t("How are these worked out?"),
            class_name="w-fit cursor-pointer py-1 text-note font-semibold text-brand",
        ),
        rx.foreach(
            each,
            lambda one: working(one.lines, one.title, look="titled", class_name="mt-1 pl-4"),
        ),
        class_name="screen-only",
    )


def _news(each: NewsView) -> rx.Component:
    return rx.el.li(
        rx.match(
            each.kind,
            ("request", tile(rx.icon("list-checks", size=18), "warn")),
            ("lease", tile(rx.icon("flag", size=18))),
            tile(rx.icon("file-text", size=18), "info"),
        ),
        rx.el.div(
            rx.el.p(each.words, class_name="font-medium"),
            rx.cond(each.note, rx.el.p(each.note, class_name="text-note text-muted")),
            class_name="min-w-0 grow",
        ),
        rx.el.a(
            each.link,
            rx.el.span(": ", each.words, class_name="sr-only"),
            href=each.href,
            class_name=f"{STANDS_ALONE} shrink-0 font-semibold text-brand",
        ),
        class_name="flex items-center gap-3 py-3",
    )


def _figure(figure: Figure) -> rx.Component:
    return rx.el.div(
        rx.el.dt(figure.question, class_name="text-note font-semibold text-muted"),
        rx.el.dd(figure.amount, class_name="mt-1 text-head font-semibold"),
        rx.el.dd(figure.note, class_name="mt-1 text-note text-muted"),
        rx.cond(
            figure.working,
            rx.el.dd(working(figure.working, figure.question), class_name="mt-1"),
        ),
        class_name="sm:px-5 sm:first:pl-0",
    )
