"""The pages that a browser sees: no key, no number to type, and no use once they are over."""

import re
from datetime import timedelta

import pytest

from finance_portal.sandbox.hosted import BANKS, CARDS
from tests.gateways.checked import START
from tests.gateways.hosted import VERIFY_BY_AMOUNTS, VERIFY_BY_CODE, browser, choose
from tests.gateways.test_saving import visited
from tests.sandbox.asking import announced, ask, events, made, read

pytestmark = pytest.mark.anyio

BANNER = "SANDBOX - no money moves"


async def looked_at(world, url):
    async with browser(world) as client:
        return await client.get(url)


async def sent(world, url, **form):
    async with browser(world) as client:
        return await client.post(url, data=form)


async def waiting(world, choice):
    visit = await visited(world)
    await choose(world, visit, choice)
    return await world.processor.setup(visit.setup_id)


@pytest.mark.parametrize(
    ("kind", "choices"), [("us_bank_account", BANKS), ("card", CARDS)], ids=["bank", "card"]
)
async def test_the_page_lists_test_accounts_and_has_no_field_to_type_in(world, kind, choices):
    page = await looked_at(world, (await visited(world, kind)).url)

    offered = re.findall(r'name="choice" value="([^"]+)"', page.text)
    assert page.status_code == 200
    assert offered == [choice.name for choice in choices]
    assert set(re.findall(r'type="(\w+)"', page.text)) == {"radio"}
    assert not re.search(r"<(textarea|select)", page.text)
    assert BANNER in page.text
    assert page.headers["X-Sandbox"] == "true"


@pytest.mark.parametrize("kind", ["us_bank_account", "card"])
async def test_every_line_of_the_list_can_be_chosen(world, kind):
    for number, choice in enumerate(BANKS if kind == "us_bank_account" else CARDS):
        visit = await visited(world, kind, key=f"visit-{number}")

        response = await choose(world, visit, choice.name)
        setup = await world.processor.setup(visit.setup_id)

        declined = "eclined at once" in choice.words
        assert response.status_code == (422 if declined else 303)
        expected = "requires_action" if choice.deposits else "succeeded"
        assert setup.status == ("requires_payment_method" if declined else expected)


async def test_who_cancels_goes_back_and_has_saved_nothing(world):
    visit = await visited(world)

    page = await looked_at(world, visit.url)

    assert 'href="http://localhost:3000/methods">Cancel and go back</a>' in page.text
    assert (await world.processor.setup(visit.setup_id)).status == "requires_payment_method"


@pytest.mark.parametrize("end", ["complete", "expired", "expired by hand", "unknown"])
async def test_a_page_that_is_over_is_refused(world, end):
    visit = await visited(world)
    url = visit.url if end != "unknown" else f"{visit.url}x"
    if end == "complete":
        await choose(world, visit, "success")
    elif end == "expired":
        await world.engine.move_to(START + timedelta(days=1))
    elif end == "expired by hand":
        await made(world, f"/v1/checkout/sessions/{visit.id}/expire")
    before = await world.processor.setup(visit.setup_id)

    shown, chosen = await looked_at(world, url), await sent(world, url, choice="savings")

    assert (shown.status_code, chosen.status_code) == (410, 410)
    assert "start again" in chosen.text
    assert await world.processor.setup(visit.setup_id) == before


@pytest.mark.parametrize("choice", ["", "visa_debit", "000123456789", "<script>"])
async def test_what_is_not_on_the_list_is_not_saved(world, choice):
    visit = await visited(world)

    response = await sent(world, visit.url, choice=choice)

    assert response.status_code == 422
    assert "Choose one of the list." in response.text
    assert "<script>" not in response.text
    assert (await world.processor.visit(visit.id)).status == "open"


async def test_after_a_declined_card_another_one_can_be_chosen(world):
    visit = await visited(world, "card")

    declined = await choose(world, visit, "chargeDeclined")
    failed = await world.processor.setup(visit.setup_id)
    saved = await choose(world, visit, "visa_debit")

    assert (declined.status_code, failed.failure_code) == (422, "card_declined")
    assert "The card was declined. Choose another one." in declined.text
    assert (saved.status_code, (await world.processor.visit(visit.id)).status) == (303, "complete")


async def test_a_visit_tells_its_story_in_order(world):
    await waiting(world, VERIFY_BY_CODE)

    assert await events(world) == [
        "customer.created",
        "setup_intent.created",
        "setup_intent.requires_action",
        "checkout.session.completed",
    ]


async def test_a_verified_account_tells_its_story_in_order(world):
    setup = await waiting(world, VERIFY_BY_CODE)
    await world.processor.verify_deposits(setup.id, code="SM11AA")

    assert (await events(world))[4:] == [
        "payment_method.attached",
        "mandate.updated",
        "setup_intent.succeeded",
    ]


@pytest.mark.parametrize(
    ("choice", "wrong", "right"),
    [
        (VERIFY_BY_CODE, {"code": "SM00AA"}, {"code": "sm11aa"}),
        (VERIFY_BY_AMOUNTS, {"first": "32", "second": "44"}, {"first": "45", "second": "32"}),
        (VERIFY_BY_AMOUNTS, {"first": "$0.32", "second": ""}, {"first": "32", "second": "45"}),
    ],
)
async def test_deposits_are_verified_on_the_hosted_page_too(world, choice, wrong, right):
    setup = await waiting(world, choice)

    page = await looked_at(world, setup.hosted_url)
    refused = await sent(world, setup.hosted_url, **wrong)
    done = await sent(world, setup.hosted_url, **right)
    again = await sent(world, setup.hosted_url, **right)

    assert BANNER in page.text
    assert [answer.status_code for answer in (page, refused, done, again)] == [200, 422, 200, 410]
    assert (await world.processor.setup(setup.id)).status == "succeeded"


async def test_the_hosted_page_counts_the_tries_that_are_left(world):
    setup = await waiting(world, VERIFY_BY_AMOUNTS)

    answers = [await sent(world, setup.hosted_url, first="1", second="2") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [422, 422, 422, 410]
    assert "2 tries are left" in answers[0].text
    failed = await world.processor.setup(setup.id)
    assert failed.failure_code == "payment_method_microdeposit_verification_attempts_exceeded"


@pytest.mark.parametrize(
    ("answer", "status"), [("yes", "succeeded"), ("no", "requires_payment_method")]
)
async def test_the_holder_of_a_card_approves_or_does_not(world, answer, status):
    intent = await announced(world, "pm_card_authenticationRequired")
    path = f"/v1/payment_intents/{intent['id']}"
    back = "http://localhost:3000/back"
    asked = await made(world, f"{path}/confirm", return_url=back)
    url = asked["next_action"]["redirect_to_url"]["url"]

    page = await looked_at(world, url)
    answered = await sent(world, url, answer=answer)
    again = await sent(world, url, answer="yes")
    after = await read(world, path)

    assert "$125.00" in page.text
    assert (answered.status_code, answered.headers["location"]) == (303, back)
    assert (after["status"], after["next_action"]) == (status, None)
    assert again.status_code == 410


async def test_a_page_opens_nothing_but_itself(world):
    visit = await visited(world)
    for path in (f"/checkout/../v1/checkout/sessions/{visit.id}", "/_control/clock", "/v1/account"):
        async with browser(world) as client:
            url = visit.url.partition("/checkout")[0] + path
            assert (await client.get(url)).status_code in {401, 404, 410}


async def test_a_session_is_asked_for_in_full(world):
    fields = {"mode": "setup", "currency": "usd", "success_url": "http://localhost:3000/"}

    for name in ("currency", "success_url"):
        missing = {key: value for key, value in fields.items() if key != name}
        error = (await ask(world, "POST", "/v1/checkout/sessions", **missing)).json()["error"]
        assert (error["code"], error["param"]) == ("parameter_missing", name)
    other = await ask(world, "POST", "/v1/checkout/sessions", **fields | {"mode": "payment"})
    assert other.json()["error"]["param"] == "mode"
