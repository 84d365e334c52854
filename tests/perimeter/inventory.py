"""Every event and every route that the portal has, as it registered them itself."""

import inspect
from dataclasses import dataclass
from datetime import date
from typing import Any, get_origin, get_type_hints

from starlette.routing import Mount

from finance_portal.api import doors
from finance_portal.finance_portal import app
from finance_portal.ui.guard import policy_for
from finance_portal.ui.session import Policy

SAMPLES = {str: "x", int: 1, float: 1.0, bool: True, date: "2026-11-23", dict: {}, list: []}


@dataclass(frozen=True)
class Event:
    """One handler, under the name that a browser would send."""

    name: str
    policy: Policy
    parameters: dict[str, Any]  # their types by name, without self
    is_ours: bool

    @property
    def payload(self):
        """Return arguments of the right types."""
        return {name: SAMPLES[get_origin(hint) or hint] for name, hint in self.parameters.items()}

    def __str__(self):
        state, _, handler = self.name.rpartition(".")
        return f"{state.rpartition('___')[2].strip('_').removesuffix('_state')}.{handler}"


@dataclass(frozen=True)
class Door:
    """One route outside the pages, and one method of it."""

    path: str
    method: str
    policy: doors.RoutePolicy | None
    is_form: bool  # made by doors.form

    def __str__(self):
        return f"{self.method} {self.path}"


def events():
    """Return every handler, the framework's own among them."""
    return [
        _event(name, known.handler.fn)
        for name, known in app._registration_context.event_handlers.items()
    ]


def routes():
    """Return every route, but for those inside the payment sandbox, which has its own tests."""
    known = [one for one in app.api_transformer[0].routes if not isinstance(one, Mount)]
    return [
        Door(one.path, method, doors.policy_of(one), _is_form(one.endpoint))
        for one in known
        for method in sorted(one.methods - {"HEAD"})
    ]


def _is_form(endpoint):
    return endpoint.__qualname__.startswith(doors.form.__qualname__)


def _event(name, function):
    written = getattr(function, "func", function)
    hints = get_type_hints(written)
    parameters = {
        one: hints.get(one, Any) for one in list(inspect.signature(function).parameters)[1:]
    }
    return Event(
        name, policy_for(name), parameters, written.__module__.startswith("finance_portal.")
    )
