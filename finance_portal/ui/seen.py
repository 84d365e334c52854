"""Say that somebody has really looked at what is newest on a page.

Seen.create(number=SomeState.last, end="id of what is newest", on_seen=SomeState.seen)   # 0: never
"""

import reflex as rx
from reflex.event import passthrough_event_spec


class Seen(rx.Component):
    """Triggers `on_seen` with `number` once the page is visible, and again whenever it changes."""

    library = rx.asset("seen.jsx", shared=True).importable_path
    tag = "Seen"

    number: rx.Var[int]
    end: rx.Var[str]
    on_seen: rx.EventHandler[passthrough_event_spec(int)]  # type: ignore[type-arg,valid-type]  # so Reflex
