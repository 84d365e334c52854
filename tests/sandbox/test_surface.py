"""What the sandbox answers and to whom: its doors, its refusals, its lists."""

import httpx
import pytest

from tests.gateways.checked import KEY
from tests.sandbox.asking import BANK, announced, ask, confirmed, made, read

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    "authorization", ["", "Bearer sk_live_1", "Bearer sk_test_1", "sk_test_sandbox_1", "Bearer "]
)
@pytest.mark.parametrize("path", ["/v1/payment_intents", "/_control/clock", "/"])
async def test_only_a_key_of_the_sandbox_opens_it(world, authorization, path):
    async with world.client(Authorization=authorization) as client:
        response = await client.get(path)

    assert response.status_code == 401
    assert response.headers["X-Sandbox"] == "true"
    assert "sk_live" not in response.text


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/subscriptions"),
        ("POST", "/v1/payouts"),
        ("PUT", "/v1/customers"),
        ("DELETE", "/v1/payment_intents/pi_1"),
        ("GET", "/v1/"),
        ("GET", "/v2/core/events"),
        ("POST", "/_control/money"),
    ],
)
async def test_what_is_not_simulated_says_so(world, method, path):
    response = await ask(world, method, path)

    assert response.status_code == 404
    if "_control" not in path:
        assert "sandbox does not simulate" in response.json()["error"]["message"]


@pytest.mark.parametrize(
    ("fields", "code", "param"),
    [
        ({"amount": "abc"}, "parameter_invalid_integer", "amount"),
        ({"amount": "5.00"}, "parameter_invalid_integer", "amount"),
        ({"amount": ""}, "parameter_invalid_empty", "amount"),
        ({"amount": "49"}, "amount_too_small", "amount"),
        ({"amount": "100000000"}, "amount_too_large", "amount"),
        ({"currency": "eur"}, None, "currency"),
        ({"colour": "red"}, "parameter_unknown", "colour"),
        ({"metadata": "red"}, None, "metadata"),
        ({"amount[gte]": "5"}, None, "amount[gte]"),
        ({"off_session[0]": "true"}, None, "off_session"),
        ({"customer": "cus_unknown"}, "resource_missing", "customer"),
        ({"payment_method": "pm_unknown"}, "resource_missing", "payment_method"),
        ({"payment_method": "pm_card_unknown"}, "resource_missing", "payment_method"),
        ({"confirm": "yes"}, None, "confirm"),
        ({"allowed_payment_method_types[0]": "cash"}, None, "allowed_payment_method_types[0]"),
        ({"payment_method_types[]": "card"}, "payment_method_types_no_longer_supported", None),
        ({"payment_method_options[card][colour]": "red"}, "parameter_unknown", None),
        ({"transfer_group": "G"}, None, "transfer_group"),
        ({"expand[]": "colour"}, None, "expand"),
    ],
)
async def test_a_parameter_that_does_not_fit_is_refused_by_name(world, fields, code, param):
    fields = {"amount": "500", "currency": "usd"} | fields

    response = await ask(world, "POST", "/v1/payment_intents", **fields)
    error = response.json()["error"]

    assert (response.status_code, error["type"]) == (400, "invalid_request_error")
    assert error.get("code") == code
    assert error["param"] == param or param is None
    assert (await read(world, "/v1/payment_intents"))["data"] == []


@pytest.mark.parametrize("missing", ["amount", "currency"])
async def test_a_missing_parameter_is_refused_by_name(world, missing):
    fields = {"amount": "500", "currency": "usd"}
    del fields[missing]

    error = (await ask(world, "POST", "/v1/payment_intents", **fields)).json()["error"]

    assert (error["code"], error["param"]) == ("parameter_missing", missing)


@pytest.mark.parametrize(
    "path",
    [
        "/v1/customers/cus_1",
        "/v1/customers/cus_1/payment_methods",
        "/v1/payment_methods/pm_1",
        "/v1/payment_intents/pi_1",
        "/v1/setup_intents/seti_1",
        "/v1/charges/ch_1",
        "/v1/mandates/mandate_1",
        "/v1/events/evt_1",
        "/v1/balance_transactions/txn_1",
        "/v1/webhook_endpoints/we_1",
    ],
)
async def test_an_id_that_leads_nowhere_is_missing(world, path):
    response = await ask(world, "GET", path)

    assert response.status_code == 404
    assert response.json()["error"]["code"] == "resource_missing"


async def test_a_list_is_walked_page_by_page_in_both_directions(world):
    customers = [(await made(world, "/v1/customers"))["id"] for _ in range(5)]
    for customer in customers:
        await announced(world, customer=customer)
    everything = (await read(world, "/v1/payment_intents"))["data"]
    of_the_first = await read(world, "/v1/payment_intents", customer=customers[0])

    first = await read(world, "/v1/payment_intents", limit="2")
    second = await read(world, "/v1/payment_intents", limit="2", starting_after=everything[1]["id"])
    back = await read(world, "/v1/payment_intents", limit="2", ending_before=everything[2]["id"])
    last = await read(world, "/v1/payment_intents", limit="2", starting_after=everything[3]["id"])

    assert [intent["customer"] for intent in everything] == customers[::-1]
    assert (first["data"], first["has_more"]) == (everything[:2], True)
    assert (second["data"], second["has_more"]) == (everything[2:4], True)
    assert back["data"] == first["data"]
    assert (last["data"], last["has_more"]) == (everything[4:], False)
    assert of_the_first["data"] == everything[4:]


@pytest.mark.parametrize("limit", ["0", "101", "-1"])
async def test_a_page_has_between_one_and_a_hundred_lines(world, limit):
    assert (await ask(world, "GET", "/v1/charges", limit=limit)).status_code == 400


async def test_a_reference_is_spelled_out_on_request(world):
    intent = await confirmed(world)
    path = f"/v1/payment_intents/{intent['id']}"

    plain = await read(world, path)
    spelled = await read(
        world, path, **{"expand[0]": "latest_charge.balance_transaction", "expand[1]": "customer"}
    )
    listed = await read(world, "/v1/payment_intents", **{"expand[]": "data.payment_method"})

    assert plain["latest_charge"] == spelled["latest_charge"]["id"]
    assert spelled["customer"] is None
    assert listed["data"][0]["payment_method"]["us_bank_account"]["last4"] == "6789"


@pytest.mark.parametrize("path", ["colour", "amount.currency", "id", "latest_charge.colour"])
async def test_what_is_no_reference_cannot_be_spelled_out(world, path):
    intent = await confirmed(world)

    response = await ask(world, "GET", f"/v1/payment_intents/{intent['id']}", **{"expand[]": path})

    assert response.status_code == 400


async def test_a_card_can_be_made_from_a_card_token(world):
    method = await made(
        world, "/v1/payment_methods", type="card", **{"card[token]": "tok_visa_debit"}
    )
    customer = await made(world, "/v1/customers", email="a@example.com")

    await made(world, f"/v1/payment_methods/{method['id']}/attach", customer=customer["id"])
    of_customer = await read(world, f"/v1/customers/{customer['id']}/payment_methods", type="card")
    by_filter = await read(world, "/v1/payment_methods", customer=customer["id"])

    assert [found["id"] for found in of_customer["data"]] == [method["id"]]
    assert of_customer["data"] == by_filter["data"]


async def test_raw_numbers_are_not_taken(world):
    fields = {"type": "card", "card[number]": "4242424242424242"}

    response = await ask(world, "POST", "/v1/payment_methods", **fields)

    assert response.status_code == 400
    assert "4242" not in response.text


async def test_a_method_belongs_to_one_customer(world):
    owner, other = [await made(world, "/v1/customers") for _ in range(2)]
    path = f"/v1/payment_methods/{BANK}/attach"
    method = await made(world, path, customer=owner["id"])

    again = await ask(
        world, "POST", f"/v1/payment_methods/{method['id']}/attach", customer=other["id"]
    )

    assert again.status_code == 400


async def test_nothing_but_the_wire_format_of_a_form_is_needed(world):
    async with httpx.AsyncClient(
        transport=world.transport.inner, base_url="http://127.0.0.1/_sandbox/stripe", headers=KEY
    ) as client:
        response = await client.post("/v1/customers", content=b"metadata%5Bborrower_id%5D=B%2D1")

    assert response.json()["metadata"] == {"borrower_id": "B-1"}
