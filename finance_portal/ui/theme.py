"""Colours, sizes and shapes by name. Components use the names; only this module knows the values.

The tokens become CSS variables, once for the light scheme and once for the dark one, so that no
component says what it looks like in the dark. The brand's colours come from the settings.
"""

from typing import Any

from finance_portal.settings import Brand, Palette

# fmt: off
LIGHT = {
    "bg":         "#f4f5f1", "surface":  "#ffffff", "surface2": "#f0f2ed",
    "ink":        "#10211b", "muted":    "#56665f", "line":     "#e4e8e1", "edge": "#7b8882",
    "warn":       "#7d4f00", "warnsoft": "#fdf0d5",
    "danger":     "#b3261e", "dangersoft": "#fdeceb",
    "info":       "#1f4f8f", "infosoft": "#e6effa",
    "series":     "#6f8f83",
    "track":      "rgb(255 255 255 / .17)", "alarm": "#fdeceb", "onalarm": "#8f1d16",
    "card":       "0 1px 2px rgb(15 31 26 / .04), 0 8px 24px -12px rgb(15 31 26 / .10)",
}
DARK = {
    "bg":         "#0b1310", "surface":  "#121d19", "surface2": "#1a2722",
    "ink":        "#edf4f0", "muted":    "#9fb2aa", "line":     "#23322c", "edge": "#70827a",
    "warn":       "#f4c36a", "warnsoft": "#3a2b0c",
    "danger":     "#ff9a90", "dangersoft": "#3b1512",
    "info":       "#9cc3f5", "infosoft": "#14263d",
    "series":     "#5d7d71",
    "track":      "rgb(255 255 255 / .17)", "alarm": "#fdeceb", "onalarm": "#8f1d16",
    "card":       "none",
}
LIGHT_CONTRAST = {"muted": "#2b3a34", "line": "#56665f", "edge": "#10211b"}
DARK_CONTRAST  = {"muted": "#dbe6e1", "line": "#9fb2aa", "edge": "#edf4f0"}
# fmt: on

BRAND_TOKENS = ("brand", "onbrand", "brandsoft", "hero1", "hero2", "accent")
NOT_COLOURS = {"card"}

# Sizes in rem: (size, line height, tracking). Inputs are 16 px, or phones zoom into them.
TYPE = {
    "tab": ("0.6875rem", "1rem", "0"),
    "chip": ("0.75rem", "1rem", "0"),
    "note": ("0.8125rem", "1.25rem", "-0.003em"),
    "body": ("0.875rem", "1.375rem", "-0.006em"),
    "title": ("0.9375rem", "1.375rem", "-0.01em"),
    "input": ("1rem", "1.5rem", "-0.01em"),
    "name": ("1.0625rem", "1.5rem", "-0.018em"),
    "head": ("1.25rem", "1.625rem", "-0.018em"),
    "greeting": ("1.625rem", "2rem", "-0.026em"),
    "display": ("1.875rem", "2.25rem", "-0.03em"),
    "due": ("2.125rem", "2.5rem", "-0.03em"),
    "hero": ("2.75rem", "3.125rem", "-0.035em"),
}
RADIUS = {"hero": "1.75rem", "card": "1.5rem", "control": "1rem", "tile": "0.75rem"}


def tailwind() -> dict[str, Any]:
    """Return the Tailwind configuration: the names of this module and nothing else."""
    colours = [name for name in LIGHT if name not in NOT_COLOURS] + list(BRAND_TOKENS)
    sizes = {
        name: [size, {"lineHeight": height, "letterSpacing": tracking}]
        for name, (size, height, tracking) in TYPE.items()
    }
    return {
        "theme": {
            "extend": {
                "colors": {name: f"var(--{name})" for name in colours},
                "fontSize": sizes,
                "borderRadius": RADIUS,
            }
        },
        "plugins": [],
    }


def stylesheet(brand: Brand) -> str:
    """Return the variables of both schemes. A choice made by hand outweighs the system's."""
    light = LIGHT | _palette(brand.light)
    dark = DARK | _palette(brand.dark)
    strong = _rule(":root.light", LIGHT_CONTRAST, "light") + _rule(
        ":root.dark", DARK_CONTRAST, "dark"
    )
    return "".join(
        [
            _rule(":root", light, "light"),
            f"@media (prefers-color-scheme:dark){{{_rule(':root:not(.light)', dark, 'dark')}}}",
            _rule(":root.dark", dark, "dark"),
            f"@media (prefers-contrast:more){{{strong}}}",
        ]
    )


def _palette(palette: Palette) -> dict[str, str]:
    return {name: getattr(palette, name) for name in BRAND_TOKENS}


def _rule(selector: str, tokens: dict[str, str], scheme: str) -> str:
    variables = "".join(f"--{name}:{value};" for name, value in tokens.items())
    return f"{selector}{{color-scheme:{scheme};{variables}}}"
