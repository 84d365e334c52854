"""The same over a real loopback socket and a real server: what no in-process transport can show."""

import os
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass

import httpx
import pytest

from finance_portal.gateways.live import processor, webhook_secret
from finance_portal.gateways.processor import PaymentProcessor, ProcessorUnavailable
from finance_portal.settings import Settings
from tests.gateways.checked import KEY, PREFIX, START, CheckedTransport
from tests.gateways.test_processors import BANK, order_of
from tests.ports import free_port

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.allow_hosts(["127.0.0.1"]),
    pytest.mark.xdist_group("over a socket"),  # one server for all of them
]

LONGEST_START = 120  # seconds; machines are busy


@dataclass
class Server:
    settings: Settings
    processor: PaymentProcessor
    address: str

    @property
    def base(self):
        return f"{self.address}{PREFIX}"

    def control(self, path, /, **body):
        httpx.post(
            f"{self.base}/_control/{path}", json=body, headers=KEY, trust_env=False, timeout=10
        ).raise_for_status()

    def received(self):
        return httpx.get(f"{self.address}/received", trust_env=False).json()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with served(tmp_path_factory.mktemp("served")) as server:
        yield server


@contextmanager
def served(folder):
    """A sandbox over a file in a folder, behind a server of its own."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--port", str(port)]
    process = subprocess.Popen(  # noqa: S603 # our own server, with our own arguments
        [*command, "--host", "127.0.0.1", "--no-log", "tests.sandbox.served:app"],
        env=os.environ | {"SANDBOX_STORE": str(folder / "sandbox.db")},
    )
    try:
        _wait_for(port)
        settings = Settings(port=port, data_dir=folder)
        limits = httpx.Limits(max_keepalive_connections=0)
        checked = CheckedTransport(httpx.AsyncHTTPTransport(limits=limits))
        yield Server(settings, processor(settings, checked), f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_for(port):
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing answers on port {port}")


async def test_a_debit_settles_and_its_webhooks_arrive_signed(server):
    server.control(
        "webhook_endpoint",
        url=f"{server.address}/webhooks/stripe",
        secret=webhook_secret(server.settings),
    )
    customer = await server.processor.create_customer(borrower_ref="B-1", key="cus-B-1")
    method = await server.processor.attach_method(customer=customer, token=BANK)
    intent = await server.processor.create_intent(order_of(method), key="create-1")
    await server.processor.confirm(intent.id, key="confirm-1")

    server.control("clock", to=START.replace(day=30).isoformat())

    assert (await server.processor.intent(intent.id)).status == "succeeded"
    events = [
        server.processor.read_event(one["body"].encode(), one["signature"])
        for one in server.received()
    ]
    of_intent = [event.type for event in events if event.intent_id == intent.id]
    assert of_intent == [
        "payment_intent.created",
        "charge.pending",
        "payment_intent.processing",
        "charge.succeeded",
        "payment_intent.succeeded",
    ]


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_a_dropped_connection_leaves_the_outcome_open(server, moment):
    customer = await server.processor.create_customer(borrower_ref="B-2", key="cus-B-2")
    method = await server.processor.attach_method(customer=customer, token=BANK)
    server.control(
        "faults", method="POST", path="/v1/payment_intents", moment=moment, effect="drop"
    )

    with pytest.raises(ProcessorUnavailable):
        await server.processor.create_intent(order_of(method), key=f"create-{moment}")
    later = await server.processor.create_intent(order_of(method), key=f"create-{moment}")

    found = await server.processor.intents(created_after=0)
    assert next(intent.id for intent in found if intent.customer == customer) == later.id


async def test_nobody_there_is_an_open_outcome():
    gone = processor(Settings(port=free_port()))

    with pytest.raises(ProcessorUnavailable):
        await gone.intent("pi_1")
