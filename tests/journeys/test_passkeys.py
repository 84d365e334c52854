"""Case 32 with a real browser: its own checks, our script, and the service. No portal behind it."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Error

from finance_portal.models.factors import Passkey
from finance_portal.services.passkeys import PasskeyRefused, Passkeys
from finance_portal.ui import routes
from tests.journeys.conftest import TELL_VIOLATIONS
from tests.services.known import NOON, login, rows

ORIGIN, ELSEWHERE, UNNAMED = (
    f"http://{host}" for host in ("localhost:1", "localhost:2", "127.0.0.1:1")
)
SCRIPT = Path(routes.__file__).with_name("passkey.js").read_text()
POLICY = "default-src 'none'; script-src 'self'"
ASK = """async ([options, kind]) => {
    const { answerPasskey } = await import("/passkey.js");
    return answerPasskey(options, kind);
}"""
ALREADY, UNUSED = "This device already has a passkey", "No passkey was used"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Person:
    """Somebody at a browser with one device, and the service that the browser talks to."""

    def __init__(self, browser, db, name, complaints):
        self.db, self.login = db, login(db, name)
        self.service = Passkeys(b"key", rp_id="localhost", origin=ORIGIN, rp_name="Portal")
        self.context = browser.new_context()
        self.context.add_init_script(TELL_VIOLATIONS)
        self.context.on(
            "console", lambda said: said.type == "error" and complaints.append(said.text)
        )
        self.context.route("**/*", _serve)
        self.page = self.context.new_page()
        self.page.goto(ORIGIN)
        self._devices = self.context.new_cdp_session(self.page)
        self.tell("enable", enableUI=False)
        self.device = self.tell("addVirtualAuthenticator", options=DEVICE)["authenticatorId"]

    def tell(self, command, **what):
        return self._devices.send(f"WebAuthn.{command}", what)

    def verify(self, *, succeeds):
        self.tell("setUserVerified", authenticatorId=self.device, isUserVerified=succeeds)

    def credential(self):
        (held,) = self.tell("getCredentials", authenticatorId=self.device)["credentials"]
        return held

    def ask(self, options, kind):
        return self.page.evaluate(ASK, [options, kind])

    def creation(self):
        with self.db.begin() as session:
            return self.service.to_register(
                session, owner="s1", login=self.login, display="Somebody", now=NOON
            )

    def enrol(self, options=None):
        credential = self.ask(options or self.creation(), "create")
        return self.service.register(
            self.db,
            owner="s1",
            login_id=self.login.id,
            credential=credential,
            name="This device",
            now=NOON,
        )

    def request(self, owner="s1", *, login_id=None):
        with self.db.begin() as session:
            return self.service.to_prove(
                session, owner=owner, purpose="sign-in", login_id=login_id, now=NOON
            )

    def enter(self, credential, *, login_id=None):
        return self.service.prove(
            self.db,
            owner="s1",
            purpose="sign-in",
            credential=credential,
            login_id=login_id,
            now=NOON,
        )


def _serve(route):
    if route.request.url.endswith("/passkey.js"):
        route.fulfill(content_type="text/javascript", body=SCRIPT)
    else:
        headers = {"Content-Security-Policy": POLICY}
        route.fulfill(content_type="text/html", body="<!doctype html><p>.", headers=headers)


@pytest.fixture
def somebody(browser, db):
    """Make people at browsers of their own: somebody("elena")."""
    people, complaints = [], []

    def make(name):
        people.append(Person(browser, db, name, complaints))
        return people[-1]

    yield make
    for person in people:
        person.context.close()
    assert not complaints


@pytest.fixture
def elena(somebody):
    person = somebody("elena")
    person.enrol()
    return person


def refused(reason):
    return pytest.raises(PasskeyRefused, check=lambda refusal: refusal.reason == reason)


def test_w2_a_passkey_alone_says_who_comes_in(elena):
    assert elena.enter(elena.ask(elena.request(), "get")) == elena.login.id

    (passkey,) = rows(elena.db, Passkey)
    assert (passkey.last_used_at, passkey.transports) == (NOON, "internal")
    assert passkey.sign_count == elena.credential()["signCount"] > 0


def test_a_passkey_proves_a_login_that_is_known(elena):
    for _ in range(2):
        options = elena.request(login_id=elena.login.id)
        assert elena.enter(elena.ask(options, "get"), login_id=elena.login.id) == elena.login.id


def test_case_32_a_device_holds_one_passkey_for_a_login(elena):
    with pytest.raises(Error, match=ALREADY):
        elena.enrol()


def test_case_32_a_page_of_another_address_is_refused(elena):
    elena.page.goto(ELSEWHERE)

    with refused("wrong"):
        elena.enter(elena.ask(elena.request(), "get"))


def test_case_32_the_browser_itself_knows_no_passkey_at_a_bare_address(elena):
    elena.page.goto(UNNAMED)

    with pytest.raises(Error, match=UNUSED):
        elena.ask(elena.request(), "get")


def test_case_32_a_user_who_is_not_verified_is_refused(elena):
    elena.verify(succeeds=False)

    with pytest.raises(Error, match=UNUSED):
        elena.ask(elena.request(), "get")
    with refused("wrong"):
        elena.enter(elena.ask(elena.request() | {"userVerification": "discouraged"}, "get"))


def test_case_32_a_replayed_answer_is_refused(elena):
    credential = elena.ask(elena.request(), "get")
    elena.enter(credential)

    with refused("expired"):
        elena.enter(credential)


def test_case_32_the_challenge_of_another_session_is_refused(elena):
    with refused("expired"):
        elena.enter(elena.ask(elena.request("s2"), "get"))


def test_case_32_a_device_that_was_copied_is_refused(elena):
    copy = elena.credential()
    elena.enter(elena.ask(elena.request(), "get"))
    elena.tell("clearCredentials", authenticatorId=elena.device)
    elena.tell("addCredential", authenticatorId=elena.device, credential=copy)

    with refused("cloned"):
        elena.enter(elena.ask(elena.request(), "get"))


def test_case_32_somebody_elses_passkey_is_refused(elena, somebody):
    mallory = somebody("mallory")
    mallory.enrol()

    with refused("unknown"):
        elena.enter(mallory.ask(mallory.request(), "get"), login_id=elena.login.id)


def test_a_credential_is_sent_as_the_browser_itself_would_write_it(elena):
    """Our script converts by hand for browsers that cannot: here is one that can."""
    written = """async ([options]) => {
        const { get } = CredentialsContainer.prototype;
        let native;
        navigator.credentials.get = async (asked) =>
            (native = await get.call(navigator.credentials, asked));
        const { answerPasskey } = await import("/passkey.js");
        return [await answerPasskey(options, "get"), JSON.stringify(native)];
    }"""

    ours, native = map(json.loads, elena.page.evaluate(written, [elena.request()]))

    assert ours.items() <= native.items()


def test_a_browser_says_whether_it_knows_passkeys(elena):
    ask = """async () => {
        const { passkeysAvailable } = await import("/passkey.js");
        const before = passkeysAvailable();
        delete window.PublicKeyCredential;
        return [before, passkeysAvailable()];
    }"""

    assert elena.page.evaluate(ask) == [True, False]
