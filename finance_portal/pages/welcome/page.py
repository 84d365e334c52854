"""The front door: who we are, what one can do here, and the way in."""

import reflex as rx

from finance_portal.settings import settings
from finance_portal.ui import brand, routes
from finance_portal.ui.controls import STANDS_ALONE, action_link, text_link
from finance_portal.ui.shell import CENTRED, public_shell
from finance_portal.ui.words import t

PROMISES = (
    (
        t("See what you owe"),
        t("Balance, next payment and payoff, right to the cent, each with its why."),
    ),
    (
        t("Pay in a minute"),
        t("By bank account or debit card, free. You see what it does before it does."),
    ),
    (t("Know where it went"), t("Every payment with its principal, interest and fees, for ever.")),
)


def welcome() -> rx.Component:
    return public_shell(
        rx.el.div(
            _introduction(),
            _example(),
            class_name=f"{CENTRED} grid items-center gap-12 py-10 lg:grid-cols-2 lg:py-20",
        ),
        _section(t("What you can do here"), *[_words(title, rx.el.p(p)) for title, p in PROMISES]),
        _section(t("How to know that it is us"), _address(), _never(), _person()),
        action=action_link(t("Sign in"), href=routes.SIGN_IN),
        reads=False,
    )


def _introduction() -> rx.Component:
    return rx.el.div(
        rx.el.h1(
            t("Your vehicle loan or lease, clear to the cent."),
            class_name=(
                "text-balance text-[2.25rem] font-semibold leading-[1.12] tracking-[-0.035em] "
                "sm:text-[3rem]"
            ),
        ),
        rx.el.p(
            t(
                "The portal of {legal_entity} for borrowers and lessees.",
                legal_entity=brand.BRAND.legal_entity,
            ),
            class_name="mt-4 text-input text-muted",
        ),
        rx.el.div(
            action_link(t("Sign in to your account"), href=routes.SIGN_IN, size="large"),
            action_link(t("Register"), href=routes.REGISTER, look="plain", size="large"),
            class_name="mt-7 grid gap-2 sm:flex",
        ),
        rx.el.p(
            t("To register, have your contract at hand: we ask for its number and the VIN."),
            class_name="mt-3 text-note text-muted",
        ),
        rx.el.p(
            t("Paying for somebody else, or without signing in?"),
            " ",
            text_link(t("Pay as a guest"), href=routes.GUEST),
            class_name="mt-3 text-note text-muted",
        ),
    )


def _example() -> rx.Component:
    return rx.el.figure(
        rx.el.div(
            rx.el.p(t("An example"), class_name="text-note opacity-85"),
            rx.el.p(t("Principal balance"), class_name="mt-6 text-note opacity-85"),
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
                rx.el.span(t("44% repaid"), class_name="font-semibold"),
                rx.el.span(t("of $33,125.00"), class_name="opacity-85"),
                class_name="mt-2 flex justify-between text-note",
            ),
            class_name="hero rounded-hero p-6 lifted",
        ),
        aria_hidden="true",
        class_name="mx-auto w-full max-w-md",
    )


def _section(title: str, *parts: rx.Component) -> rx.Component:
    return rx.el.section(
        rx.el.h2(title, class_name="text-head font-semibold"),
        rx.el.dl(*parts, class_name="mt-4 grid gap-6 sm:grid-cols-3 sm:gap-10"),
        class_name=f"{CENTRED} pb-10",
    )


def _words(title: str, *words: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.dt(title, class_name="text-title font-semibold"),
        rx.el.dd(*words, class_name="mt-1 text-body text-muted"),
    )


def _address() -> rx.Component:
    return _words(
        t("One address"),
        rx.el.p(settings.public_origin, class_name="font-medium text-ink"),
        rx.el.p(t("Look at it before you type your password. Messages from us lead nowhere else.")),
        rx.el.p(
            text_link(
                t("Is this document from us?"), href=routes.CHECK_DOCUMENT, class_name=STANDS_ALONE
            )
        ),
    )


def _never() -> rx.Component:
    return _words(
        t("What we never ask"),
        rx.el.p(
            t(
                "Your password, a code or your full Social Security number, by "
                "telephone, e-mail or text. Whoever does is not one of us: hang up, "
                "and call us."
            )
        ),
    )


def _person() -> rx.Component:
    contact = brand.BRAND
    return _words(
        t("A person to talk to"),
        rx.el.p(
            text_link(
                contact.support_phone, href=brand.telephone(), class_name="whitespace-nowrap"
            ),
            ", ",
            t(contact.support_hours),
            ".",
        ),
        rx.el.p(text_link(t("Trouble signing in?"), href=routes.TROUBLE, class_name=STANDS_ALONE)),
    )
