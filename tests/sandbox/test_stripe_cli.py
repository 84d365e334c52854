"""Stripe's own command line, which knows nothing of us, triggers its events against the sandbox."""

import os
import subprocess

import httpx
import pytest

from tests.gateways.checked import KEY
from tests.gateways.test_over_a_socket import Server, served
from tools import stripe_cli

pytestmark = [
    pytest.mark.allow_hosts(["127.0.0.1"]),
    pytest.mark.xdist_group("stripe cli"),  # one server for all of them
]

SECONDS = 60
KEY_OF_ITS_OWN = "sk_test_sandbox_cli"
TRIGGERS = (
    *("payment_intent.created", "payment_intent.succeeded", "payment_intent.payment_failed"),
    *("payment_intent.canceled", "payment_intent.requires_action"),
    *("charge.succeeded", "charge.failed", "charge.refunded"),
    *("setup_intent.created", "setup_intent.succeeded", "setup_intent.setup_failed"),
    *("setup_intent.canceled", "setup_intent.requires_action"),
    *("customer.created", "customer.updated", "customer.deleted"),
    *("payment_method.attached", "payment_method.detached"),
    *("charge.dispute.created", "charge.dispute.closed"),
)


@pytest.fixture(scope="module")
def program():
    return stripe_cli.stripe_cli() or pytest.skip(stripe_cli.MISSING)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with served(tmp_path_factory.mktemp("told")) as server:
        server.control("knobs", card_dispute_seconds=0)  # the clock stands still
        yield server


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


def triggered(program, server: Server, home, event):
    # Its own home, so that it finds no account, and a proxy to nowhere, so that it tells nobody.
    surroundings = {"HOME": str(home), "PATH": os.environ["PATH"]}
    surroundings |= {"HTTPS_PROXY": "http://127.0.0.1:9", "STRIPE_CLI_TELEMETRY_OPTOUT": "1"}
    return subprocess.run(  # noqa: S603 a pinned program, with arguments of ours
        [program, "trigger", event, "--api-base", server.address, "--api-key", KEY_OF_ITS_OWN],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        env=surroundings,
        check=False,
    )


def told(server):
    url = f"{server.base}/v1/events?limit=100"
    return [one["type"] for one in httpx.get(url, headers=KEY, trust_env=False).json()["data"]]


@pytest.mark.parametrize("event", TRIGGERS)
def test_stripes_command_line_triggers_its_events(program, server, home, event):
    before = told(server).count(event)

    done = triggered(program, server, home, event)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "Trigger succeeded" in done.stdout + done.stderr
    assert told(server).count(event) > before
