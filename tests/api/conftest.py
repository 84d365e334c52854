"""The gate and the routes do not touch SQL themselves: one database is enough here."""

import logging

import httpx
import pytest
from starlette.responses import HTMLResponse, PlainTextResponse

from finance_portal.api import logs
from finance_portal.api.gate import wrap
from finance_portal.api.routes import http_app
from finance_portal.db import Database
from tests.api.doors import ORIGIN, portal_of

PAGE = "<html><script>run()</script><script src='/assets/a.js'></script></html>"


@pytest.fixture
def db(fresh_sqlite):
    database = Database(fresh_sqlite)
    yield database
    database.close()


@pytest.fixture
def portal(db):
    return portal_of(db)


@pytest.fixture
def logged(caplog):
    """What is logged, redacted as in a running portal."""
    before = logging.getLogRecordFactory()
    logs.install()
    yield caplog
    logging.setLogRecordFactory(before)


class Behind:
    """Stands in for Reflex: remembers what reached it, and answers with a page or with a text."""

    def __init__(self):
        self.scopes = []

    async def __call__(self, scope, receive, send):
        self.scopes.append(scope)
        is_file = "." in scope["path"].rpartition("/")[2]
        answer = PlainTextResponse("a file") if is_file else HTMLResponse(PAGE)
        await answer(scope, receive, send)

    @property
    def headers(self):
        return {name.decode(): value.decode() for name, value in self.scopes[-1]["headers"]}


@pytest.fixture
def behind():
    return Behind()


@pytest.fixture
def browse(portal, behind):
    """Make a client of a portal: `browse(app=..., client=(ip, port), portal=...)`."""
    made = []

    def make(app=None, *, client=("203.0.113.7", 5), origin=ORIGIN, portal=portal):
        transport = httpx.ASGITransport(wrap(portal)(app or behind), client=client)
        made.append(httpx.AsyncClient(transport=transport, base_url=origin))
        return made[-1]

    return make


@pytest.fixture
def routed(portal, behind):
    """The real routes before the stand-in, mounted as Reflex mounts itself."""
    app = http_app(portal)
    app.mount("", behind)
    return app
