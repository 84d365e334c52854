"""The way in: three things, always, one refusal, and an end."""

import pytest

from finance_portal.desk.doors import COOKIE
from finance_portal.models.desk import DeskSession, DeskUser
from finance_portal.services.desk import people
from tests.desk.house import ORIGIN, PASSWORD
from tests.services.known import rows

pytestmark = pytest.mark.anyio


async def enter(house, **changes):
    browser = house.browser()
    shown = {"user_name": "amy", "password": PASSWORD, "code": house.code("amy")} | changes
    return browser, await browser.post("/sign-in", data=shown)


async def test_a_password_and_a_code_together_open_the_desk(house):
    house.hire("amy", "agent")

    browser, answer = await enter(house)

    cookie = answer.headers["set-cookie"]
    assert answer.status_code == 303
    assert cookie.startswith(f"{COOKIE}=")
    assert cookie.endswith("Path=/; Secure; HttpOnly; SameSite=Strict")
    assert (await browser.get("/")).status_code == 200
    assert house.trail()[0].kind == "desk:sign_in"


@pytest.mark.parametrize(
    "changes",
    [
        {"password": "another one"},
        {"code": "000000"},
        {"code": ""},
        {"code": "none"},
        {"user_name": "nobody"},
    ],
)
async def test_whatever_is_wrong_one_refusal(house, changes):
    house.hire("amy", "agent")

    _, wrong = await enter(house, **changes)
    _, other = await enter(house, password="x", code="1", user_name=changes.get("user_name", "amy"))

    assert (wrong.status_code, wrong.text) == (403, other.text)
    assert "set-cookie" not in wrong.headers
    assert [line.kind for line in house.trail()] == ["desk:sign_in:refused"] * 2
    assert rows(house.db, DeskSession) == []


async def test_a_code_opens_once(house):
    await house.sign_in("amy", "agent")

    _, again = await enter(house)

    assert again.status_code == 403
    house.wait(seconds=30)
    assert (await enter(house))[1].status_code == 303


async def test_a_wrong_password_uses_up_no_code(house):
    house.hire("amy", "agent")
    await enter(house, password="wrong")

    assert (await enter(house))[1].status_code == 303


async def test_after_five_tries_not_even_the_right_one_is_looked_at(house):
    house.hire("amy", "agent")
    for _ in range(5):
        await enter(house, password="wrong")

    _, answer = await enter(house)

    assert answer.status_code == 429
    assert house.trail()[-1].kind == "desk:sign_in:throttled"


async def test_who_is_shut_out_stays_outside_and_is_out_at_once(house):
    browser = await house.sign_in("amy", "agent")
    assert (await browser.get("/")).status_code == 200

    people.shut_out(house.db, "amy", house.now)

    assert (await browser.get("/")).headers["location"] == "/sign-in"
    house.wait(minutes=1)
    assert (await enter(house))[1].status_code == 403


@pytest.mark.parametrize(("minutes", "is_in"), [(14, True), (16, False)])
async def test_fifteen_minutes_without_a_click_end_it(house, minutes, is_in):
    browser = await house.sign_in("amy", "agent")

    house.wait(minutes=minutes)

    assert ((await browser.get("/")).status_code == 200) is is_in


async def test_eight_hours_end_it_whatever_is_clicked(house):
    browser = await house.sign_in("amy", "agent")
    for _ in range(47):
        house.wait(minutes=10)
        assert (await browser.get("/numbers")).status_code == 200

    house.wait(minutes=10)

    assert (await browser.get("/numbers")).headers["location"] == "/sign-in"


async def test_who_leaves_is_out(house):
    browser = await house.sign_in("amy", "agent")
    secret = browser.cookies[COOKIE]

    answer = await browser.post("/sign-out")

    assert "Max-Age=0" in answer.headers["set-cookie"]
    thief = house.browser()
    thief.cookies.set(COOKIE, secret, domain="desk.test")
    assert (await thief.get("/")).headers["location"] == "/sign-in"
    assert house.trail()[-1].kind == "desk:sign_out"


async def test_neither_the_secret_nor_the_seed_stands_in_the_database(house):
    browser = await house.sign_in("amy", "agent")

    (session,), (user,) = rows(house.db, DeskSession), rows(house.db, DeskUser)

    assert browser.cookies[COOKIE] not in str(vars(session))
    assert house.seeds["amy"] not in str(vars(user))


async def test_a_new_authenticator_ends_what_the_old_one_opened(house):
    browser = await house.sign_in("amy", "agent")

    enrolled = people.enrol_anew(house.db, house.office.vault, "amy", house.now)

    assert enrolled.uri.startswith("otpauth://totp/")
    assert (await browser.get("/")).headers["location"] == "/sign-in"
    house.wait(minutes=1)
    assert (await enter(house))[1].status_code == 403


async def test_the_borrowers_cookie_opens_nothing_here(house):
    browser = house.browser()
    browser.cookies.set("__Host-sid", "s" * 43, domain="desk.test")

    assert (await browser.get("/")).headers["location"] == "/sign-in"
    assert ORIGIN.startswith("https://")
