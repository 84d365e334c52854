"""Ask the portal again by itself, while something on the page is still to happen.

AskAgain.create(after=SomeState.seconds, on_ask=SomeState.ask_again)   # 0 seconds: never
"""

import reflex as rx
from reflex.event import no_args_event_spec


class AskAgain(rx.Component):
    """Triggers `on_ask` every `after` seconds, while the page is being looked at."""

    library = rx.asset("asking.jsx", shared=True).importable_path
    tag = "AskAgain"

    after: rx.Var[int]
    on_ask: rx.EventHandler[no_args_event_spec]  # type: ignore[type-arg,valid-type]  # so Reflex
