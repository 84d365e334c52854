"""The switch between languages: each is named in its own words, whatever the page speaks."""

import reflex as rx

from finance_portal.language import LANGUAGES
from finance_portal.ui import routes
from finance_portal.ui.native import FormOfPage

CHOICE = "cursor-pointer px-2 py-1.5 text-note underline underline-offset-2 hover:text-ink"


def language_switch(class_name: str = "") -> rx.Component:
    """Draw a button for every language; a press shows this page in it."""
    return FormOfPage.create(
        *(_button(language, name) for language, name in LANGUAGES.items()),
        action=routes.LANGUAGE_FORM,
        class_name=f"flex gap-1 {class_name}",
    )


def _button(language: str, name: str) -> rx.Component:
    return rx.el.button(
        name,
        type="submit",
        name="language",
        value=language,
        lang=language,
        class_name=CHOICE,
    )
