"""Leaves out of the pages what nothing in them uses."""

from typing import Any

import reflex as rx
from reflex_base.registry import RegistrationContext

PACKED_AS = ["brotli", "gzip"]
VITE = "vite.config.js"
ALIASES = "alias: ["
OWN_JSX = "utils/own_jsx.js"
# What Reflex asks the styling library for is one function with two children or more.
JSX = """import { createElement } from "react";

export const jsx = (type, props, ...children) => {
  if (!props?.css) return createElement(type, props, ...children);
  const { css, ...rest } = props;
  return createElement(type, { ...rest, style: css }, ...children);
};
"""


class NoDynamicComponents(rx.plugins.Plugin):
    """Keeps whole libraries out of `window`, where Reflex puts them for components sent as code.

    Our content security policy runs none of those. It saves 1.5 KB of every first load.
    """

    def pre_compile(self, **_context: Any) -> None:
        """Forget the libraries, after the pages and before what frames them."""
        RegistrationContext.ensure_context().bundled_libraries.clear()


class NoStylingLibrary(rx.plugins.Plugin):
    """Keeps the library out that makes classes from `style`, which only says where a bar ends.

    A `style` becomes the element's own; so it may hold plain properties, nothing nested
    (tests/ui/test_lean.py). It saves 7 KB of every first load.
    """

    def pre_compile(self, **context: Any) -> None:
        """Answer for the library in every module of the pages."""
        context["add_save_task"](lambda: (OWN_JSX, JSX))
        context["add_modify_task"](VITE, answer_for_styling)


def answer_for_styling(vite: str) -> str:
    """Return Vite's configuration with our function in the library's place. Raises ValueError."""
    if ALIASES not in vite:
        raise ValueError(f"{VITE} says nothing of aliases any more: Reflex has changed it.")
    if OWN_JSX in vite:
        return vite
    ours = f'find: "@emotion/react", replacement: fileURLToPath(new URL("./{OWN_JSX}", '
    return vite.replace(ALIASES, f"{ALIASES}\n      {{ {ours}import.meta.url)) }},", 1)
