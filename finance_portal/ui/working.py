"""How a figure was worked out, opened under it. It needs no script: the browser opens it."""

from typing import Literal

import reflex as rx

from finance_portal.ui.controls import Text
from finance_portal.ui.words import t

Look = Literal["plain", "titled", "hero"]

QUESTION = t("How is this worked out?")
LOOK: dict[Look, tuple[str, str]] = {
    "plain": ("text-brand", "border-line text-muted"),
    "titled": ("text-brand", "border-line text-muted"),
    "hero": ("opacity-85", "border-track opacity-85"),
}


def working(
    lines: list[str] | rx.Var[list[str]],
    title: Text = "",
    *,
    look: Look = "plain",
    class_name: str = "",
) -> rx.Component:
    """Draw the lines of a working (domain/working), the last of them its result.

    `title` names the figure, where several stand on one page: for those who listen, and for
    everybody where the look is "titled". "hero" is for the dark ground.
    """
    summary, ground = LOOK[look]
    return rx.el.details(
        rx.el.summary(
            *_words(title, look),
            class_name=f"w-fit cursor-pointer py-1 text-note font-semibold {summary}",
        ),
        rx.el.ol(
            rx.foreach(lines, lambda line: rx.el.li(line, class_name="last:font-semibold")),
            class_name=f"mt-1 grid gap-1.5 border-l-2 pl-3 text-note {ground}",
        ),
        class_name=f"screen-only {class_name}",
    )


def _words(title: Text, look: Look) -> list[Text | rx.Component]:
    if look == "titled":
        return [title, t(": how is this worked out?")]
    named = isinstance(title, rx.Var) or title != ""
    return [QUESTION, rx.el.span(" ", title, class_name="sr-only")] if named else [QUESTION]
