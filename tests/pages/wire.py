"""Sends events to an application as a browser's socket would: the real processor, the real guard.

async with Wire(app, token) as wire:
    await wire.send(SomeState.load)
    assert wire.shown(SomeState)["total"] == "$1.00"
"""

from contextlib import ExitStack

from reflex.istate.manager.memory import StateManagerMemory
from reflex_base.constants.state import FIELD_MARKER
from reflex_base.event import Event
from reflex_base.event.processor.base_state_processor import BaseStateEventProcessor
from reflex_base.registry import RegistrationContext
from reflex_base.utils.format import format_event_handler

from finance_portal.services.client_tokens import NOBODY

TAB = "0" * 32


def token_of(tokens, ref=NOBODY, tab=TAB):
    """Return the client token that the gate would give a tab of this session."""
    return tokens.issue(ref, tab, is_taken=lambda _token: False)


class Wire:
    """One tab of one application. Collects what the tab would be sent."""

    def __init__(self, app, token, *, manager=None):
        self.token = token
        self.deltas, self.events, self.errors = [], [], []
        self.page = "/"
        self._app = app
        self._manager = manager
        self._context = ExitStack()

    async def __aenter__(self):
        self.manager = self._manager or StateManagerMemory()
        registry = RegistrationContext.set(self._app._registration_context)
        self._context.callback(RegistrationContext.reset, registry)
        self._processor = BaseStateEventProcessor(
            middleware=self._app,
            backend_exception_handler=self._failed,
            graceful_shutdown_timeout=2,
        )
        self._processor.configure(state_manager=self.manager, event_namespace=self)
        await self._processor.__aenter__()
        return self

    async def __aexit__(self, *error):
        await self._processor.__aexit__(*error)
        if self._manager is None:
            await self.manager.close()
        self._context.close()

    async def emit_update(self, update, token):
        """Stand in for the socket."""
        if update.delta:
            self.deltas.append(update.delta)
        self.events.extend(update.events)

    async def send(self, handler, /, **payload):
        """Send an event, and wait until it and all that it set off is done."""
        await self.send_raw(format_event_handler(handler), payload)

    async def send_raw(self, name, payload, router_data=None):
        """Send whatever a client may send under a name."""
        here = {"pathname": self.page, "asPath": self.page}
        event = Event(name=name, payload=payload, router_data=router_data or here)
        future = await self._processor.enqueue(self.token, event)
        try:
            await future.wait_all()
        except Exception as error:  # noqa: BLE001  the handler's own: kept for the test
            self.errors.append(error)

    async def start(self, handler, /, **payload):
        """Send an event and return at once what to wait for."""
        event = Event(name=format_event_handler(handler), payload=payload)
        return await self._processor.enqueue(self.token, event)

    def shown(self, state):
        """Return the vars of a state as the browser holds them by now."""
        shown = {}
        for delta in self.deltas:
            shown |= delta.get(state.get_full_name(), {})
        return {name.removesuffix(FIELD_MARKER): value for name, value in shown.items()}

    def _failed(self, error):
        self.errors.append(error)
