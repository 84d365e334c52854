"""What stands under /.well-known/, through the gate."""

from datetime import datetime, timedelta

import pytest
from starlette.applications import Starlette

from finance_portal.api import well_known
from tests.api.doors import NOON, ORIGIN

pytestmark = pytest.mark.anyio


@pytest.fixture
def client(browse, portal):
    app = Starlette(routes=well_known.ROUTES)
    app.state.portal = portal
    return browse(app)


async def test_b4_whoever_finds_a_weakness_learns_whom_to_tell(client):
    answer = await client.get("/.well-known/security.txt")

    fields = dict(line.split(": ", 1) for line in answer.text.splitlines() if line[0] != "#")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert fields["Contact"] == "mailto:help@example.com"
    assert fields["Canonical"] == f"{ORIGIN}/.well-known/security.txt"
    expires = datetime.fromisoformat(fields["Expires"])
    assert timedelta(days=30) < expires - NOON < timedelta(days=365)


async def test_b4_a_password_manager_finds_the_page(client):
    answer = await client.get("/.well-known/change-password")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/security")


@pytest.mark.parametrize("name", ["security.txt", "change-password"])
async def test_case_18_neither_can_be_written_to(client, name):
    answer = await client.post(f"/.well-known/{name}", headers={"Origin": ORIGIN})

    assert answer.status_code == 405


async def test_case_17_nothing_else_is_there(client):
    assert (await client.get("/.well-known/openid-configuration")).status_code == 404
