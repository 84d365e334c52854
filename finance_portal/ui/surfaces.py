"""What things stand on: cards, chips, lists of facts, bars."""

from dataclasses import dataclass
from typing import Any, Literal

import reflex as rx

from finance_portal.ui.controls import Text

Tone = Literal["calm", "good", "warn", "danger", "info"]

CARD = "rounded-card border border-line bg-surface lifted"
CHIP = (
    "inline-flex shrink-0 items-center gap-1.5 whitespace-nowrap rounded-full px-2.5 py-1 "
    "text-chip font-semibold"
)
CHIP_TONE: dict[str, str] = {
    "calm": "bg-surface2 text-muted",
    "good": "bg-brandsoft text-brand",
    "warn": "bg-warnsoft text-warn",
    "danger": "bg-dangersoft text-danger",
    "info": "bg-infosoft text-info",
}
TILE = "grid size-9 shrink-0 place-items-center rounded-tile"
TITLE = "text-title font-semibold text-ink"


@dataclass(frozen=True)
class Fact:
    """A label and its value, ready to show."""

    label: str = ""
    value: str = ""


@dataclass(frozen=True)
class Line:
    """A row of a sum: what, how much, and whether it is the total."""

    label: str = ""
    amount: str = ""
    is_total: bool = False
    note: str = ""


def card(*children: Any, class_name: Any = "", **props: Any) -> rx.Component:
    """Draw a card; children stand in it as they are."""
    more = class_name if isinstance(class_name, list) else [class_name]
    return rx.el.section(*children, class_name=[f"{CARD} p-5 sm:p-6", *more], **props)


def card_title(
    title: Text,
    *aside: rx.Component,
    level: Literal["h2", "h3"] = "h2",
    id: str = "",  # noqa: A002 - HTML's own word
) -> rx.Component:
    """Draw a card's heading, and what stands at its right. One with an id can take the focus."""
    heading = rx.el.h2 if level == "h2" else rx.el.h3
    named = {"id": id, "tab_index": -1} if id else {}
    return rx.el.div(
        heading(title, class_name=f"{TITLE} outline-none" if id else TITLE, **named),
        *aside,
        class_name="flex items-start justify-between gap-3",
    )


def chip(words: Text, tone: Text = "calm", *, class_name: str = "") -> rx.Component:
    """Draw a short status; its tone is a name of CHIP_TONE, also when it comes from a state."""
    look = (
        CHIP_TONE[tone]
        if isinstance(tone, str)
        else rx.match(tone, *CHIP_TONE.items(), CHIP_TONE["calm"])
    )
    return rx.el.span(words, class_name=[CHIP, look, class_name])


def tile(icon: rx.Component, tone: str = "good") -> rx.Component:
    """Draw an icon on its small ground. It repeats the words beside it and is not read aloud."""
    return rx.el.span(icon, aria_hidden="true", class_name=f"{TILE} {CHIP_TONE[tone]}")


def facts(items: list[Fact] | rx.Var[list[Fact]], *, class_name: str) -> rx.Component:
    """Draw labels over values."""
    return rx.el.dl(rx.foreach(items, _fact), class_name=class_name)


def lines(items: list[Line] | rx.Var[list[Line]]) -> rx.Component:
    """Draw a sum, line by line; the total stands under a rule."""
    return rx.el.dl(rx.foreach(items, _line), class_name="grid gap-2.5")


def bar(percent: int | rx.Var[int], label: Text, *, class_name: str = "") -> rx.Component:
    """Draw how far something has come; the label says it in words."""
    return rx.el.div(
        rx.el.div(
            class_name="bar fill-in h-full rounded-full bg-accent",
            style={"width": f"{percent}%"},
        ),
        role="progressbar",
        aria_label=label,
        aria_valuenow=percent,
        aria_valuemin=0,
        aria_valuemax=100,
        class_name=f"h-2 overflow-hidden rounded-full bg-track {class_name}",
    )


def _fact(item: Fact) -> rx.Component:
    return rx.el.div(
        rx.el.dt(item.label, class_name="text-chip opacity-85"),
        rx.el.dd(item.value, class_name="mt-0.5 text-title font-semibold"),
    )


def _line(item: Line) -> rx.Component:
    return rx.el.div(
        rx.el.dt(
            item.label,
            rx.cond(item.note, rx.el.span(item.note, class_name="block text-note text-muted")),
            class_name=rx.cond(item.is_total, "font-semibold text-ink", "text-muted"),
        ),
        rx.el.dd(item.amount, class_name=rx.cond(item.is_total, "font-semibold", "font-medium")),
        class_name=rx.cond(
            item.is_total,
            "flex justify-between gap-4 border-t border-line pt-2.5",
            "flex justify-between gap-4",
        ),
    )
