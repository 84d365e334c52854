"""Amounts, as they are drawn, and the bar that shows where one went."""

from dataclasses import dataclass
from typing import Literal

import reflex as rx

from finance_portal.domain.cents import ZERO, Cents, dollars
from finance_portal.language import say
from finance_portal.ui.controls import Text

Size = Literal["hero", "due", "head"]

AMOUNT: dict[Size, str] = {
    "hero": "text-hero font-semibold",
    "due": "text-due font-semibold",
    "head": "text-head font-semibold",
}
CENTS: dict[Size, str] = {
    "hero": "text-[1.625rem] font-medium tracking-normal opacity-75",
    "due": "text-head font-medium tracking-normal text-muted",
    "head": "text-title font-medium tracking-normal text-muted",
}
# Each share is labelled too: colour alone says nothing.
PART: dict[str, str] = {
    "principal": "bg-brand",
    "interest": "bg-series",
    "fees": "bg-warn",
    "credit": "bg-info",
    "held": "bg-info",
}


@dataclass(frozen=True)
class Part:
    """A share of a payment."""

    kind: str = "principal"
    label: str = ""
    amount: str = ""
    percent: str = "0%"


def split(
    *,
    principal: Cents,
    interest: Cents,
    fees: Cents = ZERO,
    credit: Cents = ZERO,
    held: Cents = ZERO,
    is_lease: bool = True,
) -> list[Part]:
    """Return the shares of a payment, those of nothing left out.

    `held` is kept for the next payment; below zero it was kept before and is used now. What lowers
    the balance is called principal on a loan, and wherever other shares stand beside it.
    """
    shares = (
        (
            "principal",
            say("Payment") if is_lease and not (interest or fees) else say("Principal"),
            principal,
        ),
        ("interest", say("Interest"), interest),
        ("fees", say("Charges and fees"), fees),
        ("credit", say("More than was owed"), credit),
        (
            "held",
            say("Kept for your next payment") if held > ZERO else say("Kept before, used now"),
            held,
        ),
    )
    whole = max(sum(max(share, ZERO) for _, _, share in shares), 1)
    return [
        Part(kind, label, dollars(share), f"{100 * max(share, ZERO) / whole:.2f}%")
        for kind, label, share in shares
        if share
    ]


def amount(text: Text, size: Size = "due") -> rx.Component:
    """Draw an amount of money with small cents; it is read aloud as one number."""
    words = rx.Var.create(text).to(str)
    return rx.el.p(
        rx.el.span(words, class_name="sr-only"),
        rx.el.span(words[:-3], rx.el.span(words[-3:], class_name=CENTS[size]), aria_hidden="true"),
        class_name=f"{AMOUNT[size]} whitespace-nowrap",
    )


def parts(items: list[Part] | rx.Var[list[Part]]) -> rx.Component:
    """Draw where an amount went: a bar, and the same in words and figures."""
    return rx.el.div(
        rx.el.div(
            rx.foreach(items, _segment),
            aria_hidden="true",
            class_name="flex h-3 gap-0.5 overflow-hidden rounded-full",
        ),
        rx.el.dl(rx.foreach(items, _legend), class_name="mt-4 grid gap-2.5"),
    )


def _segment(part: Part) -> rx.Component:
    return rx.el.div(class_name=["bar min-w-1", _colour(part)], style={"width": part.percent})


def _legend(part: Part) -> rx.Component:
    return rx.el.div(
        rx.el.dt(
            rx.el.span(class_name=["dot size-2.5 rounded-full", _colour(part)]),
            part.label,
            class_name="flex items-center gap-2.5 text-muted",
        ),
        rx.el.dd(part.amount, class_name="font-semibold"),
        class_name="flex justify-between gap-4",
    )


def _colour(part: Part) -> rx.Var[str]:
    return rx.match(part.kind, *PART.items(), PART["principal"])
