"""The meter's questions, through the gate."""

import pytest
from starlette.applications import Starlette

from finance_portal.api import password_advice
from finance_portal.models.factors import Passkey
from finance_portal.services.pre_auth import Journey, Step
from finance_portal.ui import routes
from tests.api.doors import HOME, NOON, ORIGIN, begin, borrower, login

pytestmark = pytest.mark.anyio

PHRASE = "velvet orbit lantern tin"
ABOUT_ELENA = "velvet elena lantern tin"
TWELVE = "kZ4#mQ9!vT2@"


@pytest.fixture
def elena(db):
    return login(db)


@pytest.fixture
def client(browse, portal):
    app = Starlette(routes=password_advice.ROUTES)
    app.state.portal = portal
    return browse(app)


async def ask(client, password, *, cookie="", **more):
    fields = {"password": password, "user_name": ""} | more
    headers = {"Origin": ORIGIN} | ({"Cookie": cookie} if cookie else {})
    return await client.post(routes.PASSWORD_ADVICE, data=fields, headers=headers)


def signed_in(db, portal, who):
    return f"__Host-sid={begin(db, portal.sessions, who).secret}"


def on_the_way(db, portal, step, **known):
    with db.begin() as session:
        way = portal.pre_auths.begin(
            session, journey=Journey.REGISTRATION, step=step, client=HOME, now=NOON, **known
        )
    return f"__Host-way={way.secret}"


async def is_good(client, password, **more):
    return (await ask(client, password, **more)).json()["is_good"]


async def test_says_what_the_meter_shows(client):
    answer = await ask(client, PHRASE)

    told = answer.json()
    assert told.keys() == {"score", "sentence", "is_good", "classes"}
    assert (told["score"], told["is_good"]) == (4, True)
    assert told["classes"] == {
        "has_both_cases": False,
        "has_digit": False,
        "has_symbol": False,
        "is_long": True,
    }
    assert answer.headers["Cache-Control"] == "no-store"


async def test_case_37_the_user_name_beside_it_may_not_be_in_it(client):
    assert not await is_good(client, PHRASE, user_name="lantern_7")
    assert await is_good(client, PHRASE, user_name="somebody")


async def test_case_37_a_borrower_who_is_signed_in_is_known(client, db, portal, elena):
    assert await is_good(client, ABOUT_ELENA)
    assert not await is_good(client, ABOUT_ELENA, cookie=signed_in(db, portal, elena))


async def test_a_borrower_who_registers_is_known_once_they_have_shown_who_they_are(
    client, db, portal
):
    with db.begin() as session:
        known = borrower(session).id
    early, late = (
        on_the_way(db, portal, step, borrower_id=known) for step in (Step.CODE, Step.FINISH)
    )

    assert await is_good(client, ABOUT_ELENA, cookie=early)
    assert not await is_good(client, ABOUT_ELENA, cookie=late)


async def test_twelve_characters_will_do_beside_a_passkey(client, db, portal, elena):
    with db.begin() as session:
        session.add(
            Passkey(
                ref="p",
                login_id=elena.id,
                name="Phone",
                credential_id="AA",
                public_key="AA",
                sign_count=0,
                transports="",
                is_backed_up=False,
                created_at=NOON,
            )
        )

    assert not await is_good(client, TWELVE)
    assert await is_good(client, TWELVE, cookie=signed_in(db, portal, elena))


async def test_nothing_of_a_password_comes_back_or_is_logged(client, logged):
    answer = await ask(client, PHRASE + " canary", user_name="canary")

    assert "canary" not in answer.text + logged.text
    assert "velvet" not in answer.text + logged.text


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"password=%FF%FE", "application/x-www-form-urlencoded", 200),
        (b"\xff", "application/x-www-form-urlencoded", 400),
        (b"&".join([b"a=1"] * 9), "application/x-www-form-urlencoded", 400),
        (b"", "application/x-www-form-urlencoded", 200),
        (b'{"password": "x"}', "application/json", 415),
        (b"x" * 20_000, "application/x-www-form-urlencoded", 413),
    ],
)
async def test_case_36_what_no_form_of_ours_sends_is_refused(client, body, kind, status):
    headers = {"Origin": ORIGIN, "Content-Type": kind}

    answer = await client.post(routes.PASSWORD_ADVICE, content=body, headers=headers)

    assert answer.status_code == status


async def test_case_46_a_foreign_page_is_not_answered(client):
    headers = {"Origin": "https://evil.example"}

    answer = await client.post(routes.PASSWORD_ADVICE, data={"password": "x"}, headers=headers)

    assert answer.status_code == 403
