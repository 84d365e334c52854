"""What Stripe does not have: the clock, failures on demand, an endpoint with a known secret.

JSON over HTTP under /_control, for holders of a sandbox key only: a page of another site cannot
send that header, and so cannot move the clock.
"""

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any, TypeAlias

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from finance_portal.sandbox.engine import ClockRefused, Sandbox
from finance_portal.sandbox.faults import Fault

Fields: TypeAlias = dict[str, Any]
Work: TypeAlias = Callable[[Sandbox, Fields], Awaitable[Fields]]


class ControlRefused(Exception):
    """What was asked of the controls cannot be read."""


def routes(sandbox: Sandbox) -> list[Route]:
    """Return the control endpoints of a sandbox."""

    def route(method: str, path: str, work: Work) -> Route:
        async def endpoint(request: Request) -> Response:
            return await _answer(sandbox, request, work)

        return Route(path, endpoint, methods=[method])

    return [
        route("GET", "/clock", _read_clock),
        route("POST", "/clock", _move_clock),
        route("POST", "/webhook_endpoint", _register_endpoint),
        route("POST", "/deliveries", _deliver),
        route("POST", "/faults", _plan_fault),
        route("DELETE", "/faults", _clear_faults),
    ]


async def _answer(sandbox: Sandbox, request: Request, work: Work) -> Response:
    try:
        fields = await request.json() if request.method == "POST" else {}
        return JSONResponse(await work(sandbox, fields))
    except (ControlRefused, ClockRefused) as refusal:
        return JSONResponse({"error": str(refusal)}, status_code=400)
    except (KeyError, TypeError, ValueError) as unreadable:
        return JSONResponse({"error": f"Cannot read this: {unreadable}."}, status_code=400)


async def _read_clock(sandbox: Sandbox, _fields: Fields) -> Fields:
    return {"now": (await sandbox.now()).isoformat()}


async def _move_clock(sandbox: Sandbox, fields: Fields) -> Fields:
    instant = datetime.fromisoformat(fields["to"])
    if instant.tzinfo is None:
        raise ControlRefused("An instant needs a zone.")
    await sandbox.move_to(instant)
    return await _read_clock(sandbox, fields)


async def _register_endpoint(sandbox: Sandbox, fields: Fields) -> Fields:
    await sandbox.register_endpoint(fields["url"], fields["secret"])
    return {"url": fields["url"]}


async def _deliver(sandbox: Sandbox, _fields: Fields) -> Fields:
    await sandbox.deliver(at_once=True)
    return {}


async def _plan_fault(sandbox: Sandbox, fields: Fields) -> Fields:
    fault = Fault(**fields)
    await sandbox.plan_fault(fault)
    return asdict(fault)


async def _clear_faults(sandbox: Sandbox, _fields: Fields) -> Fields:
    await sandbox.clear_faults()
    return {}
