"""The page on which the demo's calendar is moved forward. Only a demo has it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from pathlib import Path
from string import Template

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp

from finance_portal import clock
from finance_portal.api import demo_payments
from finance_portal.api.demo_frame import framed
from finance_portal.api.doors import open_to_anyone
from finance_portal.domain.calendar import next_banking_day
from finance_portal.gateways.sandbox_control import SandboxControl
from finance_portal.settings import settings

PAGE = "/_sandbox/calendar"
SANDBOX = "/_sandbox/stripe"
TEMPLATE = Path(__file__).with_suffix(".html")
DEMO = "Only a demo has it, and there nothing is real."
REFUSED = '<p class="banner" role="alert">Choose a later day, at most 400 days ahead.</p>'
ONE_DAY = timedelta(days=1)
FARTHEST = timedelta(days=400)

RunJobs = Callable[[], Awaitable[object]]


class DayRefused(Exception):
    """The calendar cannot be moved to this day."""


@dataclass(frozen=True)
class Calendar:
    """The demo's calendar: our business date, the processor's clock and the jobs, in step."""

    control: SandboxControl
    run_jobs: RunJobs

    async def move_to(self, day: date) -> None:
        """Live through every day until this one. Raises DayRefused."""
        if not clock.today() < day <= clock.today() + FARTHEST:
            raise DayRefused
        while clock.today() < day:
            clock.move_to(clock.today() + ONE_DAY)
            await self.control.move_to(clock.business_now())
            await self.run_jobs()


def after_news(control: SandboxControl, run_jobs: RunJobs) -> RunJobs:
    """Return the jobs of a demo: before them the sandbox sends what nobody has taken yet.

    It would wait for its own clock, which stands still with the business date (decision 8).
    """

    async def send_and_run() -> None:
        await control.send_news()
        await run_jobs()

    return send_and_run


def routes(sandbox: ASGIApp, calendar: Calendar) -> list[BaseRoute]:
    """Return the sandbox's routes: the processor's interface, and the page of the calendar."""

    async def show(request: Request) -> Response:
        return HTMLResponse(_page(request.query_params.get("refused", "")))

    async def move(request: Request) -> Response:
        form = await request.form()
        try:
            await calendar.move_to(_day(str(form.get("step", "")), str(form.get("day", ""))))
        except DayRefused:
            return RedirectResponse(f"{PAGE}?refused=1", 303)
        return RedirectResponse(PAGE, 303)

    return [
        open_to_anyone(Route(PAGE, show, methods=["GET"]), reason=DEMO),
        open_to_anyone(Route(PAGE, move, methods=["POST"]), reason=DEMO),
        *demo_payments.routes(calendar.control, calendar.run_jobs),
        Mount(SANDBOX, sandbox),
    ]


def _day(step: str, chosen: str) -> date:
    """Return the day that a form asks for. Raises DayRefused."""
    tomorrow = clock.today() + ONE_DAY
    match step:
        case "next_day":
            return tomorrow
        case "next_banking_day":
            return next_banking_day(tomorrow)
        case _:
            try:
                return date.fromisoformat(chosen)
            except ValueError:
                raise DayRefused from None


def _page(refused: str) -> str:
    """Return the page as it is now."""
    today = clock.today()
    content = Template(TEMPLATE.read_text()).substitute(
        today=escape(f"{today:%A, %B} {today.day}, {today.year}"),
        zone=escape(settings.time_zone.replace("_", " ")),
        tomorrow=(today + ONE_DAY).isoformat(),
        farthest=(today + FARTHEST).isoformat(),
        refused=REFUSED if refused else "",
    )
    return framed("The demo's calendar", content)
