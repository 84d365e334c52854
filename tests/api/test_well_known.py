"""What stands under /.well-known/, through the gate."""

from datetime import datetime, timedelta

import pytest
from starlette.applications import Starlette

from finance_portal.api import well_known
from finance_portal.documents import seal
from finance_portal.services import document_keys
from finance_portal.services.document_keys import public_key, sealing_key
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


async def test_anybody_checks_a_document_of_ours_by_the_keys_that_are_told(client):
    told = (await client.get("/.well-known/document-keys.json")).json()

    (key,) = told["keys"]
    signature = sealing_key().sign(b"a file")
    public_key(key["public_key"]).verify(signature, b"a file")
    assert key["id"] == seal.key_id(sealing_key().public_key())
    assert key["seals_today"] is True
    assert told["algorithm"] == "Ed25519"


async def test_keys_that_sealed_before_are_told_too(client, monkeypatch):
    monkeypatch.setattr(document_keys.settings, "former_document_keys", ["ab" * 32])

    told = (await client.get("/.well-known/document-keys.json")).json()

    assert [(each["public_key"], each["seals_today"]) for each in told["keys"]][1:] == [
        ("ab" * 32, False)
    ]


@pytest.mark.parametrize("name", ["security.txt", "change-password", "document-keys.json"])
async def test_case_18_none_can_be_written_to(client, name):
    answer = await client.post(f"/.well-known/{name}", headers={"Origin": ORIGIN})

    assert answer.status_code == 405


async def test_case_17_nothing_else_is_there(client):
    assert (await client.get("/.well-known/openid-configuration")).status_code == 404
