"""Pages of the desk: what is said by a template is escaped, whoever said it first."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from finance_portal.desk.office import Call
from finance_portal.domain.cents import Cents, dollars
from finance_portal.language import say_again
from finance_portal.services.desk.acting import Role
from finance_portal.settings import settings
from finance_portal.ui import theme

HERE = Path(__file__).parent
NOTHING = "\u2013"
ALL, WORK, OVER, AUDIT = (
    set(Role),
    {Role.AGENT, Role.SUPERVISOR},
    {*Role} - {Role.AGENT},
    {Role.AUDITOR},
)


class Place(NamedTuple):
    """A line of the navigation, and who sees it. Who may go there is decided in the routes."""

    path: str
    name: str
    roles: set[Role]


NAVIGATION = (
    Place("/", "Find", ALL),
    Place("/messages", "Messages", ALL),
    Place("/requests", "Requests", ALL),
    Place("/approvals", "Approvals", ALL),
    Place("/reviews", "Needs a person", ALL),
    Place("/numbers", "Numbers", ALL),
    Place("/runs", "Jobs", ALL),
    Place("/looks", "Looks", OVER),
    Place("/trail", "Audit trail", AUDIT),
)
"""Another page of the desk is a line here, a line in routes.py, and a template."""

DONE: Mapping[str, str] = {
    "proposed": "Proposed. Another person decides it.",
    "approved": "Approved and done. The borrower has been told.",
    "declined": "Declined.",
    "withdrawn": "Taken back.",
    "decided": "Decided. The borrower has been told.",
    "unlocked": "The sign-in is open again. The borrower has been told.",
    "ended": "Every session of theirs is over. They can sign in again.",
    "sent": "Sent again.",
    "flag": "The flag is set, and what follows from it has happened.",
    "unflag": "The flag ends. What had stopped does not go on by itself.",
    "marked": "Noted.",
    "closed": "Closed. Whoever writes in it opens it again.",
    "reopened": "It is open again.",
    "written": "Sent. The borrower has been told.",
    "signed-out": "You are signed out.",
}
"""What a page says above itself after a form: by a word of its address, never by its text."""


def render(
    call: Call, template: str, title: str, *, status: int = 200, **values: object
) -> Response:
    """Return a page."""
    return fragment(
        call,
        template,
        status=status,
        title=title,
        here=call.request.url.path,
        places=_places(call),
        done=DONE.get(call.query("done"), ""),
        can_decide=_is(call, {Role.SUPERVISOR}),
        look=call.look,
        is_demo=call.office.is_demo,
        **values,
    )


def fragment(call: Call, template: str, *, status: int = 200, **values: object) -> Response:
    """Return a part of a page, for the script that puts it in."""
    page = environment().get_template(f"{template}.html")
    can_work = _is(call, WORK)
    said = page.render(who=call.colleague, can_work=can_work, today=call.today, **values)
    return HTMLResponse(said, status)


def refusal(call: Call, message: str, status: int) -> Response:
    """Return a page that says why something was not done, and the way back."""
    return render(call, "refusal", "Not done", status=status, message=message)


def styles() -> str:
    """Return the style sheet: the brand's colours and the desk's own rules."""
    return theme.stylesheet(settings.brand) + (HERE / "desk.css").read_text()


def script() -> str:
    """Return the script of the pages that are live (decision 26)."""
    return (HERE / "live.js").read_text()


@cache
def environment() -> Environment:
    """Return where templates are found, with what they may use."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"money": money, "day": day, "moment": moment, "words": words, "size": size}
    made.filters["said"] = say_again  # what rows keep for readers of either language
    made.globals |= {
        "brand": settings.brand,
        "styles": f"/desk.css?v={_version(styles())}",
        "script": f"/live.js?v={_version(script())}",
    }
    return made


def money(amount: Cents | None) -> str:
    """Write an amount; a dash for none."""
    return NOTHING if amount is None else dollars(amount)


def day(on: date | None) -> str:
    """Write a day as "Nov 23, 2026"; a dash for none."""
    return NOTHING if on is None else f"{on:%b} {on.day}, {on.year}"


def moment(at: datetime | None) -> str:
    """Write a moment on the lender's clock; a dash for none."""
    if at is None:
        return NOTHING
    local = at.astimezone(ZoneInfo(settings.time_zone))
    return f"{day(local.date())}, {local:%H:%M:%S}"


def size(length: int) -> str:
    """Write how large a file is, as "340 kB"."""
    return f"{max(1, length // 1000):,} kB"


def words(name: str) -> str:
    """Write a name of the code base as words: "late_charges" is "Late charges"."""
    return name.replace("_", " ").capitalize()


def _version(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def _places(call: Call) -> list[Place]:
    return [place for place in NAVIGATION if _is(call, place.roles)]


def _is(call: Call, roles: set[Role]) -> bool:
    return call.colleague is not None and call.colleague.role in roles
