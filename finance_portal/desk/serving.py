"""The desk as it is served: by a process of its own, beside the portal's."""

from starlette.types import ASGIApp

from finance_portal.api import logs, start_up
from finance_portal.api.start_up import UnsafeSettings
from finance_portal.desk.app import desk_app
from finance_portal.desk.office import live_office
from finance_portal.settings import Settings, settings


def check(chosen: Settings) -> None:
    """Raise UnsafeSettings when the desk must not be served like this."""
    start_up.check(chosen)
    if chosen.origin_of_desk == chosen.public_origin or chosen.port_of_desk == chosen.port:
        raise UnsafeSettings("The desk needs an address of its own, not the portal's.")
    if chosen.mode == "production" and not chosen.desk_origin:
        raise UnsafeSettings("PORTAL_DESK_ORIGIN is missing: the desk has an address of its own.")


def create() -> ASGIApp:
    """Return this installation's desk. Raises UnsafeSettings."""
    check(settings)
    logs.install()
    return desk_app(live_office())
