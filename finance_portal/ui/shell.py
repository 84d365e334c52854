"""The frame around a page: sidebar or tab bar, head, account switcher, and the way out."""

import reflex as rx

from finance_portal.domain.rights import Right
from finance_portal.settings import settings
from finance_portal.ui import brand, routes
from finance_portal.ui.client import local
from finance_portal.ui.controls import STANDS_ALONE, Text, action_link, button
from finance_portal.ui.feedback import empty_state, failure, notice
from finance_portal.ui.frame import AccountTab, FrameState
from finance_portal.ui.menu import bell, menu
from finance_portal.ui.native import FlashBridge, SessionWatch
from finance_portal.ui.navigation import side_bar, tab_bar, way_back
from finance_portal.ui.session_state import SessionState
from finance_portal.ui.shared import OPEN, PERSONAL
from finance_portal.ui.surfaces import chip
from finance_portal.ui.words import t

CLOSED_ON_A_HOLD = frozenset(
    {
        routes.PAY,
        routes.SCHEDULED,
        routes.WHAT_IF,
        routes.CHANGE_DUE_DATE,
        routes.EXTENSION,
        routes.LEASE_END,
        routes.BALLOON,
    }
)
"""Pages that are for acting alone: on a contract that is only to be read they are not drawn."""

PAGE = "min-h-dvh lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]"
CENTRED = "mx-auto w-full max-w-[71.5rem] px-4 sm:px-8"
COLUMN = f"{CENTRED} pb-28 pt-4 lg:pb-10"
BANNER = (
    "screen-only flex min-h-7 flex-wrap items-center justify-between gap-x-4 bg-warnsoft px-4 "
    "text-chip text-warn sm:px-8"
)
# As tall as what the banner leaves, so that the foot of the sidebar is on the screen.
SIDE_HEIGHT = "h-[calc(100dvh-1.75rem)]" if settings.processor == "sandbox" else "h-dvh"
SKIP = (
    "screen-only sr-only focus:not-sr-only focus:fixed focus:left-4 focus:top-4 focus:z-50 "
    "focus:rounded-control focus:bg-surface focus:px-4 focus:py-3 focus:font-semibold"
)
TO_CONTENT = "e.preventDefault(); document.getElementById('content').focus();"
_BAR = "screen-only fixed inset-x-0 z-50 grid justify-items-center px-4"
FLASH = f"{_BAR} top-4"
LAST_CALL = f"{_BAR} bottom-[calc(env(safe-area-inset-bottom)+5rem)] lg:bottom-6"
_MESSAGE = "flex items-center gap-3 rounded-control px-4 py-3 text-body font-medium lifted"
FLASH_LOOK = {
    "info": f"{_MESSAGE} bg-ink text-bg",
    "success": f"{_MESSAGE} bg-brand text-onbrand",
    "error": f"{_MESSAGE} bg-danger text-surface",
}


def shell(
    route: str,
    title: Text,
    *content: rx.Component,
    loaded: rx.Var[bool] | bool,
    skeleton: rx.Component,
    about: Text = "",
) -> rx.Component:
    """Frame a signed-in page. `about` is the small line over its title."""
    return rx.el.div(
        _skip_link(),
        _sandbox_banner(),
        rx.el.div(
            _sidebar(route),
            _column(
                _head(route, title, about),
                rx.cond(FrameState.has_several, _account_switcher(route)),
                _shared(route),
                rx.cond(FrameState.held, _held()),
                rx.el.main(
                    rx.cond(
                        FrameState.failure,
                        failure(FrameState.failure, brand.BRAND.support_phone),
                        rx.cond(loaded, _unless_held(route, *content), skeleton),
                    ),
                    id="content",
                    tab_index=-1,
                    class_name="outline-none",
                ),
                brand.colophon(),
            ),
            class_name=PAGE,
        ),
        tab_bar(route),
    )


def _unless_held(route: str, *content: rx.Component) -> rx.Component:
    """Draw a page, unless all that it is for is not possible with the contract for a time."""
    page = rx.fragment(*content)
    if route in CLOSED_ON_A_HOLD:
        page = rx.cond(FrameState.is_read_only, not_here(FrameState.query), page)
    return _unless_shared(route, page)


def _unless_shared(route: str, page: rx.Component) -> rx.Component:
    """Draw a page, unless it is about somebody else's contract and is not open to delegates."""
    if route in PERSONAL:
        return page
    match OPEN.get(route):
        case Right.SEE:
            return page
        case Right.PAY:
            is_open = FrameState.may_pay
        case Right.DOCUMENTS:
            is_open = FrameState.may_read
        case _:
            is_open = FrameState.shared == ""
    return rx.cond(is_open, page, not_given(FrameState.query))


def not_given(query: Text) -> rx.Component:
    """Say that a delegate was not given this; whose contract it is stands over it."""
    return empty_state(
        rx.icon("lock", size=32),
        t("This was not shared with you"),
        t("Only whom the contract binds can use this page. What you may do stands above."),
        action_link(t("Back to the overview"), href=f"{routes.OVERVIEW}{query}", look="quiet"),
    )


def not_here(query: Text) -> rx.Component:
    """Say that nothing can be done here for a time; why stands over it (1.22)."""
    return empty_state(
        rx.icon("lock", size=32),
        t("Nothing can be done here for now"),
        t(
            "What you can do is arranged in person. Call us at {support_phone}.",
            support_phone=settings.brand.support_phone,
        ),
        action_link(t("Back to the overview"), href=f"{routes.OVERVIEW}{query}", look="quiet"),
    )


def _shared(route: str) -> rx.Component:
    """Say plainly whose contract a delegate looks at, and what they may do with it."""
    if route in PERSONAL:
        return rx.fragment()
    words = rx.el.p(FrameState.shared_words)
    return rx.cond(
        FrameState.shared,
        notice(words, title=FrameState.shared, tone="info", class_name="mb-4", role="note"),
    )


def _held() -> rx.Component:
    """Say what cannot be done with this contract for a time, and whom to ask (1.22)."""
    words = rx.el.p(FrameState.held_words)
    return notice(words, title=FrameState.held, class_name="mb-4", role="note")


def public_shell(
    *content: rx.Component, action: rx.Component | None = None, reads: bool = True
) -> rx.Component:
    """Frame a page that anyone may see. `reads`: see brand.colophon."""
    return rx.el.div(
        _skip_link(),
        _sandbox_banner(is_public=True),
        rx.el.header(
            brand.mark(),
            action or rx.fragment(),
            class_name=f"{CENTRED} flex items-center justify-between py-4",
        ),
        rx.el.main(*content, id="content", tab_index=-1, class_name="grow outline-none"),
        rx.el.div(brand.colophon(reads=reads), class_name=f"{CENTRED} pb-6"),
        class_name="public flex min-h-dvh flex-col",
    )


def _column(*children: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.div(*children, class_name=COLUMN), class_name="min-w-0 lg:border-l lg:border-line"
    )


def _skip_link() -> rx.Component:
    return rx.el.a(
        t("Skip to the content"), href="#content", on_click=local(TO_CONTENT), class_name=SKIP
    )


def _sandbox_banner(*, is_public: bool = False) -> rx.Component:
    if settings.processor != "sandbox":
        return rx.fragment()
    return rx.el.aside(
        rx.el.p(rx.el.strong(t("SANDBOX: no money moves"), class_name="font-semibold")),
        rx.fragment() if is_public or settings.mode != "demo" else _business_date(),
        aria_label=t("Sandbox"),
        class_name=BANNER,
    )


def _business_date() -> rx.Component:
    return rx.el.p(
        FrameState.business_date,
        rx.el.a(
            t("Move date"),
            href=routes.SANDBOX_CALENDAR,
            reload_document=True,
            class_name=f"{STANDS_ALONE} font-semibold underline underline-offset-2",
        ),
        class_name="flex min-h-6 items-center gap-3",
    )


def _sidebar(route: str) -> rx.Component:
    return rx.el.aside(
        rx.el.div(brand.mark(href=routes.OVERVIEW), class_name="px-3 pb-7 pt-1"),
        side_bar(route),
        _help_card(),
        aria_label=t("Portal"),
        class_name=(
            f"screen-only sticky top-0 hidden {SIDE_HEIGHT} flex-col overflow-y-auto p-5 lg:flex"
        ),
    )


def _help_card() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("Questions?"), class_name="text-body font-semibold"),
        rx.el.p(t(brand.BRAND.support_hours), class_name="mt-0.5 text-note text-muted"),
        rx.el.a(
            rx.icon("phone", size=16, aria_hidden="true"),
            brand.BRAND.support_phone,
            href=brand.telephone(),
            class_name="mt-2 flex min-h-6 items-center gap-2 font-semibold text-brand",
        ),
        class_name="if-tall mt-auto rounded-card border border-line bg-surface p-4",
    )


def _head(route: str, title: Text, about: Text) -> rx.Component:
    return rx.el.header(
        rx.el.div(
            way_back(route),
            rx.el.p(about, class_name="min-h-5 text-note text-muted"),
            rx.el.h1(title, class_name="min-h-8 text-greeting font-semibold"),
            class_name="min-w-0",
        ),
        rx.el.div(bell(), menu(route), class_name="screen-only flex shrink-0 items-center gap-1"),
        class_name="mb-4 flex items-start justify-between gap-4",
    )


def _account_switcher(route: str) -> rx.Component:
    return rx.el.nav(
        rx.foreach(FrameState.tabs, lambda tab: _account_tab(tab, route)),
        aria_label=t("Your contracts"),
        class_name="screen-only mb-4 grid gap-3 sm:flex",
    )


def _account_tab(tab: AccountTab, route: str) -> rx.Component:
    return rx.el.a(
        rx.el.span(
            rx.el.span(tab.vehicle, class_name="block truncate text-body font-semibold text-ink"),
            rx.el.span(tab.detail, class_name="block text-note text-muted"),
            class_name="min-w-0",
        ),
        chip(tab.status, tab.tone),
        href=routes.of_account(route, tab.ref),
        aria_current=rx.cond(tab.is_chosen, "true", "false"),
        class_name=(
            "choice flex items-center justify-between gap-4 rounded-control border border-line "
            "bg-surface px-4 py-2.5 hover:border-edge"
        ),
    )


def _last_call() -> rx.Component:
    """Warn before the session ends, and let the borrower stay."""
    return rx.el.div(
        rx.cond(
            SessionState.session_ending,
            rx.el.div(
                t("You will be signed out in two minutes."),
                button(
                    t("Stay signed in"),
                    look="hero",
                    size="compact",
                    on_click=SessionState.stay_signed_in,
                    class_name="shrink-0",
                ),
                class_name=FLASH_LOOK["info"],
            ),
        ),
        role="alert",
        class_name=LAST_CALL,
    )


def session_overlay() -> rx.Component:
    """Watch over the session, and show what a handler has to say."""
    return rx.fragment(
        SessionWatch.create(
            over=SessionState.session_over,
            sign_in=routes.SIGN_IN,
            confirm=routes.CONFIRM,
            home=routes.OVERVIEW,
        ),
        FlashBridge.create(flash=SessionState.flash, class_name=FLASH, looks=FLASH_LOOK),
        _last_call(),
    )
