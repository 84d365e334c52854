"""Our own few signs, drawn in place: a page fetches nothing for them.

The pages before sign-in use these alone. Other icons come from the icon library, one file each.
"""

from typing import Literal

import reflex as rx

Name = Literal["info", "warning", "good", "error", "eye", "eye-off", "offline"]

_RING = "M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 1 0 0-19"
_EYE = "M2.2 12a11.3 11.3 0 0 1 19.6 0 11.3 11.3 0 0 1-19.6 0ZM12 9a3 3 0 1 0 0 6 3 3 0 1 0 0-6"
GLYPHS: dict[Name, str] = {
    "info": f"{_RING}M12 11v5.5M12 7.4v.1",
    "warning": "M12 3.5 21.5 20h-19ZM12 10v4.5M12 17v.1",
    "good": f"{_RING}M7.8 12.3l2.8 2.8 5.6-6",
    "error": f"{_RING}M12 7.5v5.5M12 16.4v.1",
    "eye": _EYE,
    "eye-off": f"{_EYE}M4 20 20 4",
    "offline": "M4.5 11.5a11 11 0 0 1 15 0M8.2 15.5a5.6 5.6 0 0 1 7.6 0M12 19.4v.1M4 4l16 16",
}
LOOK = "fill-none stroke-current stroke-2 [stroke-linecap:round] [stroke-linejoin:round] shrink-0"


def glyph(name: Name, *, class_name: str = "size-4.5") -> rx.Component:
    """Draw a sign. The words beside it say the same, so it is not read aloud."""
    return rx.el.svg(
        rx.el.path(d=GLYPHS[name]),
        view_box="0 0 24 24",
        aria_hidden="true",
        class_name=f"{LOOK} {class_name}",
    )
