"""How a figure was worked out, opened under it. It needs no script: the browser opens it."""

import reflex as rx

from finance_portal.ui.controls import Text

QUESTION = "How is this worked out?"


def working(
    lines: list[str] | rx.Var[list[str]], title: Text = "", *, class_name: str = ""
) -> rx.Component:
    """Draw the lines of a working (domain/working), the last of them its result.

    `title` names the figure for those who listen, where several stand on one page.
    """
    more = rx.el.span(": ", title, class_name="sr-only") if title else rx.fragment()
    return rx.el.details(
        rx.el.summary(
            QUESTION,
            more,
            class_name="w-fit cursor-pointer py-1 text-note font-semibold text-brand",
        ),
        rx.el.ol(
            rx.foreach(
                lines,
                lambda line: rx.el.li(line, class_name="last:font-semibold last:text-ink"),
            ),
            class_name="mt-1 grid gap-1.5 border-l-2 border-line pl-3 text-note text-muted",
        ),
        class_name=f"screen-only {class_name}",
    )
