"""What stands in the head of every page."""

import reflex as rx

from finance_portal.settings import Brand
from finance_portal.ui import scheme, theme


def components(brand: Brand) -> list[rx.Component]:
    """Return the tags of every page's head."""
    return [
        rx.el.script(scheme.RESTORE),
        rx.el.style(theme.stylesheet(brand)),
        rx.el.meta(
            name="viewport", content="width=device-width, initial-scale=1, viewport-fit=cover"
        ),
        rx.el.meta(name="format-detection", content="telephone=no"),
        _theme_colour(theme.LIGHT["bg"], "light"),
        _theme_colour(theme.DARK["bg"], "dark"),
        rx.el.link(rel="icon", type="image/svg+xml", href=brand.logo),
        rx.el.link(rel="apple-touch-icon", href="/icons/touch.png"),
    ]


def _theme_colour(colour: str, scheme: str) -> rx.Component:
    return rx.el.meta(
        name="theme-color",
        content=colour,
        custom_attrs={"media": f"(prefers-color-scheme: {scheme})"},
    )
