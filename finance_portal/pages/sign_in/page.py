"""Sign in: one form, posted by the browser itself, because only a response can set the cookie."""

import reflex as rx

from finance_portal.ui import brand, routes
from finance_portal.ui.client import local, query
from finance_portal.ui.controls import FIELD, LABEL, button, field
from finance_portal.ui.feedback import notice
from finance_portal.ui.glyphs import glyph
from finance_portal.ui.native import PostForm
from finance_portal.ui.shell import public_shell

ERRORS = {
    "throttled": (
        "Too many tries. Wait a few minutes, then try again, or call us and we will help you in."
    ),
    "busy": "Many people are signing in right now. Please try again in a moment.",
}
REFUSED = (
    "That user name and password do not match. Passwords are case-sensitive: check that Caps Lock "
    "is off, then try again."
)
OVER = {
    "signed-out": "You are signed out. On a shared computer, close the browser too.",
    "login": "Please sign in to go on.",
    "expired": "You were away for a while, so we signed you out. Nothing was changed.",
}
TOGGLE = """
const field = document.getElementById("password");
const shown = e.currentTarget.getAttribute("aria-pressed") !== "true";
e.currentTarget.setAttribute("aria-pressed", shown);
field.type = shown ? "text" : "password";
"""
TELL_CAPS_LOCK = """
document.getElementById("caps-lock").textContent =
  e.getModifierState?.("CapsLock") ? "Caps Lock is on." : "";
"""


def sign_in() -> rx.Component:
    return public_shell(
        rx.el.div(
            rx.el.h1("Welcome back", class_name="text-display font-semibold"),
            rx.el.p("Sign in to your loan or lease.", class_name="mt-1 text-body text-muted"),
            _messages(),
            _form(),
            _trouble(),
            class_name="mx-auto w-full max-w-sm px-4 py-8 sm:py-14",
        ),
    )


def _messages() -> rx.Component:
    error, over = query("error"), query("over")
    return rx.el.div(
        rx.el.div(
            rx.cond(
                error,
                notice(
                    rx.el.p(rx.match(error, *ERRORS.items(), REFUSED)),
                    tone="danger",
                    class_name="mt-5",
                ),
            ),
            role="alert",
        ),
        rx.el.div(
            rx.match(
                over,
                *[
                    (code, notice(rx.el.p(words), class_name="mt-5"))
                    for code, words in OVER.items()
                ],
                rx.fragment(),
            ),
            role="status",
        ),
    )


def _form() -> rx.Component:
    return PostForm.create(
        rx.el.input(type="hidden", name="next", value=query("next")),
        field("User name", _user_name(), name="user-name"),
        _password(),
        button("Sign in", type="submit", size="large", class_name="w-full"),
        action=routes.SIGN_IN_FORM,
        method="post",
        class_name="mt-6 grid gap-5",
    )


def _user_name() -> rx.Component:
    return rx.el.input(
        id="user-name",
        name="user_name",
        auto_complete="username",
        auto_capitalize="none",
        spell_check=False,
        required=True,
        max_length=64,
        class_name=FIELD,
    )


def _password() -> rx.Component:
    return rx.el.div(
        rx.el.label("Password", html_for="password", class_name=LABEL),
        rx.el.div(
            rx.el.input(
                id="password",
                name="password",
                type="password",
                auto_complete="current-password",
                required=True,
                aria_describedby="caps-lock",
                on_key_up=local(TELL_CAPS_LOCK),
                class_name=f"{FIELD} pr-14",
            ),
            _show_button(),
            class_name="secret relative",
        ),
        rx.el.p(id="caps-lock", role="status", class_name="text-note font-medium text-warn"),
        class_name="grid gap-1.5",
    )


def _show_button() -> rx.Component:
    return rx.el.button(
        glyph("eye", class_name="when-hidden size-5"),
        glyph("eye-off", class_name="when-shown size-5"),
        type="button",
        aria_label="Show password",
        aria_pressed="false",
        aria_controls="password",
        on_click=local(TOGGLE),
        class_name=(
            "absolute inset-y-0 right-0 grid w-12 cursor-pointer place-items-center "
            "rounded-control text-muted hover:text-ink"
        ),
    )


def _trouble() -> rx.Component:
    return rx.el.details(
        rx.el.summary(
            "Trouble signing in?",
            class_name="w-fit cursor-pointer py-1 text-body font-medium text-brand",
        ),
        rx.el.ul(
            rx.el.li("Passwords are case-sensitive; user names are not."),
            rx.el.li("Try a private window, or another browser."),
            rx.el.li("After several failed tries, signing in pauses for a few minutes."),
            rx.el.li("Still out? Have your contract number ready and call us: we sign you in."),
            class_name="mt-1 grid list-disc gap-1 pl-5 text-note text-muted",
        ),
        brand.safety(),
        class_name="mt-6",
    )
