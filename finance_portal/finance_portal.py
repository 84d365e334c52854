"""The application: its pages, its routes, and what it stands on."""

import asyncio
import gc
import logging
import secrets
from functools import partial
from typing import cast

import reflex as rx
from reflex.app import default_error_boundary
from reflex.event import EventSpec
from starlette.routing import BaseRoute

from finance_portal import clock, jobs
from finance_portal.api import demo, gate, logs, outbox, start_up, webhooks
from finance_portal.api.portal import live_portal
from finance_portal.api.routes import http_app
from finance_portal.contents import PAGES
from finance_portal.db import database
from finance_portal.gateways import live
from finance_portal.gateways.sandbox_control import SandboxControl
from finance_portal.pages.messages.state import look_again
from finance_portal.sandbox.app import create_app
from finance_portal.services import access, keys
from finance_portal.services.client_tokens import live_tokens
from finance_portal.services.courier import Courier
from finance_portal.services.pre_auth import live_pre_auths
from finance_portal.services.sessions import live_sessions
from finance_portal.settings import settings
from finance_portal.ui import head
from finance_portal.ui.feedback import broken_page, connection_status
from finance_portal.ui.frame import FrameState
from finance_portal.ui.guard import Guard, check_policies, note_browser_error
from finance_portal.ui.live import LiveMessages
from finance_portal.ui.shell import session_overlay
from finance_portal.ui.tabs import OpenTabs

log = logging.getLogger(__name__)

JOBS_EVERY_SECONDS = 30
SANDBOX_FILE = "sandbox.db"


def apologise(exception: Exception) -> EventSpec:
    """Log a defect under a reference, and show the borrower that reference instead of the page."""
    reference = secrets.token_hex(4).upper()
    log.error("A handler failed, reference %s", reference, exc_info=exception)
    return cast("EventSpec", FrameState.fail(reference))


def _error_boundary() -> rx.Component:
    return default_error_boundary(
        fallback_render=rx.Var.create(broken_page(settings.brand.support_phone))
    )


def _overlay() -> rx.Component:
    return rx.fragment(connection_status(), session_overlay())


async def _run_jobs() -> None:
    await jobs.run(database, live.configured(), now=clock.business_now())
    await asyncio.to_thread(jobs.tidy, database, settings.anchors_file, now=clock.now())


def _jobs() -> demo.RunJobs:
    if settings.mode != "demo" or settings.processor != "sandbox":
        return _run_jobs
    return demo.after_news(SandboxControl(settings), _run_jobs)


async def run_jobs_for_ever() -> None:
    """Run the jobs every half minute. One that fails is logged and tried again."""
    run_jobs = _jobs()
    while True:
        await asyncio.sleep(JOBS_EVERY_SECONDS)
        try:
            await run_jobs()
        except Exception:
            log.exception("The jobs failed; they are run again")


def settle_memory() -> None:
    """Keep the collector off what stays for ever: a full pass would stop everybody."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)


def _demo_routes() -> list[BaseRoute]:
    if settings.mode != "demo":
        return []
    sent = outbox.routes(settings.outbox)
    if settings.processor != "sandbox":
        return sent
    sandbox = create_app(
        settings.data_dir / SANDBOX_FILE,
        start=clock.business_now(),
        address=f"{settings.public_origin}{demo.SANDBOX}",
    )
    calendar = demo.Calendar(SandboxControl(settings), _jobs())
    return [*demo.routes(sandbox, calendar), *sent]


logs.install(logging.INFO if settings.mode == "production" else logging.WARNING)
start_up.check(settings)
if settings.second_factor == "relaxed":
    log.warning("no second factor is asked for: %s", settings.second_factor_relaxed_because)
tabs = OpenTabs(live_sessions(), live_tokens(), partial(access.changed_for, database))
live_messages = LiveMessages(tabs, database, live_sessions(), live_tokens(), look_again)
portal = live_portal(tabs)
courier = Courier(
    database,
    live.mailer(settings),
    live.texter(settings),
    live.pusher(settings, keys.derive(keys.PUSH)),
    now=clock.now,
)
app = rx.App(
    app_wraps={
        (55, "ErrorBoundary"): lambda _stateful: _error_boundary(),
        (5, "Overlay"): lambda stateful: _overlay() if stateful else None,
    },
    head_components=head.components(settings.brand),
    stylesheets=["/theme.css"],
    reset_style=False,  # Tailwind's own is enough
    html_lang="en",
    toaster=None,
    frontend_exception_handler=note_browser_error,
    backend_exception_handler=apologise,
    api_transformer=[
        http_app(portal, [*webhooks.ROUTES, *_demo_routes()]),
        gate.wrap(portal),
    ],
)
tabs.attach(app)
app.add_middleware(Guard(live_sessions(), live_pre_auths(), live_tokens()))
for page in PAGES:
    app.add_page(
        page.draw,
        route=page.route,
        title=f"{page.title} · {settings.brand.name}",
        description=page.description,
        on_load=page.load,
        meta=[] if page.is_listed else [{"name": "robots", "content": "noindex, nofollow"}],
    )
for task in (settle_memory, tabs.watch, live_messages.watch, courier.run):
    app.register_lifespan_task(task)
if settings.jobs == "ticker":
    app.register_lifespan_task(run_jobs_for_ever)
check_policies()
