"""The button by which this browser shows notices while no page is open.

push_switch(action=routes.PREFERENCES_PUSH_FORM, key=State.push_key, on_done=State.refresh)
"""

from typing import Any

import reflex as rx
from reflex.event import no_args_event_spec

from finance_portal.ui.controls import BUTTON, LOOK, SIZE, Text
from finance_portal.ui.words import t

_SCRIPT = rx.asset("push.jsx", shared=True).importable_path


class PushSwitch(rx.Component):
    """Subscribes this browser, and posts its address to `action`."""

    library = _SCRIPT
    tag = "PushSwitch"

    action: rx.Var[str]
    server_key: rx.Var[str]
    label: rx.Var[str]
    look: rx.Var[str]
    said: rx.Var[str]
    on_done: rx.EventHandler[no_args_event_spec]  # type: ignore[type-arg,valid-type]  # Reflex's way


def push_switch(*, action: str, key: Text, on_done: Any) -> rx.Component:
    """Draw the button, and the place for what came of it."""
    return PushSwitch.create(
        action=action,
        server_key=key,
        label=t("Show notices on this device"),
        look=f"{BUTTON} {LOOK['quiet']} {SIZE['regular']}",
        said="mt-2 text-note text-muted empty:hidden",
        on_done=on_done,
    )
