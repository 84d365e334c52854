"""Light, dark, or as the system has it: a choice that stays on the device.

It is kept in a cookie, because signing out empties the browser's storage; the gate takes cookies
out of what Reflex sees.
"""

import reflex as rx
from reflex.vars import VarData

from finance_portal.ui.client import local
from finance_portal.ui.words import t

COOKIE = "theme"
A_YEAR = 365 * 24 * 60 * 60
CHOICES = (
    ("system", t("Auto"), "monitor"),
    ("light", t("Light"), "sun"),
    ("dark", t("Dark"), "moon"),
)

# Runs in the head, before anything is painted, after Reflex's own script has read the storage.
RESTORE = f"""
try {{
  const kept = document.cookie.match(/(?:^|; ){COOKIE}=(light|dark|system)/)?.[1];
  if (kept) {{
    localStorage.setItem("theme", kept);
    const dark = kept === "dark"
      || (kept === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
    const root = document.documentElement;
    root.classList.remove("light", "dark");
    root.classList.add(dark ? "dark" : "light");
    root.style.colorScheme = dark ? "dark" : "light";
  }}
}} catch {{}}
"""
KEEP = (
    "setColorMode(e.target.value);"
    f"document.cookie = `{COOKIE}=${{e.target.value}}; path=/; max-age={A_YEAR}; SameSite=Lax`;"
)


def scheme_choice(name: str) -> rx.Component:
    """Draw the choice. `name` tells one group of radio buttons on a page from another."""
    return rx.el.fieldset(
        rx.el.legend(t("Appearance"), class_name="mb-2 text-note font-medium text-muted"),
        rx.el.div(
            *[_option(name, value, words, icon) for value, words, icon in CHOICES],
            class_name="grid grid-cols-3 gap-1 rounded-control bg-surface2 p-1",
        ),
    )


def _setter() -> rx.Var[str]:
    """Return Reflex's own setter of the colour mode, which lives in the hook of its colour mode."""
    known = rx.color_mode._get_all_var_data()  # noqa: SLF001 - no public way
    hook = "const { setColorMode } = useContext(ColorModeContext)"
    data = VarData(imports=dict(known.imports) if known else {}, hooks={hook: None})
    return rx.Var("setColorMode", _var_data=data)


def _option(name: str, value: str, words: str, icon: str) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name=name,
            value=value,
            checked=rx.color_mode == value,
            on_change=local(KEEP, _setter()),
            class_name="peer sr-only",
        ),
        rx.el.span(
            rx.icon(icon, size=16, aria_hidden="true"),
            words,
            class_name=(
                "flex min-h-9 cursor-pointer items-center justify-center gap-1.5 rounded-tile "
                "text-chip font-semibold text-muted peer-checked:bg-surface peer-checked:text-ink "
                "lifted-if-chosen peer-focus-visible:outline-2 "
                "peer-focus-visible:outline-offset-2 peer-focus-visible:outline-brand"
            ),
        ),
        class_name="relative",
    )
