"""Notices reach the browsers that somebody has added, by the same outbox as all else."""

import asyncio
import os
import signal
from datetime import timedelta

import pytest

from finance_portal.db import Database
from finance_portal.gateways.push import WebPusher, signing_key
from finance_portal.models.messages import Message
from finance_portal.models.notices import PushDevice
from finance_portal.models.people import Borrower
from finance_portal.notices import security, statements
from finance_portal.services import deliveries, push_devices
from finance_portal.services.courier import deliver
from finance_portal.services.push_devices import TooManyDevices
from finance_portal.services.sessions import SignedIn
from tests.gateways.push_service import push_service
from tests.services.known import HOME, NOON, later, login, rows
from tests.services.test_deliveries import Carrier

pytestmark = [pytest.mark.anyio, pytest.mark.allow_hosts(["127.0.0.1"])]


@pytest.fixture
def service():
    with push_service() as running:
        yield running


@pytest.fixture
def pusher():
    return WebPusher(signing_key(b"seed"), contact="mailto:help@example.com")


@pytest.fixture
def elena(db):
    known = login(db)
    with db.begin() as session:
        session.get_one(Borrower, known.borrower_id).zip = "10001"
    return known


def who(known):
    return SignedIn(known.borrower_id, known.id, "s1", "Elena Marsh", NOON)


def add(db, known, address, client=HOME):
    push_devices.add(db, who(known), address, client=client, now=NOON)


def tell(db, known, *, key=None):
    wording = security.password_changed(client=HOME, at=NOON)
    with db.begin() as session:
        deliveries.tell(session, known, wording, kind="password_changed", now=NOON, key=key)


async def send(db, pusher, now=NOON):
    return await deliver(db, Carrier(), Carrier(), pusher, now=now)


async def test_a_notice_is_shown_on_every_device_and_says_nothing_of_anybody(
    db, elena, service, pusher
):
    add(db, elena, service.browser())
    add(db, elena, service.browser())
    tell(db, elena)

    assert await send(db, pusher) == 2

    assert {note["body"] for note in service.notes} == {
        "There is news about the security of your sign-in."
    }
    assert {note["page"] for note in service.notes} == {"/notifications"}


async def test_case_71_no_word_of_a_notice_is_in_its_push(db, elena, service, pusher):
    add(db, elena, service.browser())
    hostile = "Your code is 123456, call +1 202 555 0199"
    with db.begin() as session:
        wording = security.passkey_added(hostile, client=HOME, at=NOON)
        deliveries.tell(session, elena, wording, kind="passkey_added", now=NOON)

    await send(db, pusher)

    assert "12345" not in str(service.notes)
    assert "Your code" not in str(service.notes)


async def test_it_is_said_in_the_language_of_who_is_told(db, elena, service, pusher):
    with db.begin() as session:
        session.get_one(Borrower, elena.borrower_id).language = "es"
    add(db, elena, service.browser())
    with db.begin() as session:
        deliveries.tell(
            session,
            elena,
            security.password_changed(client=HOME, at=NOON),
            kind="password_changed",
            now=NOON,
        )

    await send(db, pusher)

    assert service.notes[0]["body"] == "Hay novedades sobre la seguridad de su inicio de sesión."


@pytest.mark.parametrize("status", [404, 410])
async def test_a_device_that_is_gone_is_dropped(db, elena, service, pusher, status):
    add(db, elena, service.browser())
    tell(db, elena)
    service.says = [status]

    await send(db, pusher)

    assert rows(db, PushDevice) == []
    assert rows(db, Message)[0].gave_up_at == NOON


async def test_to_a_device_that_was_removed_nothing_is_sent_any_more(db, elena, service, pusher):
    add(db, elena, service.browser())
    tell(db, elena)
    (device,) = push_devices.listed(db, borrower_id=elena.borrower_id)
    push_devices.drop(db, who(elena), device.ref, client=HOME, now=NOON)

    assert await send(db, pusher) == 0
    assert service.bodies == []
    assert push_devices.listed(db, borrower_id=elena.borrower_id) == []


async def test_nobody_removes_the_device_of_somebody_else(db, elena, service):
    add(db, elena, service.browser())
    mallory = login(db, "mallory")
    (device,) = push_devices.listed(db, borrower_id=elena.borrower_id)

    push_devices.drop(db, who(mallory), device.ref, client=HOME, now=NOON)

    assert push_devices.listed(db, borrower_id=elena.borrower_id) == [device]


async def test_a_browser_is_its_last_users_alone(db, elena, service, pusher):
    shared = service.browser()
    add(db, elena, shared)
    add(db, login(db, "mallory"), shared)
    tell(db, elena)

    await send(db, pusher)

    assert push_devices.listed(db, borrower_id=elena.borrower_id) == []
    assert service.notes == []


async def test_there_are_at_most_ten_devices(db, elena, service):
    for _ in range(push_devices.MOST):
        add(db, elena, service.browser())

    with pytest.raises(TooManyDevices):
        add(db, elena, service.browser())


async def test_case_74_neither_address_nor_keys_can_be_read_in_the_table(db, elena, service):
    device = service.browser()
    add(db, elena, device)

    (row,) = rows(db, PushDevice)
    for secret in (device.endpoint, device.p256dh, device.auth):
        assert secret not in str(row.model_dump())


async def test_who_wants_no_push_of_a_topic_gets_none(db, elena, service):
    add(db, elena, service.browser())
    with db.begin() as session:
        wording = statements.paper_ready(title="A letter", vehicle="Sedan", ref="r")
        deliveries.tell(session, elena, wording, kind="paper_ready", now=NOON)

    assert [row for row in rows(db, Message) if row.channel == "push"] == []


class Stuck:
    """Says that it has begun, and never comes back."""

    name = "stuck"

    def __init__(self, awake):
        self._awake = awake

    async def push(self, note):
        os.write(self._awake, b"!")
        await asyncio.Event().wait()


@pytest.mark.parametrize("kills", [3])
async def test_nothing_is_lost_when_the_courier_is_killed_while_it_pushes(
    db, elena, service, pusher, kills
):
    add(db, elena, service.browser())
    for number in range(12):
        tell(db, elena, key=f"told:{number}")
    url = db.engine.url.render_as_string(hide_password=False)
    db.close()
    now = NOON
    for _ in range(kills):
        _killed_while_pushing(url, now)
        now += timedelta(minutes=3)

    while await send(db, pusher, now):
        pass

    assert len({note["tag"] for note in service.notes}) == 12
    assert all(row.sent_at for row in rows(db, Message))


def _killed_while_pushing(url, now):
    """Let a process of its own begin to push, and kill it in the middle of that."""
    heard, awake = os.pipe()
    child = os.fork()
    if not child:
        try:
            asyncio.run(deliver(Database(url), Carrier(), Carrier(), Stuck(awake), now=now))
        finally:
            os._exit(1)
    os.read(heard, 1)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    os.close(heard)
    os.close(awake)


async def test_what_happens_at_night_is_shown_in_the_morning(db, elena, service, pusher):
    add(db, elena, service.browser())
    tell(db, elena)
    night, morning = later(hours=11), later(hours=20)  # 23:00 and 8:00 in New York

    assert await send(db, pusher, night) == 0
    assert await send(db, pusher, morning - timedelta(seconds=1)) == 0
    assert await send(db, pusher, morning) == 1
