"""What Stripe does not have: the clock, knobs, failures and returns on demand, a known secret.

JSON over HTTP under /_control, for holders of a sandbox key only: a page of another site cannot
send that header, and so cannot move the clock.
"""

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from finance_portal.sandbox import knobs, overview
from finance_portal.sandbox.by_hand import NothingThere
from finance_portal.sandbox.engine import ClockRefused, Sandbox
from finance_portal.sandbox.faults import Fault
from finance_portal.sandbox.knobs import NoSuchKnob
from finance_portal.sandbox.returns import NoSuchReturn

Fields: TypeAlias = dict[str, Any]
Work: TypeAlias = Callable[[Sandbox, Fields], Awaitable[Fields]]


class ControlRefused(Exception):
    """What was asked of the controls cannot be read."""


REFUSALS = (ControlRefused, ClockRefused, NoSuchKnob, NoSuchReturn, NothingThere)


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
        route("GET", "/charges", _read_charges),
        route("GET", "/knobs", _read_knobs),
        route("POST", "/knobs", _turn_knobs),
        route("POST", "/returns", _send_back),
        route("POST", "/disputes", _dispute),
        route("POST", "/decisions", _decide),
        route("POST", "/faults", _plan_fault),
        route("DELETE", "/faults", _clear_faults),
    ]


async def _answer(sandbox: Sandbox, request: Request, work: Work) -> Response:
    try:
        fields = await request.json() if request.method == "POST" else {}
        return JSONResponse(await work(sandbox, fields))
    except REFUSALS as refusal:
        return JSONResponse({"error": str(refusal)}, status_code=400)
    except (KeyError, TypeError, ValueError) as unreadable:
        return JSONResponse({"error": f"Cannot read this: {unreadable}."}, status_code=400)


async def _read_clock(sandbox: Sandbox, _fields: Fields) -> Fields:
    return {"now": (await sandbox.now()).isoformat()}


async def _move_clock(sandbox: Sandbox, fields: Fields) -> Fields:
    if "to" in fields:
        instant = datetime.fromisoformat(fields["to"])
    else:
        how_far = {name: fields[name] for name in fields.keys() & {"days", "seconds"}}
        instant = await sandbox.now() + timedelta(**how_far)
    if not fields or instant.tzinfo is None:
        raise ControlRefused("An instant needs a zone.")
    await sandbox.move_to(instant)
    return await _read_clock(sandbox, fields)


async def _register_endpoint(sandbox: Sandbox, fields: Fields) -> Fields:
    await sandbox.register_endpoint(fields["url"], fields["secret"])
    return {"url": fields["url"]}


async def _deliver(sandbox: Sandbox, _fields: Fields) -> Fields:
    await sandbox.deliver(at_once=True)
    return {}


async def _read_charges(sandbox: Sandbox, _fields: Fields) -> Fields:
    return {"charges": await sandbox.run(overview.recent)}


async def _read_knobs(sandbox: Sandbox, _fields: Fields) -> Fields:
    return dict(await sandbox.run(knobs.standing))


async def _turn_knobs(sandbox: Sandbox, fields: Fields) -> Fields:
    await sandbox.turn(**fields)
    return await _read_knobs(sandbox, fields)


async def _send_back(sandbox: Sandbox, fields: Fields) -> Fields:
    await sandbox.send_back(fields["of"], fields["code"])
    return {}


async def _dispute(sandbox: Sandbox, fields: Fields) -> Fields:
    await sandbox.dispute_card(fields["of"], is_inquiry=bool(fields.get("is_inquiry")))
    return {}


async def _decide(sandbox: Sandbox, fields: Fields) -> Fields:
    await sandbox.decide(fields["of"], is_won=bool(fields["is_won"]))
    return {}


async def _plan_fault(sandbox: Sandbox, fields: Fields) -> Fields:
    fault = Fault(**fields)
    await sandbox.plan_fault(fault)
    return asdict(fault)


async def _clear_faults(sandbox: Sandbox, _fields: Fields) -> Fields:
    await sandbox.clear_faults()
    return {}
