"""The forms of the preferences page, and the carrier's news of what people answer."""

import base64
import hashlib
import hmac

import pytest

from finance_portal.api.cookies import Name
from finance_portal.api.routes import http_app
from finance_portal.gateways.sms import is_signed
from finance_portal.models.notices import InboundText, PushDevice, TextConsent, TextStop
from tests.api.doors import NOON, ORIGIN, begin, login, portal_of, rows, sessions_of
from tests.gateways.push_service import PushService
from tests.services.desks import PHONE, words

pytestmark = pytest.mark.anyio

SID, TOKEN = "AC" + "0" * 32, "a token for the text messages"
INBOUND = "/webhooks/texts/inbound"
HEADERS = {"Origin": ORIGIN, "Accept": "application/json"}


@pytest.fixture
def elena(db):
    return login(db, email="elena@example.com", phone=PHONE)


@pytest.fixture
def post(browse, routed, db, elena):
    secret = begin(db, sessions_of(db), elena).secret
    headers = HEADERS | {"Cookie": f"{Name.SESSION}={secret}"}

    async def post(path, **form):
        answer = await browse(routed).post(path, data=form, headers=headers)
        return answer.json()

    return post


def texted(**form):
    return {"AccountSid": SID, "MessageSid": "SM1", "From": PHONE, "Body": "STOP"} | form


def signature(form, token=TOKEN, url=ORIGIN + INBOUND):
    said = url + "".join(name + form[name] for name in sorted(form))
    return base64.b64encode(hmac.digest(token.encode(), said.encode(), hashlib.sha1)).decode()


@pytest.fixture
def come_in(db, browse):
    portal = portal_of(db, twilio_auth_token=TOKEN, twilio_account_sid=SID)
    client = browse(http_app(portal), portal=portal)

    async def come_in(form, signed=None):
        sent = signature(form) if signed is None else signed
        return await client.post(INBOUND, data=form, headers=[("X-Twilio-Signature", sent)])

    return come_in


def test_the_signature_is_that_of_the_carriers_own_example():
    form = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675310",
        "Digits": "1234",
        "From": "+14158675310",
        "To": "+18005551212",
    }
    url = "https://example.com/myapp.php?foo=1&bar=2"

    assert is_signed("12345", url, form, "L/OH5YylLD5NRKLltdqwSvS0BnU=")
    assert not is_signed("12345", url, form | {"Digits": "1235"}, "L/OH5YylLD5NRKLltdqwSvS0BnU=")
    assert not is_signed("", url, form, signature(form, token="", url=url))


async def test_stop_is_taken_from_the_carrier(db, come_in):
    answer = await come_in(texted())

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/xml")
    assert [row.phone for row in rows(db, TextStop)] == [PHONE]


async def test_played_again_it_is_answered_and_does_nothing(db, come_in):
    for _ in range(3):
        assert (await come_in(texted())).status_code == 200

    assert len(rows(db, InboundText)) == 1


@pytest.mark.parametrize("signed", ["", "x", b"\xe9\xff", signature(texted(), token="another")])
async def test_what_the_carrier_did_not_sign_is_refused(db, come_in, signed):
    answer = await come_in(texted(), signed)

    assert answer.status_code == 403
    assert rows(db, TextStop) == []


@pytest.mark.parametrize(
    "changed", [{"From": "+12025550199"}, {"Body": "START"}, {"MessageSid": "SM2"}, {"More": "x"}]
)
async def test_what_was_changed_on_its_way_is_refused(db, come_in, changed):
    assert (await come_in(texted(**changed), signature(texted()))).status_code == 403
    assert rows(db, InboundText) == []


async def test_another_account_of_the_carrier_is_refused(db, come_in):
    assert (await come_in(texted(AccountSid="AC" + "1" * 32))).status_code == 403


@pytest.mark.parametrize("sid", ["", "x" * 41, "SM 1", "SM1\n"])
async def test_a_text_without_a_name_of_the_carriers_is_refused(db, come_in, sid):
    assert (await come_in(texted(MessageSid=sid))).status_code == 400


async def test_without_a_carrier_there_is_no_such_address(browse, routed):
    answer = await browse(routed).post(INBOUND, data=texted())

    assert answer.status_code == 404


async def test_texts_begin_with_a_box_and_a_code(db, post):
    path = "/auth/preferences/texts"
    assert "agrees" in (await post(path))["errors"]

    asked = await post(path, agrees="on")
    assert (asked["reveal"], asked["show"]) == ("texts-code", {"texts-number": "(•••) •••-0143"})
    wrong = await post(f"{path}/code", version="2026-11", code="000000")
    assert "code" in wrong["errors"]
    code = words(db, "texts_code").code
    assert "on" in (await post(f"{path}/code", version="2026-11", code=code))["say"]
    assert [row.given_at for row in rows(db, TextConsent)] == [NOON]


async def test_a_browser_is_added_and_what_is_no_push_service_is_not(db, post):
    device = PushService(port=9).browser()
    keys = {"p256dh": device.p256dh, "auth": device.auth}
    path = "/auth/preferences/push"

    for endpoint in ("https://evil.example/x", "http://169.254.169.254/x", ""):
        assert (await post(path, endpoint=endpoint, **keys))["error"]
    assert rows(db, PushDevice) == []

    added = await post(path, endpoint="https://fcm.googleapis.com/fcm/send/x", **keys)
    assert "error" not in added
    assert len(rows(db, PushDevice)) == 1
