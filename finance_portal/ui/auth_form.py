"""Forms that carry secrets: to /auth/* and never through a state.

    auth_form(
        text_field("User name", name="user_name", auto_complete="username"),   # ui/auth_fields.py
        password_field(),
        submit("Sign in", busy="Signing in…"),
        action=routes.SIGN_IN_FORM,
    )

It is a real form, which the browser can post by itself. Its script posts it by fetch instead and
obeys the JSON of the answer, one of

    {"go": "/overview"}                                     leave for this address
    {"errors": {"field": "…"}, "error": "…"}                sentences beside fields, and above them
    {"show": {"id": "text or data: URI"}, "reveal": "id of a hidden section", "say": "…",
     "hide_after": 30}                                      then `on_done` (a handler) is called
    {"passkey": {options}, "kind": "get" or "create", "then": "/auth/…", "fields": {…}}
                                                            asks for the passkey, and posts the form
                                                            again, with `credential`, to `then`

Every control has the id of its name with "-" for "_", its error the id `<id>-error`. Two forms of
one page that share a name give one of them another `id`. An error that names no field of the form
stands above it. A code that was refused is emptied, everything else stays as it was typed.
"""

from typing import Any

import reflex as rx
from reflex.event import no_args_event_spec

from finance_portal.ui.controls import ERROR, LINK, Look, Text, button
from finance_portal.ui.feedback import NOTICE, NOTICE_TONE, SIGN
from finance_portal.ui.glyphs import glyph
from finance_portal.ui.words import t

_FORM = rx.asset("auth_form.jsx", shared=True).importable_path
_FRAGMENT = rx.asset("fragment.jsx", shared=True).importable_path
_RESEND = rx.asset("resend.jsx", shared=True).importable_path
rx.asset("passkey.js", shared=True)  # the form fetches it when it is needed

REFUSALS = {
    "refused": t("That did not work. Please check what you typed and try again."),
    "throttled": (
        t("Too many tries. Wait a few minutes, then try again, or call us and we will help you.")
    ),
}
RESEND_SECONDS = 30
FIELDS = "grid gap-5"
REGION = "contents"  # a region that has nothing to say takes no room, and is there all the same


class AuthForm(rx.Component):
    """The form itself; `auth_form` puts into it what its script needs."""

    library = _FORM
    tag = "AuthForm"

    action: rx.Var[str]
    refusals: rx.Var[dict[str, str]]
    on_done: rx.EventHandler[no_args_event_spec]  # type: ignore[type-arg,valid-type]  # Reflex's way


class FragmentField(rx.Component):
    """Sends along what stands after the # of the page's address."""

    library = _FRAGMENT
    tag = "FragmentField"

    name: rx.Var[str]


class Resend(rx.Component):
    """A button that counts down before it can be pressed, again whenever `sends` changes."""

    library = _RESEND
    tag = "Resend"

    label: rx.Var[str]
    pause: rx.Var[str]  # stands before the time that is left
    seconds: rx.Var[int]
    sends: rx.Var[int]
    ready: rx.Var[str]  # the classes of a button that can be pressed
    paused: rx.Var[str]
    on_send: rx.EventHandler[no_args_event_spec]  # type: ignore[type-arg,valid-type]  # as above


def auth_form(
    *content: rx.Component, action: Text, class_name: str = "mt-6", **props: Any
) -> rx.Component:
    """Draw a form that posts to `action`, with the places for what is said of it as a whole.

    With `refusals` (REFUSALS, or more) it also says what `?error=` in the page's address means:
    one form of a page does so.
    """
    return AuthForm.create(
        _alert(),
        *content,
        _said(),
        action=action,
        class_name=f"{FIELDS} {class_name}",
        **props,
    )


def submit(
    words: Text, *, busy: str = t("One moment…"), look: Look = "primary", **props: Any
) -> rx.Component:
    """Draw the button that posts the form; `busy` is what it says until the answer is there."""
    return button(
        words,
        type="submit",
        size="large",
        look=look,
        custom_attrs={"data-busy": busy},
        **{"class_name": "w-full"} | props,
    )


def passkey_form(
    words: Text, *more: rx.Component, action: Text, look: Look = "plain", **props: Any
) -> rx.Component:
    """Draw the button that asks for a passkey, or makes one: the server's options say which."""
    return auth_form(
        *more,
        submit(words, busy=t("Waiting for your passkey…"), look=look),
        action=action,
        **{"class_name": "mt-3"} | props,
    )


def resend_button(*, sends: rx.Var[int] | int, on_send: Any) -> rx.Component:
    """Draw the button that sends another code, half a minute after the one before."""
    return Resend.create(
        label=t("Send another code"),
        pause=t("Send another code in"),
        seconds=RESEND_SECONDS,
        sends=sends,
        on_send=on_send,
        ready=f"{LINK} min-h-11 cursor-pointer text-body",
        paused="min-h-11 text-body text-muted",
    )


def hidden(name: str, value: Text, **props: Any) -> rx.Component:
    """Send something along that is no secret and nobody types."""
    return rx.el.input(type="hidden", name=name, default_value=value, **props)


def from_query(name: str) -> rx.Component:
    """Send along what the page's address says under this name."""
    return rx.el.input(type="hidden", name=name, custom_attrs={"data-query": ""})


def from_fragment(name: str) -> rx.Component:
    """Send along a secret that stands after the # of the page's address."""
    return FragmentField.create(name=name)


def error_slot(name: str, *, id: str) -> rx.Component:  # noqa: A002 - HTML's own word
    """Stand ready to say what is wrong with the field of this name."""
    return rx.el.p(
        glyph("error", class_name="mt-0.5 size-4"),
        rx.el.span(),
        id=f"{id}-error",
        hidden=True,
        custom_attrs={"data-error": name},
        class_name=ERROR,
    )


def _alert() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            glyph(SIGN["danger"], class_name="mt-0.5 size-4.5"),
            rx.el.p(class_name="min-w-0"),
            hidden=True,
            custom_attrs={"data-alert": ""},
            class_name=f"{NOTICE} {NOTICE_TONE['danger']}",
        ),
        role="alert",
        class_name=REGION,
    )


def _said() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            rx.el.span(),
            hidden=True,
            custom_attrs={"data-say": ""},
            class_name="text-note font-medium text-brand",
        ),
        role="status",
        class_name=REGION,
    )
