"""Where the portal leads: the destinations, and the ways to them on a wide and a narrow screen."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from finance_portal.ui import routes
from finance_portal.ui.frame import FrameState

ITEM = {
    "side": (
        "flex min-h-11 items-center gap-3 rounded-control px-4 text-body font-medium "
        "text-muted hover:bg-surface2 aria-[current=page]:bg-brandsoft "
        "aria-[current=page]:text-brand lg:min-h-9"
    ),
    "tab": (
        "grid min-h-14 flex-1 content-center justify-items-center gap-1 text-tab font-medium "
        "text-muted aria-[current=page]:text-brand"
    ),
}


@dataclass(frozen=True)
class Destination:
    """A page that the navigation leads to."""

    route: str
    words: str
    icon: str
    is_tab: bool = True  # a phone's bar has room for what is needed most


@dataclass(frozen=True)
class Group:
    """Pages that belong together, under a small heading."""

    words: str
    destinations: tuple[Destination, ...]


NAVIGATION = (
    Group(
        "",
        (
            Destination(routes.OVERVIEW, "Overview", "house"),
            Destination(routes.PAY, "Pay", "wallet"),
            Destination(routes.AUTOPAY, "Autopay", "repeat"),
            Destination(routes.HISTORY, "History", "receipt-text"),
            Destination(routes.DOCUMENTS, "Documents", "file-text", is_tab=False),
        ),
    ),
    Group(
        "Plan ahead",
        (
            Destination(routes.SCHEDULED, "Scheduled", "calendar-clock", is_tab=False),
            Destination(routes.SCHEDULE, "Schedule", "calendar-days", is_tab=False),
            Destination(routes.PAYOFF, "Payoff and buyout", "badge-check", is_tab=False),
            Destination(routes.WHAT_IF, "Pay it off sooner", "trending-down", is_tab=False),
        ),
    ),
    Group(
        "Help",
        (
            Destination(routes.HARDSHIP, "Trouble paying?", "hand-helping", is_tab=False),
            Destination(routes.REQUESTS, "Your requests", "list-checks", is_tab=False),
            Destination(routes.HELP, "Help", "life-buoy"),
        ),
    ),
    Group(
        "You",
        (
            Destination(routes.METHODS, "Accounts and cards", "credit-card", is_tab=False),
            Destination(routes.REMINDERS, "Reminders", "bell", is_tab=False),
            Destination(routes.SECURITY, "Security", "shield-check", is_tab=False),
        ),
    ),
)
"""After a payoff, the end of a lease and a balloon are led to by the overview, when it is time."""


def side_bar(route: str) -> rx.Component:
    """Draw the way to every page, beside the page."""
    return rx.el.nav(
        *[_section(group, route) for group in NAVIGATION],
        aria_label="Main",
        class_name="grid gap-3",
    )


def tab_bar(route: str) -> rx.Component:
    """Draw the bar at the foot of a phone's screen."""
    return rx.el.nav(
        *[_link(each, route, "tab") for each in _destinations() if each.is_tab],
        aria_label="Main",
        class_name=(
            "screen-only fixed inset-x-0 bottom-0 z-40 flex border-t border-line bg-surface/90 "
            "pb-[env(safe-area-inset-bottom)] glass lg:hidden"
        ),
    )


def further_links() -> list[rx.Component]:
    """Lead to the pages that a phone's bar has no room for."""
    return [_link(each, "", "side") for each in _destinations() if not each.is_tab]


def _destinations() -> list[Destination]:
    return [each for group in NAVIGATION for each in group.destinations]


def _section(group: Group, route: str) -> rx.Component:
    links = [_link(each, route, "side") for each in group.destinations]
    heading = [rx.el.p(group.words, class_name="px-4 text-note text-muted")] if group.words else []
    return rx.el.div(*heading, *links, class_name="grid")


def _link(destination: Destination, route: str, look: str) -> rx.Component:
    current: dict[str, Any] = {"aria_current": "page"} if destination.route == route else {}
    return rx.el.a(
        rx.icon(destination.icon, size=20, aria_hidden="true"),
        destination.words,
        href=f"{destination.route}{FrameState.query}",
        class_name=ITEM[look],
        **current,
    )
