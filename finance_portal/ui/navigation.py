"""Where the portal leads: the destinations, and the ways to them on a wide and a narrow screen."""

from dataclasses import dataclass
from typing import Any, Literal

import reflex as rx

from finance_portal.domain.rights import Right
from finance_portal.ui import routes
from finance_portal.ui.frame import FrameState
from finance_portal.ui.shared import OPEN, PERSONAL
from finance_portal.ui.words import t

ITEM = {
    "side": (
        "flex min-h-11 items-center gap-3 rounded-control px-4 text-body font-medium "
        "text-muted hover:bg-surface2 aria-[current]:bg-brandsoft "
        "aria-[current]:text-brand lg:min-h-9"
    ),
    "tab": (
        "grid min-h-14 flex-1 cursor-pointer content-start justify-items-center gap-1 pt-2 "
        "text-center text-tab font-medium text-muted aria-[current]:text-brand"
    ),
}
DOT = "absolute -right-1 -top-0.5 size-2.5 rounded-full bg-danger"
COUNT = "ml-auto rounded-full bg-brand px-2 text-chip font-semibold text-onbrand"
UNREAD = t("{number} unread", number=FrameState.unread_messages)
MENU = "menu"  # the id of the menu, which a button opens without a script

Kind = Literal["", "loan", "lease"]


@dataclass(frozen=True)
class Destination:
    """A page that the navigation leads to."""

    route: str
    words: str
    icon: str
    is_tab: bool = False  # a phone's bar has room for what is needed most
    only: Kind = ""  # the contracts that it is about; all when empty


@dataclass(frozen=True)
class Group:
    """Pages that belong together, under a small heading."""

    words: str
    destinations: tuple[Destination, ...]


NAVIGATION = (
    Group(
        "",
        (
            Destination(routes.OVERVIEW, t("Overview"), "house", is_tab=True),
            Destination(routes.PAY, t("Pay"), "wallet", is_tab=True),
            Destination(routes.AUTOPAY, t("Autopay"), "repeat", is_tab=True),
            Destination(routes.SCHEDULED, t("Scheduled"), "calendar-clock"),
            Destination(routes.HISTORY, t("History"), "receipt-text", is_tab=True),
            Destination(routes.DOCUMENTS, t("Documents"), "file-text"),
        ),
    ),
    Group(
        t("Plan ahead"),
        (
            Destination(routes.SCHEDULE, t("Installments"), "calendar-days"),
            Destination(routes.WHAT_IF, t("Pay it off sooner"), "trending-down", only="loan"),
            Destination(routes.PAYOFF, t("Payoff"), "badge-check", only="loan"),
            Destination(routes.PAYOFF, t("Buy your vehicle"), "badge-check", only="lease"),
            Destination(routes.LEASE_END, t("Lease end"), "flag", only="lease"),
        ),
    ),
    Group(
        t("Help"),
        (
            Destination(routes.HARDSHIP, t("Trouble paying?"), "hand-helping"),
            Destination(routes.MESSAGES, t("Messages"), "message-square"),
            Destination(routes.REQUESTS, t("Your requests"), "list-checks"),
            Destination(routes.HELP, t("Help"), "life-buoy"),
        ),
    ),
    Group(
        t("You"),
        (
            Destination(routes.METHODS, t("Accounts and cards"), "credit-card"),
            Destination(routes.SETTINGS, t("Settings"), "settings"),
        ),
    ),
)
PARENTS = {
    routes.RECEIPT: routes.HISTORY,
    routes.ON_A_DAY: routes.SCHEDULE,
    routes.CHANGE_DUE_DATE: routes.HARDSHIP,
    routes.EXTENSION: routes.HARDSHIP,
    routes.BALLOON: routes.OVERVIEW,
    routes.AFTER_PAYOFF: routes.OVERVIEW,
    routes.NOTIFICATIONS: routes.OVERVIEW,
    routes.ADD_CONTRACT: routes.HELP,
    routes.PROFILE: routes.SETTINGS,
    routes.PREFERENCES: routes.SETTINGS,
    routes.REMINDERS: routes.SETTINGS,
    routes.SECURITY: routes.SETTINGS,
    routes.DELEGATES: routes.SETTINGS,
    routes.ACCESS_LOG: routes.SETTINGS,
    routes.YOUR_DATA: routes.SETTINGS,
    routes.ASK: routes.REQUESTS,
    routes.REPORT: routes.REQUESTS,
    routes.CONTRACT_FEES: routes.HELP,
}
"""Pages that other pages lead to: each says where it belongs, and the way back there."""


def side_bar(route: str) -> rx.Component:
    """Draw the way to every page, beside the page."""
    return rx.el.nav(
        *[_section(group, route) for group in NAVIGATION],
        aria_label=t("Main"),
        class_name="grid gap-3",
    )


def tab_bar(route: str) -> rx.Component:
    """Draw the bar at the foot of a phone's screen; its last button opens the menu."""
    return rx.el.nav(
        *[_link(each, route, "tab") for each in _destinations() if each.is_tab],
        rx.el.button(
            rx.el.span(
                rx.icon("menu", size=20, aria_hidden="true"),
                rx.cond(FrameState.unread, rx.el.span(class_name=DOT)),
                class_name="relative",
            ),
            t("More"),
            rx.cond(FrameState.unread, rx.el.span(UNREAD, class_name="sr-only")),
            type="button",
            custom_attrs={"popoverTarget": MENU},
            class_name=ITEM["tab"],
        ),
        aria_label=t("Main"),
        class_name=(
            "screen-only fixed inset-x-0 bottom-0 z-40 flex border-t border-line bg-surface/90 "
            "pb-[env(safe-area-inset-bottom)] glass lg:hidden"
        ),
    )


def further_links(route: str) -> rx.Component:
    """Lead to the pages that a phone's bar has no room for; a wide screen shows them anyway."""
    return rx.el.div(
        *[_link(each, route, "side") for each in _destinations() if not each.is_tab],
        class_name="-mx-3 mt-3 grid grid-cols-2 lg:hidden",
    )


def way_back(route: str) -> rx.Component:
    """Draw the way to the page that this one belongs to, if it belongs to one."""
    parent = next((each for each in _destinations() if each.route == PARENTS.get(route)), None)
    if parent is None:
        return rx.fragment()
    return rx.el.a(
        rx.icon("arrow-left", size=16, aria_hidden="true"),
        parent.words,
        href=f"{parent.route}{FrameState.query}",
        class_name="flex min-h-6 w-fit items-center gap-1.5 text-note font-semibold text-brand",
    )


def _destinations() -> list[Destination]:
    return [each for group in NAVIGATION for each in group.destinations]


def _section(group: Group, route: str) -> rx.Component:
    links = [_link(each, route, "side") for each in group.destinations]
    heading = [rx.el.p(group.words, class_name="px-4 text-note text-muted")] if group.words else []
    return rx.el.div(*heading, *links, class_name="grid")


def _link(destination: Destination, route: str, look: str) -> rx.Component:
    link = rx.el.a(
        rx.icon(destination.icon, size=20, aria_hidden="true", class_name="shrink-0"),
        destination.words,
        *([_unread()] if destination.route == routes.MESSAGES else []),
        href=f"{destination.route}{FrameState.query}",
        class_name=ITEM[look],
        **_current(destination, route),
    )
    link = _if_open(destination.route, link)
    if not destination.only:
        return link
    is_meant = FrameState.is_lease if destination.only == "lease" else ~FrameState.is_lease
    return rx.cond(is_meant, link)


def _if_open(route: str, link: rx.Component) -> rx.Component:
    """Draw a link where whoever looks may go there: on a shared contract not everywhere."""
    right = OPEN.get(route)
    if route in PERSONAL or right is Right.SEE:
        return link
    if right is Right.PAY:
        return rx.cond(FrameState.may_pay, link)
    if right is Right.DOCUMENTS:
        return rx.cond(FrameState.may_read, link)
    return rx.cond(FrameState.shared == "", link)


def _unread() -> rx.Component:
    """Count the messages that the desk has written and nobody has read."""
    count = rx.el.span(FrameState.unread_messages, aria_hidden="true", class_name=COUNT)
    return rx.cond(
        FrameState.unread_messages,
        rx.fragment(count, rx.el.span(UNREAD, class_name="sr-only")),
    )


def _current(destination: Destination, route: str) -> dict[str, Any]:
    """Say that a link leads to this very page, or to the one that it belongs to."""
    if destination.route == route:
        return {"aria_current": "page"}
    return {"aria_current": "true"} if destination.route == PARENTS.get(route) else {}
