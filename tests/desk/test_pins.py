"""A caller's number is checked on the account page: right once, wrong, too old; always audited."""

import pytest

from finance_portal.services import call_pins
from finance_portal.services.one_time_codes import LIFE, MOST_TRIES
from tests.desk.house import HERE, look
from tests.services.obligors import both

pytestmark = pytest.mark.anyio


@pytest.fixture
def people(db, tmp_path):
    return both(db, tmp_path)


def pin_of(house, who):
    return call_pins.make(house.db, who.act.who, client=HERE, now=house.now).digits


@pytest.fixture
async def amy(house, people):
    browser = await house.sign_in("amy", "agent")
    await look(browser, people[0].ref)
    return browser


async def checked(amy, who, pin):
    path = f"/accounts/{who.ref}/pin"
    return await amy.post(path, data={"person": who.person.ref, "pin": pin})


def audited(house):
    checks = [each for each in house.trail("call_pin:") if each.kind != "call_pin:made"]
    return [(each.kind, each.detail["by"]) for each in checks]


async def test_the_right_number_is_right_once(house, people, amy):
    ada, _ = people
    pin = pin_of(house, ada)

    answer = await checked(amy, ada, f"{pin[:3]} {pin[3:]}")
    again = await checked(amy, ada, pin)

    assert answer.status_code == 200
    assert "The number is right: the caller is signed in as Ada Byron." in answer.text
    assert pin not in answer.text
    assert again.status_code == 422
    assert "No number of Ada Byron works now" in again.text
    assert audited(house) == [("call_pin:accepted", "amy"), ("call_pin:refused", "amy")]


async def test_a_wrong_number_and_another_persons_are_told_as_wrong(house, people, amy):
    ada, grace = people
    pin = pin_of(house, ada)
    wrong = f"{(int(pin) + 1) % 1_000_000:06d}"
    pin_of(house, grace)

    for who, said in ((ada, wrong), (ada, "12"), (grace, pin)):
        answer = await checked(amy, who, said)
        assert answer.status_code == 422
        assert "This is not the number" in answer.text
    assert (await checked(amy, ada, pin)).status_code == 200


async def test_a_number_that_is_too_old_or_tried_too_often_is_told_so(house, people, amy):
    ada, _ = people
    pin = pin_of(house, ada)
    house.wait(seconds=LIFE.total_seconds() + 1)
    assert "No number of Ada Byron works now" in (await checked(amy, ada, pin)).text

    pin = pin_of(house, ada)
    wrong = f"{(int(pin) + 1) % 1_000_000:06d}"
    for _ in range(MOST_TRIES):
        answer = await checked(amy, ada, wrong)

    assert "tried too often" in answer.text
    assert "tried too often" in (await checked(amy, ada, pin)).text


async def test_nobodys_number_is_checked_through_another_account(house, people, amy):
    ada, _ = people
    pin_of(house, ada)

    path = f"/accounts/{ada.ref}/pin"
    answer = await amy.post(path, data={"person": "nobody", "pin": "123456"})

    assert (answer.status_code, audited(house)) == (404, [])


async def test_an_auditor_has_no_such_field(house, people):
    audra = await house.sign_in("audra", "auditor")
    await look(audra, people[0].ref, "audit")

    assert 'name="pin"' not in (await audra.get(f"/accounts/{people[0].ref}")).text
    assert (await checked(audra, people[0], "123456")).status_code == 403
