"""Settings: where to choose what, about oneself, one's sign-in, and who may look."""

from dataclasses import dataclass

import reflex as rx

from finance_portal.pages.choices.state import ChoicesState
from finance_portal.ui import routes
from finance_portal.ui.feedback import skeleton, waiting
from finance_portal.ui.frame import FrameState
from finance_portal.ui.shared import PERSONAL
from finance_portal.ui.shell import shell
from finance_portal.ui.surfaces import card, card_title, tile
from finance_portal.ui.words import t

GRID = "grid items-start gap-4 lg:grid-cols-2"
ROW = "-mx-2 flex items-center gap-3 rounded-control px-2 py-3.5 hover:bg-surface2"


@dataclass(frozen=True)
class Place:
    """A page with choices, and what is found there."""

    route: str
    icon: str
    title: str
    about: str


YOU = (
    Place(
        routes.PROFILE,
        "user-round",
        t("Profile"),
        t("Your name, addresses, telephone numbers, language, paper or not, privacy choices."),
    ),
    Place(
        routes.PREFERENCES,
        "sliders-horizontal",
        t("Preferences"),
        t("What we tell you by e-mail, by text and on your devices."),
    ),
    Place(
        routes.REMINDERS,
        "bell",
        t("Reminders"),
        t("How long before a payment is due we remind you."),
    ),
)
SIGN_IN = (
    Place(
        routes.SECURITY,
        "shield-check",
        t("Security"),
        t("Password, second step, e-mail and number for codes, devices, and what happened."),
    ),
)
OTHERS = (
    Place(
        routes.DELEGATES,
        "users",
        t("People with access"),
        t("Let somebody look, read or pay with a sign-in of their own, and end it."),
    ),
    Place(
        routes.ACCESS_LOG,
        "eye",
        t("Access log"),
        t("Who else has looked at your contract, when, and at what."),
    ),
)
DATA = (
    Place(
        routes.YOUR_DATA,
        "archive",
        t("Your data"),
        t("A copy of everything to take along, and your due dates in your own calendar."),
    ),
    Place(
        routes.NOTIFICATIONS,
        "inbox",
        t("Notices"),
        t("Everything that we told you, and every message that we really sent."),
    ),
)


def choices() -> rx.Component:
    return shell(
        routes.SETTINGS,
        t("Settings"),
        rx.el.div(
            rx.el.div(
                _group(t("About you"), YOU),
                _group(t("How you sign in"), SIGN_IN),
                class_name="grid min-w-0 gap-4",
            ),
            rx.el.div(
                _group(t("Who else may look"), OTHERS),
                _group(t("What we keep"), DATA),
                class_name="grid min-w-0 gap-4",
            ),
            class_name=GRID,
        ),
        about=FrameState.name,
        loaded=ChoicesState.loaded,
        skeleton=waiting(skeleton("h-80"), skeleton("h-80"), class_name=GRID),
    )


def _group(title: str, places: tuple[Place, ...]) -> rx.Component:
    return card(
        card_title(title),
        rx.el.ul(*[_place(each) for each in places], class_name="mt-2 divide-y divide-line"),
        class_name="min-w-0",
    )


def _place(each: Place) -> rx.Component:
    row = _row(each)
    return row if each.route in PERSONAL else rx.cond(FrameState.shared == "", row)


def _row(each: Place) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            tile(rx.icon(each.icon, size=18)),
            rx.el.span(
                rx.el.span(each.title, class_name="block text-body font-semibold"),
                rx.el.span(each.about, class_name="block text-note text-muted"),
                class_name="min-w-0 grow",
            ),
            rx.icon("chevron-right", size=18, aria_hidden="true", class_name="shrink-0 text-muted"),
            href=f"{each.route}{FrameState.query}",
            class_name=ROW,
        )
    )
