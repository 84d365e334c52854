"""The fields of ui/auth_form.py: each with its label, its help, and a place for its error.

    text_field("User name", name="user_name", auto_complete="username", hint="…")
    text_field("VIN", name="vin", auto_complete="off", auto_capitalize="characters")
    text_field("Last 4 of your SSN", name="tax_id_last4", input_mode="numeric", max_length=4)
    password_field()                                        # name="password", the one they have
    new_password_field(user_name="user-name")               # with the meter; the id of the name
    code_field(hint="6 digits, from your app")              # name="code"
    check_field("Trust this device for 30 days", name="trust")

What else an <input> takes is passed on. All are required unless `required=False`.
"""

from typing import Any

import reflex as rx

from finance_portal.ui import routes
from finance_portal.ui.auth_form import error_slot
from finance_portal.ui.controls import FIELD, HELP, LABEL, Text
from finance_portal.ui.glyphs import glyph
from finance_portal.ui.surfaces import CHIP, CHIP_TONE
from finance_portal.ui.words import t

_SCRIPT = rx.asset("password_meter.jsx", shared=True).importable_path

STACK = "grid gap-1.5"
CHECK_BOX = "mt-0.5 size-5 shrink-0 accent-[var(--brand)]"
CODE = t("Code")
PASSWORD = t("Password")
LONG_PHRASE = t("A long phrase is best: four or five words that do not belong together.")
CHIPS = [
    {"rule": "has_both_cases", "sign": t("Aa"), "meaning": t("Upper and lower case")},
    {"rule": "has_digit", "sign": "9", "meaning": t("A digit")},
    {"rule": "has_symbol", "sign": "#", "meaning": t("A symbol")},
    {"rule": "is_long", "sign": t("Length"), "meaning": t("Long enough")},
]
_STEP = "h-1 grow rounded-full"
METER = {
    "bar": "flex gap-1",
    "good": f"{_STEP} bg-brand",
    "weak": f"{_STEP} bg-warn",
    "none": f"{_STEP} bg-line",
    "chips": "flex flex-wrap gap-1.5",
    "met": f"{CHIP} {CHIP_TONE['good']}",
    "open": f"{CHIP} {CHIP_TONE['calm']}",
    "sentence": "min-h-5 text-note text-muted",
}


class PasswordMeter(rx.Component):
    """Says how good the password in the field `of` is, while it is typed."""

    library = _SCRIPT
    tag = "PasswordMeter"

    of: rx.Var[str]
    user_name: rx.Var[str]  # the id of the field whose words may not be in the password
    action: rx.Var[str]
    chips: rx.Var[list[dict[str, str]]]
    looks: rx.Var[dict[str, str]]


def text_field(
    label: Text,
    *,
    name: str,
    id: str = "",  # noqa: A002 - HTML's own word
    hint: Text | rx.Component = "",
    **props: Any,
) -> rx.Component:
    """Draw a line to type into."""
    named = id or _id(name)
    control = rx.el.input(
        **_described(name, named, hint=bool(hint)), class_name=FIELD, **_defaults(props)
    )
    return _stack(label, control, name=name, id=named, hint=hint)


def code_field(
    label: Text = CODE, *, name: str = "code", digits: int = 6, **props: Any
) -> rx.Component:
    """Draw a field for a code of digits: the phone offers it, and it can be pasted with spaces."""
    attributes: dict[str, Any] = {
        "auto_complete": "one-time-code",
        "input_mode": "numeric",
        "max_length": digits * 2,
        "custom_attrs": {
            "data-missing": t("Enter the {digits} digits of the code.", digits=str(digits))
        },
    }
    return text_field(label, name=name, **attributes | props)


def password_field(
    label: Text = PASSWORD,
    *,
    name: str = "password",
    id: str = "",  # noqa: A002
    hint: Text | rx.Component = "",
    auto_complete: str = "current-password",
    **props: Any,
) -> rx.Component:
    """Draw a field for a password, which can be shown; it says when Caps Lock is on."""
    named = id or _id(name)
    control = rx.el.div(
        rx.el.input(
            **_described(name, named, "caps", hint=bool(hint)),
            type="password",
            auto_complete=auto_complete,
            class_name=f"{FIELD} pr-14",
            **_defaults(props),
        ),
        _show_button(),
        class_name="secret relative",
    )
    return _stack(
        label,
        control,
        rx.el.p(id=f"{named}-caps", role="status", class_name="text-note font-medium text-warn"),
        name=name,
        id=named,
        hint=hint,
    )


def new_password_field(
    label: Text = PASSWORD,
    *,
    name: str = "password",
    user_name: str = "",
    **props: Any,
) -> rx.Component:
    """Draw a field for a password that is being chosen. Its meter advises, the server decides.

    `user_name` is the id of the field whose words may not be in it.
    """
    named = props.get("id") or _id(name)
    return rx.el.div(
        password_field(
            label, name=name, auto_complete="new-password", **{"hint": LONG_PHRASE} | props
        ),
        PasswordMeter.create(
            of=named,
            user_name=user_name,
            action=routes.PASSWORD_ADVICE,
            chips=CHIPS,
            looks=METER,
            class_name="grid gap-2",
        ),
        class_name=STACK,
    )


def check_field(
    label: Text | rx.Component, *, name: str, hint: Text = "", **props: Any
) -> rx.Component:
    """Draw a box to tick; ticked it sends "on"."""
    named = props.pop("id", "") or _id(name)
    return rx.el.div(
        rx.el.label(
            rx.el.input(
                **_described(name, named, hint=bool(hint)),
                type="checkbox",
                class_name=CHECK_BOX,
                **props,
            ),
            rx.el.span(
                label,
                rx.el.span(hint, id=f"{named}-hint", class_name="block text-note text-muted"),
            ),
            class_name="flex cursor-pointer gap-3 text-body",
        ),
        error_slot(name, id=named),
        class_name=STACK,
    )


def _stack(
    label: Text,
    control: rx.Component,
    *more: rx.Component,
    name: str,
    id: str,  # noqa: A002
    hint: Text | rx.Component,
) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for=id, class_name=LABEL),
        rx.el.p(hint, id=f"{id}-hint", class_name=HELP) if hint else rx.fragment(),
        control,
        *more,
        error_slot(name, id=id),
        class_name=STACK,
    )


def _show_button() -> rx.Component:
    return rx.el.button(
        glyph("eye", class_name="when-hidden size-5"),
        glyph("eye-off", class_name="when-shown size-5"),
        type="button",
        aria_label=t("Show password"),
        aria_pressed="false",
        class_name=(
            "absolute inset-y-0 right-0 grid w-12 cursor-pointer place-items-center "
            "rounded-control text-muted hover:text-ink"
        ),
    )


def _id(name: str) -> str:
    return name.replace("_", "-")


def _described(name: str, id: str, *more: str, hint: bool) -> dict[str, Any]:  # noqa: A002
    """Return what ties a control to its error, its hint and more for those who listen."""
    told = ["error", *more, *(["hint"] if hint else [])]
    return {
        "id": id,
        "name": name,
        "aria_describedby": " ".join(f"{id}-{part}" for part in told),
    }


def _defaults(props: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, "spell_check": False, "auto_capitalize": "none"} | props
