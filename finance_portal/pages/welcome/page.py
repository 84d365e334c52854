"""The front door: who we are, what one can do here, and the way in."""

import reflex as rx

from finance_portal.ui import brand, routes
from finance_portal.ui.controls import action_link
from finance_portal.ui.shell import CENTRED, public_shell

PROMISES = (
    ("See what you owe", "Balance, next payment and payoff, right to the cent, each with its why."),
    (
        "Pay in a minute",
        "By bank account or debit card, free. You see what it does before it does.",
    ),
    ("Know where it went", "Every payment with its principal, interest and fees, for ever."),
)


def welcome() -> rx.Component:
    return public_shell(
        rx.el.div(
            _introduction(),
            _example(),
            class_name=f"{CENTRED} grid items-center gap-12 py-10 lg:grid-cols-2 lg:py-20",
        ),
        _promises(),
        action=action_link("Sign in", href=routes.SIGN_IN),
    )


def _introduction() -> rx.Component:
    return rx.el.div(
        rx.el.h1(
            "Your vehicle loan or lease, clear to the cent.",
            class_name=(
                "text-balance text-[2.25rem] font-semibold leading-[1.12] tracking-[-0.035em] "
                "sm:text-[3rem]"
            ),
        ),
        rx.el.p(
            f"The portal of {brand.BRAND.legal_entity} for borrowers and lessees.",
            class_name="mt-4 text-input text-muted",
        ),
        action_link(
            "Sign in to your account", href=routes.SIGN_IN, size="large", class_name="mt-7"
        ),
        brand.safety(),
    )


def _example() -> rx.Component:
    return rx.el.figure(
        rx.el.div(
            rx.el.p("An example", class_name="text-note opacity-85"),
            rx.el.p("Principal balance", class_name="mt-6 text-note opacity-85"),
            rx.el.p(
                "$18,549",
                rx.el.span(".82", class_name="text-[1.625rem] opacity-75"),
                class_name="text-hero font-semibold",
            ),
            rx.el.div(
                rx.el.div(class_name="bar fill-in h-full w-[44%] rounded-full bg-accent"),
                class_name="mt-3 h-2 overflow-hidden rounded-full bg-track",
            ),
            rx.el.p(
                rx.el.span("44% repaid", class_name="font-semibold"),
                rx.el.span("of $33,125.00", class_name="opacity-85"),
                class_name="mt-2 flex justify-between text-note",
            ),
            class_name="hero rounded-hero p-6 lifted",
        ),
        aria_hidden="true",
        class_name="mx-auto w-full max-w-md",
    )


def _promises() -> rx.Component:
    return rx.el.section(
        rx.el.h2("What you can do here", class_name="sr-only"),
        rx.el.dl(
            *[
                rx.el.div(
                    rx.el.dt(title, class_name="text-title font-semibold"),
                    rx.el.dd(words, class_name="mt-1 text-body text-muted"),
                )
                for title, words in PROMISES
            ],
            class_name="grid gap-6 sm:grid-cols-3 sm:gap-10",
        ),
        class_name=f"{CENTRED} pb-6",
    )
