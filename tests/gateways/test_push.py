"""A push message is sealed for one browser, signed by us, and goes to push services alone."""

import pytest

from finance_portal.gateways.push import (
    AddressNotTaken,
    DeviceGone,
    PushAddress,
    PushNote,
    WebPusher,
    public_point,
    read_address,
    signing_key,
)
from finance_portal.gateways.sending import SendLater, Undeliverable
from tests.gateways.push_service import claims_of, encoded, push_service

pytestmark = [pytest.mark.anyio, pytest.mark.allow_hosts(["127.0.0.1"])]

KEY = signing_key(b"a seed of thirty-two bytes, or so")
NOW = 1_795_000_000.0
FCM = "https://fcm.googleapis.com/fcm/send/abc"


@pytest.fixture
def service():
    with push_service() as running:
        yield running


@pytest.fixture
def pusher():
    return WebPusher(KEY, contact="mailto:help@example.com", now=lambda: NOW)


def note(address, **changes):
    said = {"ref": "a" * 24, "title": "Portal", "body": "A payment is due soon.", "page": "/n"}
    return PushNote(address=address, **said | changes)


async def test_the_browser_and_nobody_else_opens_what_is_sent(service, pusher):
    device = service.browser()

    assert await pusher.push(note(device)) == "a" * 24

    said = {"title": "Portal", "body": "A payment is due soon.", "page": "/n", "tag": "a" * 24}
    assert service.notes == [said]
    assert b"payment" not in service.bodies[0]


async def test_the_service_knows_who_sends_and_for_how_long(service, pusher):
    await pusher.push(note(service.browser()))

    (headers,) = service.headers
    claims, key = claims_of(headers["Authorization"])
    assert claims["aud"] == service.origin
    assert claims["sub"] == "mailto:help@example.com"
    assert 0 < claims["exp"] - NOW <= 24 * 3600  # RFC 8292
    assert key == public_point(KEY)
    assert (headers["Content-Encoding"], headers["TTL"]) == ("aes128gcm", "43200")
    assert headers["Topic"] == "a" * 24  # sent again, it replaces itself


@pytest.mark.parametrize(
    ("status", "meant"),
    [
        (404, DeviceGone),
        (410, DeviceGone),
        (400, Undeliverable),
        (413, Undeliverable),
        (403, SendLater),
        (429, SendLater),
        (500, SendLater),
        (307, SendLater),  # it is not followed
    ],
)
async def test_each_answer_is_understood_and_none_leads_elsewhere(service, pusher, status, meant):
    service.says = [status]

    with pytest.raises(meant):
        await pusher.push(note(service.browser()))
    assert len(service.bodies) == 1


async def test_nobody_there_is_for_later(pusher):
    with push_service() as service:
        device = service.browser()

    with pytest.raises(SendLater):
        await pusher.push(note(device))


async def test_the_key_follows_from_the_seed_alone():
    assert public_point(signing_key(b"one")) == public_point(signing_key(b"one"))
    assert public_point(signing_key(b"one")) != public_point(signing_key(b"two"))


@pytest.mark.parametrize(
    "endpoint",
    [
        FCM,
        "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://web.push.apple.com/abc",
        "https://wns2-bl2p.notify.windows.com/w/?token=abc",
    ],
)
async def test_the_services_of_browsers_are_taken(service, endpoint):
    device = service.browser()

    assert read_address(endpoint, device.p256dh, device.auth, loopback=False).endpoint == endpoint


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "http://fcm.googleapis.com/fcm/send/abc",
        "https://fcm.googleapis.com:8443/fcm/send/abc",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evil.example/fcm.googleapis.com",
        "https://user@fcm.googleapis.com/x",
        "https://fcm.googleapis.com@evil.example/x",
        "https://evil.example\\@fcm.googleapis.com/x",
        "https://notify.windows.com.evil.example/x",
        "https://xnotify.windows.com/x",
        "https://169.254.169.254/latest/meta-data",
        "https://127.0.0.1/x",
        "http://127.0.0.1:8000/_sandbox/x",
        "https://localhost/x",
        "https://[::1]/x",
        "https://2130706433/x",
        "file:///etc/passwd",
        "https://fcm.googleapis.com/x#y",
        "https://fcm.googleapis.com/",
        "https://fcm.googleapis.com/x y",
        "https://fcm.googleapis.com/x\r\nHost: evil",
        "https://fcm.googleapis.com/" + "x" * 1_000,
        "https://fcm.googleapis.com:99999/x",
        "https://fcm.google\u0430pis.com/x",
    ],
)
async def test_an_address_makes_us_call_nothing_but_push_services(service, endpoint):
    device = service.browser()

    with pytest.raises(AddressNotTaken):
        read_address(endpoint, device.p256dh, device.auth, loopback=False)


async def test_this_machine_is_a_push_service_in_a_demo_only(service):
    device = service.browser()

    assert read_address(device.endpoint, device.p256dh, device.auth, loopback=True) == device
    for elsewhere in ("http://192.168.0.1/x", "https://127.0.0.1/x", "http://127.0.0.1.evil/x"):
        with pytest.raises(AddressNotTaken):
            read_address(elsewhere, device.p256dh, device.auth, loopback=True)


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [
        ("", ""),
        ("AAAA", encoded(bytes(16))),
        (encoded(bytes(65)), encoded(bytes(16))),
        (encoded(b"\x04" + bytes(range(64))), encoded(bytes(16))),
        ("x" * 100_000, encoded(bytes(16))),
        ("\u00e9" * 87, encoded(bytes(16))),
    ],
)
async def test_what_are_no_keys_of_a_browser_is_refused(p256dh, auth):
    with pytest.raises(AddressNotTaken):
        read_address(FCM, p256dh, auth, loopback=False)


async def test_neither_address_nor_keys_are_printed():
    address = PushAddress(endpoint=FCM, p256dh="p", auth="secret")

    assert "secret" not in repr(address) + repr(note(address))
    assert "abc" not in repr(note(address))
