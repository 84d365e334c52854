"""The page on which a demo's payments go wrong: returns, disputes, lost news."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from html import escape
from typing import Any

import httpx
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from finance_portal.api.demo_frame import framed
from finance_portal.api.doors import open_to_anyone
from finance_portal.domain.calendar import EASTERN
from finance_portal.gateways.sandbox_control import SandboxControl

PAGE = "/_sandbox/payments"
DEMO = "Only a demo has it, and there nothing is real."
REFUSED = '<p class="banner" role="alert">That cannot happen to this payment any more.</p>'
NONE = "<p>Nothing was paid yet.</p>"
SWITCHES = {
    "drop": "News of the processor are lost",
    "duplicate": "Each is sent twice",
    "reverse": "They come from the last to the first",
    "hold": "They wait until this is switched off",
    "refunds_fail": "Banks refuse what is refunded",
}
RETURNS = {
    "R01": "not enough money",
    "R02": "account closed",
    "R03": "no such account",
    "R04": "invalid account number",
    "R07": "authorization revoked",
    "R08": "payment stopped",
    "R09": "uncollected funds",
    "R10": "not authorized",
    "R16": "account frozen",
    "R29": "a company did not authorize",
}

RunJobs = Callable[[], Awaitable[object]]


def routes(control: SandboxControl, run_jobs: RunJobs) -> list[BaseRoute]:
    """Return the page, and what it asks for."""

    async def show(request: Request) -> Response:
        refused = REFUSED if request.query_params.get("refused") else ""
        lines = "".join(map(_line, await control.charges())) or NONE
        knobs = await control.knobs()
        switches = "".join(_switch(name, is_on=bool(knobs[name])) for name in SWITCHES)
        content = f"{refused}{_payments(lines)}{_switches(switches)}{BACK}"
        return HTMLResponse(framed("What goes wrong with payments", content))

    async def act(request: Request) -> Response:
        form = {name: str(value) for name, value in (await request.form()).items()}
        try:
            await _do(control, form)
        except (httpx.HTTPStatusError, KeyError):
            return RedirectResponse(f"{PAGE}?refused=1", 303)
        await run_jobs()
        return RedirectResponse(PAGE, 303)

    return [
        open_to_anyone(Route(PAGE, show, methods=["GET"]), reason=DEMO),
        open_to_anyone(Route(PAGE, act, methods=["POST"]), reason=DEMO),
    ]


BACK = '<p><a class="alone" href="/_sandbox/calendar">The demo\'s calendar</a></p>'


async def _do(control: SandboxControl, form: Mapping[str, str]) -> None:
    """Do what a form asks for. Raises httpx.HTTPError, KeyError."""
    match form["act"]:
        case "return":
            await control.send_back(form["of"], form["code"])
        case "dispute":
            await control.dispute(form["of"])
        case "won" | "lost" as decision:
            await control.decide(form["of"], is_won=decision == "won")
        case _:
            await control.turn({name: int(name in form) for name in SWITCHES})
            await control.send_news()


def _payments(lines: str) -> str:
    return f"""<section><h2>The latest payments</h2>
<p>A bank sends a debit back, or a card's holder disputes a charge.</p>
<ul class="lines">{lines}</ul></section>"""


def _line(charge: Mapping[str, Any]) -> str:
    on = datetime.fromtimestamp(charge["created"], UTC).astimezone(EASTERN)
    cents = charge["amount"]
    about = (
        f"${cents // 100:,}.{cents % 100:02} on {on:%b} {on.day}, ending in {charge['last4']}: "
        f"{'disputed' if charge['disputed'] else charge['status']}"
    )
    return f"<li><strong>{escape(about)}</strong>{_what_can_happen(charge, about)}</li>"


def _what_can_happen(charge: Mapping[str, Any], about: str) -> str:
    if charge["dispute"]:
        buttons = _button("won", "The lender wins") + _button("lost", "The lender loses")
        return _form(charge["dispute"], buttons)
    if charge["disputed"] or charge["status"] == "failed":
        return ""
    if charge["kind"] == "card":
        return _form(charge["id"], _button("dispute", "Dispute it"))
    codes = "".join(f'<option value="{code}">{code}: {why}' for code, why in RETURNS.items())
    label = f"Why the bank returns {escape(about)}"
    choice = f'<select name="code" aria-label="{label}">{codes}</select>'
    return _form(charge["id"], choice + _button("return", "Send it back"))


def _form(of: str, inside: str) -> str:
    return f"""<form method="post"><input type="hidden" name="of" value="{escape(of)}">
{inside}</form>"""


def _button(act: str, label: str) -> str:
    return f'<button name="act" value="{act}">{label}</button>'


def _switches(switches: str) -> str:
    return f"""<section><h2>Switches</h2>
<form method="post">{switches}{_button("switches", "Set the switches")}</form></section>"""


def _switch(name: str, *, is_on: bool) -> str:
    checked = " checked" if is_on else ""
    return f"""<label class="check"><input type="checkbox" name="{name}"{checked}>
{SWITCHES[name]}</label>"""
